"""The checks of the exercise `single_lstm`."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check
from networks import chain, single

from autograde.quality import typed
from lstm_lib.checks import verdict as v
from lstm_lib.checks import withhold
from lstm_lib.checks.exercises.single_lstm.judge.answers import (
    WRONG_MODELS,
    forecast,
    last_window,
)

pytestmark = pytest.mark.slow

RIGHT = chain(single)
MISTAKES = typed.mistakes("single_lstm")
PARTS = {wrong.name: wrong.part for wrong in WRONG_MODELS}
SHARE_LEFT = {"input": 2 / 3, "layers": 1 / 3, "refused": 0}  # of 3 points, what is not lost


def functional(steps, features, units):
    """Build the network with the functional API, everything spelled out."""
    from lstm_lib.backend import keras

    window = keras.Input(shape=(steps, features), name="window")
    values = keras.layers.LSTM(
        units=units,
        activation="tanh",
        recurrent_activation="sigmoid",
        return_sequences=False,
        use_cudnn=False,
        name="cell",
    )(window)
    return keras.Model(inputs=window, outputs=keras.layers.Dense(1, activation="linear")(values))


def added(steps, features, units):
    """Build the network layer by layer, and compile it."""
    from lstm_lib.backend import keras

    model = keras.Sequential(name="mine")
    model.add(keras.layers.Input(shape=(steps, features)))
    model.add(keras.layers.LSTM(units, dropout=0.0))
    model.add(keras.layers.Dense(units=1, activation=None))
    model.compile("adam", "mse")
    return model


def built(steps, features, units):
    """Build the network by calling `build`."""
    from lstm_lib.backend import keras

    model = keras.Sequential(single(keras.layers, units))
    model.build((None, steps, features))
    return model


@pytest.mark.parametrize("seed", SEEDS)
def test_right_network_passes(seed):
    """Does the required network get full marks on every seed?"""
    assert run_check("build_single", {"build_single": RIGHT}, seed).share == 1


@pytest.mark.parametrize("build", [functional, added, built], ids=lambda f: f.__name__)
def test_right_network_in_another_way_passes(build):
    """Does the same network, built in another way, get full marks?"""
    verdict = run_check("build_single", {"build_single": build})
    assert verdict.share == 1, verdict.text()


@pytest.mark.parametrize("row", MISTAKES["build_single"], ids=lambda row: row[0])
def test_wrong_network_loses_the_marks_of_its_mistake(row):
    """Does each wrong network lose the marks of its mistake alone, and is that said once?"""
    name, _, text = row
    verdict = run_check("build_single", typed.namespace("single_lstm", "build_single", text))
    assert verdict.diagnoses == (name,), verdict.text()
    assert verdict.share == pytest.approx(SHARE_LEFT[PARTS.get(name, "refused")])
    assert "?." not in verdict.text()


def with_recurrent_dropout(steps, features, units):
    """Build the network with dropout between the steps."""
    return chain(lambda of, u: [of.LSTM(u, recurrent_dropout=0.2), of.Dense(1)])(
        steps, features, units
    )


def test_recurrent_dropout_is_refused():
    """Does dropout between the steps, which no answer shows, lose its marks?"""
    verdict = run_check("build_single", {"build_single": with_recurrent_dropout})
    assert verdict.diagnoses == ("dropout in the LSTM",)
    assert "recurrent_dropout=0.2" in verdict.text()


def stateful(steps, features, units):
    """Build the network with a state that it keeps, for batches of 32."""
    from lstm_lib.backend import keras

    first = keras.Input(batch_shape=(32, steps, features))
    return keras.Sequential([first, keras.layers.LSTM(units, stateful=True), keras.layers.Dense(1)])


def test_batch_axis_is_shown_where_it_is_wrong():
    """Does the card of a stateful network show the axis in which it differs?"""
    text = run_check("build_single", {"build_single": stateful}).text()
    assert "arrays of (32, " in text
    assert "not of (None, " in text


def subclassed(steps, features, units):
    """Build a model class of the learner's own."""
    from lstm_lib.backend import keras

    class Network(keras.Model):
        def __init__(self):
            super().__init__()
            self.parts = single(keras.layers, units)

        def call(self, inputs):
            return self.parts[1](self.parts[0](inputs))

    return Network()


def a_layer(steps, features, units):
    """Return a layer alone."""
    return single(__import__("keras").layers, units)[0]


def sliced(steps, features, units):
    """Cut out the last step instead of letting the layer do it."""
    from lstm_lib.backend import keras

    window = keras.Input((steps, features))
    values = keras.layers.LSTM(units, return_sequences=True)(window)[:, -1]
    return keras.Model(window, keras.layers.Dense(1)(values))


def compiled(steps, features, units):
    """Return what compile returns."""
    return chain(single)(steps, features, units).compile("adam", "mse")


def unwritten(steps, features, units):
    """Behave as a released stub does."""
    raise NotImplementedError


@pytest.mark.parametrize(
    ("build", "diagnosis"),
    [
        (subclassed, "subclassed model"),
        (sliced, "no chain of layers"),
        (compiled, "nothing returned"),
        (a_layer, "not a model"),
        (lambda *sizes: type(functional(*sizes)), "a class, not a model"),
        (unwritten, v.NOT_ATTEMPTED),
        (None, v.NOT_ATTEMPTED),
        (lambda steps, features, units: 1 / 0, v.CRASHED),
        (lambda: 1, v.CRASHED),
    ],
)
def test_what_is_no_model_is_told_so(build, diagnosis):
    """Is anything that is not a chain of layers recognized, with no marks?"""
    verdict = run_check("build_single", {"build_single": build})
    assert (verdict.share, verdict.diagnoses) == (0, (diagnosis,)), verdict.text()


def test_zero_weights_are_refused():
    """Is a network recognized that gives the same answer whatever the order of the steps?"""

    def build(steps, features, units):
        model = chain(single)(steps, features, units)
        model.set_weights([0 * w for w in model.get_weights()])
        return model

    verdict = run_check("build_single", {"build_single": build})
    assert verdict.share == pytest.approx(1 / 3)
    assert "order of the steps" in verdict.text()


@pytest.mark.parametrize("seed", SEEDS)
def test_right_forecast_passes(seed):
    """Does the forecast past the end pass on every seed?"""
    answer = forecast(last_window)
    assert run_check("predict_next", {"predict_next": answer}, seed).share == 1


def by_predict(model, series, scaler, steps):
    """Forecast with Keras' predict, and return an array of one value."""
    window = scaler.transform(series[-steps:].reshape(-1, 1)).reshape(1, steps, 1)
    return scaler.inverse_transform(model.predict(window, verbose=0))


def by_hand(model, series, scaler, steps):
    """Forecast with the scaler's numbers written out, in float32."""
    low, width = scaler.data_min_[0], scaler.data_range_[0]
    window = np.float32((np.array(series)[-steps:] - low) / width)[None, :, None]
    return float(model(window, training=False)[0, 0]) * width + low


@pytest.mark.parametrize("answer", [by_predict, by_hand])
def test_right_forecast_in_another_way_passes(answer):
    """Does the same forecast, made in another way, get full marks?"""
    verdict = run_check("predict_next", {"predict_next": answer})
    assert verdict.share == 1, verdict.text()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("row", MISTAKES["predict_next"], ids=lambda row: row[0])
def test_wrong_forecast_is_named_on_every_seed(row, seed):
    """Does each wrong forecast lose all its marks, on every seed?"""
    name, _, text = row
    names = typed.namespace("single_lstm", "predict_next", text)
    verdict = run_check("predict_next", names, seed)
    assert (verdict.share, verdict.diagnoses) == (0, (name,)), verdict.text()


def by_another_scaler(model, series, scaler, steps):
    """Forecast with a new scaler, fitted on the window."""
    own = type(scaler)().fit(series[-steps:, np.newaxis])
    window = own.transform(series[-steps:, np.newaxis])
    return float(own.inverse_transform(model(window[np.newaxis]))[0, 0])


def test_another_scaler_is_named_as_one_that_is_fitted_again():
    """Is a forecast that does not use its scaler recognized by its value?"""
    verdict = run_check("predict_next", {"predict_next": by_another_scaler})
    assert (verdict.share, verdict.diagnoses) == (0, ("scaler fitted on the window",))


def test_other_forecasts_are_pointed_at_their_arguments():
    """Does the card of an unknown wrong forecast point at names outside the function?"""
    verdict = run_check("predict_next", {"predict_next": lambda *given: 0.25})
    assert "whether your function uses only its arguments" in verdict.text()


def test_the_library_itself_is_refused():
    """Is the reference refused when a learner uses it, and opened again?"""
    from lstm_lib import models, training

    withhold.close(["models.build_single", "training.predict_next"])
    try:
        names = {"build_single": models.build_single, "predict_next": training.predict_next}
        for name in names:
            assert run_check(name, names).status == v.REFUSED
    finally:
        withhold.reopen()
    assert run_check("build_single", names).share == 1
