"""Networks for a share: what they read, and that no forecast looks ahead."""

import numpy as np
import pytest

from lstm_lib.datasets import share_prices
from lstm_lib.shares import share_questions

pytestmark = pytest.mark.slow  # imports Keras

QUESTION = share_questions(share_prices()["GOOG"])["volatility"]


@pytest.fixture(scope="module")
def networks():
    """Return the module, which imports Keras."""
    from lstm_lib import share_networks

    return share_networks


def test_windows_end_on_the_day_before_their_target(networks):
    """Does the last step of each window hold the day before, scaled by the training days alone?"""
    train, test = QUESTION.folds[1]
    fold = networks.prepare_fold(QUESTION, train, test)
    known = QUESTION.inputs[train]
    scaled = (QUESTION.inputs - known.mean(axis=0)) / known.std(axis=0)
    assert np.allclose(fold.inputs["test"][:, -1], scaled[test - 1], atol=1e-5)
    assert np.allclose(fold.inputs["test"][:, 0], scaled[test - 22], atol=1e-5)
    assert np.allclose(fold.mean + fold.spread * fold.targets["test"], QUESTION.series[test])
    learned = fold.mean + fold.spread * np.concatenate(
        [fold.targets["learn"], fold.targets["stop"]]
    )
    assert np.array_equal(learned.round(9), QUESTION.series[train[-len(learned) :]].round(9))


def test_a_forecast_depends_on_the_past_alone(networks, monkeypatch):
    """Do forecasts stay the same to the last bit when later days are others, and with one seed?"""
    monkeypatch.setattr(networks, "EPOCHS", 1)
    train, test = QUESTION.folds[0]
    short = QUESTION._replace(folds=[(train[-404:] - train[-404], test - train[-404])])
    short = short._replace(
        series=QUESTION.series[train[-404] :], inputs=QUESTION.inputs[train[-404] :]
    )
    day = short.folds[0][1][50]
    changed = short._replace(
        series=np.where(np.arange(len(short.series)) < day, short.series, 0),
        inputs=np.where(np.arange(len(short.series))[:, np.newaxis] < day, short.inputs, 0),
    )
    model = networks.share_network(2)
    said, others = (networks.forecast_share(one, 3, model)[0] for one in (short, changed))
    assert np.array_equal(said[:51], others[:51])
    assert not np.array_equal(said[51:], others[51:])
    again = networks.forecast_share(short, 3, model)[0]
    assert np.array_equal(said, again)


def test_what_cannot_be_used_is_refused(networks):
    """Does the error say what was expected?"""
    with pytest.raises(TypeError, match="expected one of share_questions"):
        networks.forecast_share("GOOG", 0)
    with pytest.raises(TypeError, match="expected one of share_questions"):
        networks.prepare_fold(None, np.arange(400), np.arange(400, 500))
    with pytest.raises(TypeError, match="expected a whole number"):
        networks.share_network(1.5)
    with pytest.raises(ValueError, match="expected 0 or more"):
        networks.forecast_share(QUESTION, -1)
    with pytest.raises(ValueError, match="has 100 days, expected 402 or more"):
        networks.prepare_fold(QUESTION, np.arange(100), np.arange(100, 200))
