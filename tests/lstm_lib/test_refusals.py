"""Every public function of the library, given arguments that it cannot use.

`CALLS` holds one valid call of each. Every argument is then replaced by values of the wrong kind,
and each must be refused with an error that says what was expected.
"""

import importlib
import inspect
import re
from pathlib import Path

import numpy as np
import pytest

import lstm_lib
from lstm_lib.cell import lstm_step
from lstm_lib.sequence import lstm_forward
from lstm_lib.series import sine_wave
from lstm_lib.windows import prepare

FOLDER = Path(lstm_lib.__file__).parent
INTERNAL = {"__init__", "answers", "arguments", "backend", "layer_kind", "layers", "progress"}

BATCH, STEPS, FEATURES, UNITS = 3, 4, 2, 5
RNG = np.random.default_rng(11)
X_T, H, C = RNG.normal(size=(BATCH, FEATURES)), *RNG.normal(size=(2, BATCH, UNITS))
W, U, B = RNG.normal(size=(FEATURES, 20)), RNG.normal(size=(UNITS, 20)), RNG.normal(size=20)
INPUTS, DH = RNG.normal(size=(BATCH, STEPS, FEATURES)), RNG.normal(size=(BATCH, STEPS, UNITS))
RNN = {"W": W[:, :UNITS], "U": U[:, :UNITS], "b": B[:UNITS]}
LSTM = {"W": W, "U": U, "b": B}
DATA = prepare(sine_wave(40, 6.0), steps=STEPS)
PARTS = {"train_fraction": 0.6, "validation_fraction": 0.2, "gap": 2}
TRAJECTORY = lstm_forward(INPUTS, W, U, B)
MASK = np.ones((BATCH, STEPS), dtype=bool)
LENGTHS = np.array([4, 1, 2])
BOTH = {"inputs": INPUTS, "forward": (W, U, B), "backward": (W, U, B), "lengths": LENGTHS}
QUERIES, KEYS, VALUES = RNG.normal(size=(BATCH, 6, UNITS)), DH, INPUTS
SCORES = RNG.normal(size=(BATCH, 6, STEPS))
NORMS = {"gain_x": B, "gain_h": W[0], "gain_c": H[0], "offset_c": C[0]}
NORMED = {"x_t": X_T, "h_prev": H, "c_prev": C, **LSTM, **NORMS}
THREE = {"W": W[:, :15], "U": U[:, :15], "b": B[:15]}
GRU = {"x_t": X_T, "h_prev": H, **THREE, "b": U[:2, :15], "reset_after": True}
MOMENTS = {"mean": H[0], "variance": C[0] ** 2}
PRICES = np.exp(RNG.normal(3, 0.1, 30))
DAY_PRICES = {"opens": PRICES, "highs": PRICES * 1.2, "lows": PRICES / 1.2, "closes": PRICES * 1.1}
TRUTH, SAID = RNG.normal(size=(3, 5)), RNG.normal(size=(4, 3, 5))

MARKS, SPANS = U[0] > 0, np.array([[0, 2], [3, 7]])

CALLS = {
    "anomalies.anomaly_scores": {"values": U[0], "forecasts": U[1, :9]},
    "anomalies.event_precision_recall": {"alarms": SPANS, "events": SPANS + 1},
    "anomalies.find_events": {"scores": U[0], "threshold": 0.1},
    "anomalies.normal_threshold": {
        **{"scores": U[0], "is_validation": MARKS, "is_anomaly": ~MARKS, "quantile": 0.9}
    },
    "anomalies.point_adjusted": {"alarms": MARKS, "labels": ~MARKS},
    "anomalies.point_precision_recall": {"alarms": MARKS, "labels": ~MARKS},
    "attention.dot_scores": {"queries": QUERIES, "keys": KEYS},
    "attention.scaled_dot_scores": {"queries": QUERIES, "keys": KEYS, "scale": 0.5},
    "attention.additive_scores": {"queries": QUERIES, "keys": KEYS, "scale": W[0, :UNITS]},
    "attention.attention_weights": {"scores": SCORES, "mask": MASK},
    "attention.context": {"weights": SCORES, "values": VALUES},
    "attention_gradients.context_backward": {
        **{"d_context": SCORES[..., :FEATURES], "weights": SCORES, "values": VALUES}
    },
    "attention_gradients.attention_weights_backward": {"d_weights": SCORES, "weights": SCORES},
    "attention_gradients.dot_scores_backward": {
        **{"d_scores": SCORES, "queries": QUERIES, "keys": KEYS}
    },
    "attention_gradients.scaled_dot_scores_backward": {
        **{"d_scores": SCORES, "queries": QUERIES, "keys": KEYS, "scale": 0.5}
    },
    "attention_gradients.additive_scores_backward": {
        **{"d_scores": SCORES, "queries": QUERIES, "keys": KEYS, "scale": W[0, :UNITS]}
    },
    "baselines.persistence": {"data": DATA},
    "baselines.linear_autoregression": {"data": DATA, "order": 2},
    "bidirectional.bidirectional_forward": {**BOTH, "merge_mode": "sum"},
    "bidirectional.bidirectional_backward": {"d_outputs": DH, **BOTH, "merge_mode": "sum"},
    "causality.look_ahead": {"model": np.copy, "inputs": INPUTS, "others": INPUTS + 1},
    "cell.sigmoid": {"z": X_T},
    "cell.lstm_gates": {"x_t": X_T, "h_prev": H, **LSTM},
    "cell.lstm_step": {"x_t": X_T, "h_prev": H, "c_prev": C, **LSTM},
    "cell.lstm_step_backward": {
        **{"dh_t": C, "dc_next": H, "x_t": X_T, "h_prev": H, "c_prev": C},
        **LSTM,
    },
    "decoder.attention_step": {
        **{"x_t": X_T, "h_prev": H, "c_prev": C, **LSTM, "encoder_h": DH, "mask": MASK},
        "W_attended": RNG.normal(size=(2 * UNITS, 7)),
    },
    "dropout.answer_spread": {"answers": INPUTS},
    "dropout.dropout_mask": {"rng": np.random.default_rng(0), "rate": 0.5, "shape": (2, 3)},
    "dropout.dropout_step": {
        **{"x_t": X_T, "h_prev": H, "c_prev": C},
        **LSTM,
        **{"input_masks": np.ones((4, *X_T.shape)), "recurrent_masks": np.ones((4, *H.shape))},
    },
    "forecast_verdict.skill_beside": {"truth": TRUTH, "forecast": SAID[0], "floor": SAID[1]},
    "forecast_verdict.strongest_floor": {"truth": TRUTH, "floors": SAID},
    "forecast_verdict.verdict": {"truth": TRUTH, "forecasts": SAID, "floors": SAID[:2]},
    "forecast_verdict.skills": {"truth": TRUTH, "forecasts": SAID, "floor": SAID[0]},
    "gradients.clip_by_norm": {"gradients": [W, U], "limit": 1.0},
    "gradients.numerical_gradient": {"function": np.sum, "value": X_T, "step": 1e-4},
    "gradients.relative_error": {"found": W, "expected": W},
    "layer_norm_lstm.layer_norm_lstm_step": NORMED,
    "layer_norm_lstm.layer_norm_lstm_backward": {
        **{"dh": DH, "inputs": INPUTS, "h": DH, "c": DH, "weights": [W, U, B, *NORMS.values()]},
        **{"h_0": H, "c_0": C},
    },
    "metrics.skill": {"error": 0.5, "floor": 2.0},
    "metrics.usable_horizon": {"errors": np.array([0.1, 0.2]), "limit": 0.3},
    "normalization.layer_norm": {
        **{"x": INPUTS, "gain": X_T[0], "offset": X_T[1], "axis": -1, "epsilon": 0.001},
    },
    "normalization.batch_moments": {"x": INPUTS, "mask": MASK},
    "normalization.batch_norm": {
        **{"x": DH, "moments": (*MOMENTS.values(),), "gain": H[1], "offset": H[2]},
        **{"epsilon": 0.001},
    },
    "normalization.updated_moments": {
        **{"running": (*MOMENTS.values(),), "batch": (*MOMENTS.values(),), "momentum": 0.9},
    },
    "prices.log_returns": {"prices": PRICES},
    "prices.log_volatility": DAY_PRICES,
    "prices.har_rows": {"volatility": PRICES},
    "quantiles.coverage": {"low": H, "high": C, "truths": H},
    "quantiles.pinball_losses": {
        "forecasts": X_T,
        "truths": H[:, 0],
        "levels": np.array([0.1, 0.9]),
    },
    "ragged.reverse_within_lengths": {"inputs": INPUTS, "lengths": LENGTHS},
    "relatives.coupled_step": {"x_t": X_T, "h_prev": H, "c_prev": C, **THREE},
    "relatives.gru_gates": GRU,
    "relatives.gru_step": GRU,
    "relatives.peephole_step": {"x_t": X_T, "h_prev": H, "c_prev": C, **LSTM, "p": B[:15]},
    "rnn.rnn_step": {"x_t": X_T, "h_prev": H, **RNN},
    "rnn.rnn_forward": {"inputs": INPUTS, **RNN, "h_0": H},
    "rnn.rnn_state_gradients": {"dh": DH, "h": DH, "U": RNN["U"]},
    "seasons.calendar": {"n_points": 8, "day": 4},
    "seasons.seasonal_mean": {"values": U[0], "season": 3, "n_train": 9},
    "seasons.seasonal_median": {"values": U[0], "season": 3, "seasons": 2},
    "seasons.swap_days": {"values": U[0], "first": 0, "second": 2, "day": 4},
    "seasons.windows_ahead": {"values": U[0], "features": U.T, "steps": 4, "ahead": 2},
    "sequence.lstm_forward": {"inputs": INPUTS, **LSTM, "h_0": H, "c_0": C, "mask": MASK},
    "sequence.lstm_backward": {
        **{"dh": DH, "trajectory": TRAJECTORY, "inputs": INPUTS, "W": W, "U": U},
        **{"h_0": H, "c_0": C},
    },
    "sequence.lstm_state_gradients": {"dh": DH, "trajectory": TRAJECTORY, "U": U, "c_0": C},
    "series.sine_wave": {"n_points": 5, "stop": 3.0},
    "series.drifting_wave": {"n_points": 5, "stop": 3.0, "drift": 0.1},
    "steps.run_steps": {
        **{"step": lstm_step, "inputs": INPUTS, "states": [H, C], "weights": [W, U, B]},
        "mask": MASK,
    },
    "successors.min_gru_step": {"x_t": X_T, "h_prev": H, "W": W[:, :10], "b": B[:10]},
    "successors.min_lstm_step": {"x_t": X_T, "h_prev": H, "W": W[:, :15], "b": B[:15]},
    "successors.slstm_step": {
        **{"x_t": X_T, "h_prev": H, "c_prev": C, "n_prev": 1 + C**2, "m_prev": C},
        **LSTM,
    },
    "tasks.adding_floor": {},
    "tasks.adding_problem": {"n_sequences": 2, "steps": 12, "rng": np.random.default_rng(0)},
    "tasks.temporal_order": {"n_sequences": 2, "steps": 50, "rng": np.random.default_rng(0)},
    "tasks.temporal_order_floor": {},
    "windows.make_windows": {"series": sine_wave(9, 1.0), "steps": 3},
    "windows.split_in_time": {"inputs": DATA.inputs_train, "targets": DATA.targets_train, **PARTS},
    "windows.prepare": {"series": sine_wave(50, 9.0), "steps": 5, **PARTS},
}
# These need a Keras model, read text or times, take gaps, draw a figure or take no argument: what
# they refuse is tested where they are.
ELSEWHERE = {
    "attention_layers",
    "character_model",
    "characters",
    "datasets",
    "decoding",
    "dictionary",
    "forecast_weather",
    "heatmaps",
    "keras_cells",
    "kneser_ney",
    "models",
    "normalization_layers",
    "number_words",
    "parity",
    "plots",
    "recurrent_layers",
    "several_series",
    "sampling",
    "share_networks",
    "share_report",
    "shares",
    "spaces",
    "speakers",
    "terminal",
    "trace",
    "trained",
    "training",
    "translate",
    "translator",
    "weather",
    "weather_model",
    "weather_table",
    "write_text",
}

ARRAYS = {
    "text": "text",
    "nothing": None,
    "words": ["a", "b"],
    "complex numbers": np.array([1j]),
    "NaN": "NaN in it",
    "infinity": "infinity in it",
    "one axis more": "one axis more",
    "no values": np.zeros(0),
    "uneven rows": [[1.0], [1.0, 2.0]],
}
NUMBERS = {
    "text": "text",
    "nothing": None,
    "an array": np.ones(2),
    "NaN": np.nan,
    "infinity": np.inf,
    "less than any": -1e9,
}
# Values that stand for a default, or that are not refused because every shape will do.
ALLOWED = {
    "h_0": {"nothing"},
    "c_0": {"nothing"},
    "order": {"nothing"},
    "mask": {"nothing"},
    "z": {"one axis more", "no values", "NaN", "infinity"},
    "gain": {"nothing"},
    "offset": {"nothing"},
    "value": {"one axis more", "no values"},
    "drift": {"less than any"},
    "merge_mode": {"nothing"},
    "attention.scaled_dot_scores-scale": {"nothing", "less than any"},
    "attention_gradients.scaled_dot_scores_backward-scale": {"nothing", "less than any"},
    "bidirectional.bidirectional_forward-lengths": {"nothing"},
    "bidirectional.bidirectional_backward-lengths": {"nothing"},
    "anomalies.event_precision_recall-alarms": {"no values"},  # none rang
    "anomalies.event_precision_recall-events": {"no values"},
    "anomalies.find_events-threshold": {"less than any"},
    "metrics.skill-error": {"an array"},  # one for each horizon, or seed
    "metrics.skill-floor": {"an array"},
    "metrics.usable_horizon-limit": {"an array"},
    "normalization.layer_norm-x": {"one axis more"},
}


def spoiled(value, kind):
    """Return a wrong value of a kind: made from the right one where it must be close to it."""
    if not isinstance(value, np.ndarray):
        return NUMBERS[kind]
    if kind == "one axis more":
        return value[np.newaxis]
    if kind in ("NaN", "infinity"):
        other = value.astype(float).copy()
        other.flat[-1] = np.nan if kind == "NaN" else np.inf
        return other
    return ARRAYS[kind]


def cases():
    """Yield every argument of every call with every wrong value for it."""
    for name, arguments in CALLS.items():
        for argument, value in arguments.items():
            for kind in ARRAYS if isinstance(value, np.ndarray) else NUMBERS:
                if kind not in (ALLOWED.get(argument) or ALLOWED.get(f"{name}-{argument}", ())):
                    yield pytest.param(name, argument, kind, id=f"{name}-{argument}-{kind}")


def function_of(name):
    """Return a function of the library by module and name."""
    module, _, function = name.partition(".")
    return getattr(importlib.import_module(f"lstm_lib.{module}"), function)


def test_every_public_function_is_called():
    """Does each public function of each module have a valid call here, or its tests elsewhere?"""
    modules = {path.stem for path in FOLDER.glob("*.py")} - INTERNAL - ELSEWHERE
    public = {
        f"{module}.{name}"
        for module in modules
        for name, function in inspect.getmembers(
            importlib.import_module(f"lstm_lib.{module}"), inspect.isfunction
        )
        if function.__module__ == f"lstm_lib.{module}" and not name.startswith("_")
    }
    assert public == set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_the_valid_call_is_accepted(name):
    """Is the call that the other tests start from valid?"""
    function_of(name)(**CALLS[name])


@pytest.mark.parametrize(("name", "argument", "kind"), list(cases()))
def test_a_wrong_thing_is_refused_in_words(name, argument, kind):
    """Does TypeError or ValueError say what was expected, before anything runs?"""
    arguments = {**CALLS[name], argument: spoiled(CALLS[name][argument], kind)}
    with pytest.raises((TypeError, ValueError)) as caught:
        function_of(name)(**arguments)
    assert re.search("expected|expects", str(caught.value)), str(caught.value)
    assert type(caught.value) in (TypeError, ValueError)
