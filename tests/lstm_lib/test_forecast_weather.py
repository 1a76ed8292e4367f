"""Tomorrow's temperature: what the forecast is made of, and what is said where there is none."""

import functools
import re

import numpy as np
import pytest

from lstm_lib.datasets import new_york_weather
from lstm_lib.forecast_weather import main, report
from lstm_lib.trained import trained
from lstm_lib.weather_model import forecast, load_weights, moment
from lstm_lib.weather_table import HEAD, Readings

TIMES = np.arange("2013-03-01T00", "2013-03-04T00", dtype="datetime64[h]")  # 72 hours
RNG = np.random.default_rng(4)
ROWS = np.array([50.0, 40.0, 68.0, 180.0, 12.0, 1015.0]) + RNG.uniform(-2, 2, (72, 6))
READINGS = Readings(TIMES, ROWS)


@pytest.fixture(scope="module")
def weights():
    """Return weights of which only the last temperature, the biases and the sizes count."""
    linear = np.zeros((480, 24))
    linear[470] = 0.5  # the temperature of the window's last hour, scaled
    answers = np.tile([-2.0, 0.5, 3.0], 24)
    return {
        **{"W": np.zeros((10, 8)), "U": np.zeros((2, 8)), "b": np.zeros(8)},
        **{"V": np.zeros((2, 72)), "a": answers, "size": np.arange(1.0, 25)},
        **{"linear": linear, "intercept": np.full(24, 0.25), "held": np.full(24, 0.8)},
        **{"mean": np.full(10, 4.0), "spread": np.full(10, 2.0)},
    }


def test_a_forecast_by_hand(weights):
    """Is it the last temperature, the linear model's change, and what the network adds?"""
    said = forecast(READINGS, "2013-03-03 05:00", weights)
    warm = (ROWS[53, 0] - 32) / 1.8
    linear = warm + 0.5 * (warm - 4) / 2 + 0.25
    hours = np.arange(1, 25)
    assert np.array_equal(said.times, np.datetime64("2013-03-03T05") + hours)
    assert np.allclose(said.linear, linear)
    assert np.allclose(said.low, linear - 2 * hours)
    assert np.allclose(said.middle, linear + 0.5 * hours)
    assert np.allclose(said.high, linear + 3 * hours)
    assert np.allclose(said.yesterday, (ROWS[30:54, 0] - 32) / 1.8)


def test_crossed_quantiles_are_sorted(weights):
    """Is the lowest one the lower end, whichever output it came from?"""
    other = {**weights, "a": np.tile([3.0, -2.0, 0.5], 24)}
    found, expected = (forecast(READINGS, "2013-03-03 05", w) for w in (other, weights))
    assert np.array_equal(found.low, expected.low)
    assert np.array_equal(found.high, expected.high)


def test_later_readings_are_not_used(weights):
    """Is the forecast the same when nothing has been read yet after its hour?"""
    known = Readings(TIMES[:60], ROWS[:60])
    whole, cut = (forecast(r, "2013-03-03 11:00", load_weights()) for r in (READINGS, known))
    assert np.array_equal(whole.high, cut.high)
    assert np.array_equal(whole.linear, cut.linear)


def test_short_gaps_and_errors_are_bridged(weights):
    """Do NaN, an hour without a row and a wind of 1,000 miles an hour change little?"""
    rows = ROWS.copy()
    rows[50:53], rows[40, 4] = np.nan, 1000.0
    kept = np.arange(72) != 45
    said = forecast(Readings(TIMES[kept], rows[kept]), "2013-03-03 05:00", weights)
    assert np.allclose(said.linear, forecast(READINGS, "2013-03-03 05:00", weights).linear)


def test_a_calm_needs_no_direction(weights):
    """Is a wind without a direction no gap where the air is still?"""
    rows = ROWS.copy()
    rows[40:, 3], rows[40:, 4] = np.nan, 0.0
    assert np.isfinite(forecast(Readings(TIMES, rows), "2013-03-03 05:00", weights).high).all()


def _silent(hours, column=slice(None)):
    """Return readings of which some are missing."""
    rows = ROWS.copy()
    rows[hours, column] = np.nan
    return Readings(TIMES, rows)


@pytest.mark.parametrize(
    ("readings", "time", "words"),
    [
        (
            READINGS,
            "2014-01-01 00:00",
            "lies outside of the readings, expected a time from 2013-03",
        ),
        (READINGS, "2013-02-28 23:00", "2013-02-28T23 lies outside of the readings"),
        (
            READINGS,
            "2013-03-02 12:00",
            "begin 37 hours before the end of 2013-03-02T12, expected 48",
        ),
        (READINGS, "tomorrow", "the time is 'tomorrow', expected a day and an hour"),
        (READINGS, "2013-03-03 05:00+01:00", "expected a day and an hour"),
        (READINGS, "2013-03-03", "the time is '2013-03-03', expected a day and an hour"),
        (READINGS, "2013-03-03 05:30", "'2013-03-03 05:30', expected a full hour, such as 2013-03"),
        (READINGS, "", "the time is '', expected a day and an hour"),
        (
            _silent(slice(40, 53)),
            "2013-03-03 05",
            "temperature has no reading that could be true for 13",
        ),
        (
            _silent(slice(59, 72), 5),
            "2013-03-03 23",
            "pressure has no reading that could be true for 13",
        ),
        (_silent(slice(50, 72), 3), "2013-03-03 23", "wind direction has no reading that could be"),
        (_silent(slice(0, 72)), "2013-03-03 23", "for 72 hours from 2013-03-01T00 on"),
        (
            Readings(TIMES[[0, 0]], ROWS[:2]),
            "2013-03-01 00",
            "2013-03-01T00 comes 2 times, expected",
        ),
        (Readings(TIMES[:0], ROWS[:0]), "2013-03-01 00", "times has 0 entries"),
    ],
)
def test_what_is_refused(weights, readings, time, words):
    """Is it said what came, what was expected, and what to do, where there is no forecast?"""
    with pytest.raises(ValueError, match=re.escape(words)):
        forecast(readings, time, weights)


def test_what_is_no_readings(weights):
    """Is it said what stands for a place?"""
    with pytest.raises(TypeError, match="readings is NoneType, expected Readings"):
        forecast(None, "2013-03-03 05:00", weights)


def test_the_moment_is_a_full_hour():
    """Are the usual ways to write an hour read alike?"""
    hour = np.datetime64("2013-12-01T12")
    assert {moment(t) for t in ("2013-12-01 12:00", "2013-12-01T12", " 2013-12-01 12 ")} == {hour}


def test_weights_that_are_not_there(tmp_path, monkeypatch, capsys):
    """Is it one line, too, if the weights are missing?"""
    nowhere = functools.partial(trained, folders=(tmp_path,))
    monkeypatch.setattr("lstm_lib.weather_model.trained", nowhere)
    assert main(["JFK", "2013-12-01 12:00"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert "weather_intervals.npz are neither in" in lines[0]


def test_a_terminal_prints_a_forecast(capsys):
    """Does the command print the hours and what comes of tomorrow?"""
    assert main(["JFK", "2013-12-01 12:00"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "JFK: the 24 hours after 2013-12-01 12:00 UTC, in °C"
    assert main(["JFK", "2013-12-01", "12:00"]) == 0  # typed without quotes
    assert capsys.readouterr().out.splitlines() == lines
    assert lines[2].startswith("2013-12-01 15:00 ")
    assert lines[-2].startswith("2013-12-02 12:00 ")
    assert re.match(r"Tomorrow at this hour: -?\d+\.\d °C. Of such intervals \d+ % held", lines[-1])


def test_a_table_of_ones_own(tmp_path, capsys):
    """Is another table read, and one that is none refused in a line?"""
    table = tmp_path / "mine.csv"
    lines = [f"garden,{t},{','.join(map(str, row))}" for t, row in zip(TIMES, ROWS, strict=True)]
    table.write_text("\n".join([",".join(HEAD), *lines]))
    assert main(["garden", "2013-03-03 05:00", "--readings", str(table)]) == 0
    assert capsys.readouterr().out.startswith("garden: the 24 hours after 2013-03-03 05:00 UTC")
    assert main(["JFK", "2013-03-03 05:00", "--readings", str(table)]) == 2
    assert capsys.readouterr().err == "forecast_weather: there is no place JFK, expected garden\n"
    table.write_bytes(b"\xff\xfe")
    assert main(["JFK", "2013-03-03 05:00", "--readings", str(table)]) == 2
    assert "is no text in UTF-8" in capsys.readouterr().err
    assert main(["JFK", "2013-03-03 05:00", "--readings", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_an_unknown_place(capsys):
    """Are the known places named, in one line and without a traceback?"""
    assert main(["BOS", "2013-12-01 12:00"]) == 2
    said = capsys.readouterr().err
    assert said == "forecast_weather: there is no place BOS, expected EWR, JFK, LGA\n"


def test_the_report_names_place_and_share(weights):
    """Does the last line say how often such intervals held?"""
    said = forecast(new_york_weather()["EWR"], "2013-12-05 00:00", weights)
    assert "Of such intervals 80 % held" in report("EWR", "2013-12-05 00:00", said, weights["held"])
