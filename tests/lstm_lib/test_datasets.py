"""The data sets: what loads, and what is said where they are not."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import lstm_lib
from lstm_lib import datasets
from lstm_lib.fetch import convert
from lstm_lib.fetch.lock import DataError, command, cut, find_lock, path_of, read, read_lock

LIBRARY = Path(lstm_lib.__file__).parent
LOCK = find_lock()
NAMES = list(read_lock(LOCK))


@pytest.fixture
def course(tmp_path):
    """Return the `data.lock` of a course in a folder of its own, with its data."""
    lock = tmp_path / "data.lock"
    shutil.copy(LOCK, lock)
    shutil.copytree(LOCK.parent / "data", tmp_path / "data")
    return lock


def test_every_data_set_has_its_function():
    """Does each data set of the lock load, by the function that has its name?"""
    for name in NAMES:
        assert len(getattr(datasets, name)()) > 0


def test_plays_hold_no_markup():
    """Are the marks of Markdown gone, but not the letters and the lines?"""
    plays = datasets.shakespeare()
    assert all(list(plays)[n] < list(plays)[n + 1] for n in range(len(plays) - 1))
    for text in plays.values():
        assert not re.search(r"[*_#\\\t\r]|[ ]$|\n\n\n", text, re.MULTILINE)
        assert text[0].isalpha()
        assert text.endswith("\n")
    assert "To be, or not to be: that is the question:\n" in plays["Hamlet"]
    assert "\n\nExit, pursued by a bear\n\n" in plays["A Winter's Tale"]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**ROMEO**  \nO me!  \nWhat fray was here?", "ROMEO\nO me!\nWhat fray was here?\n"),
        ("_Enter one,\nand others_\n\n\n\n### SCENE II", "Enter one,\nand others\n\nSCENE II\n"),
        ("__\\[Awaking]_  \n'\\--I\\.", "[Awaking]\n'--I.\n"),
        ("*Exeunt.*\n\n#### ACT II", "Exeunt.\n\nACT II\n"),
    ],
)
def test_plain_text(markdown, text):
    """Is each kind of mark that the plays have removed, and nothing else?"""
    assert convert.plain_text(markdown) == text


def test_a_play_without_a_title_gets_it():
    """Does the one play whose file has no title lose no line, and get one?"""
    made = convert.plays({"plays/measure-for-measure.md": b"## ACT I\n\nNay.\n"})
    assert json.loads(made) == {"Measure for Measure": "ACT I\n\nNay.\n"}


def test_recordings_are_whole():
    """Has each recording as many frames as the file says, in the file's order?"""
    with np.load(path_of(LOCK, read_lock(LOCK)["spoken_digits"])) as arrays:
        frames, labels, lengths = arrays["X"], arrays["y"], arrays["lengths"]
    sequences, digits = datasets.spoken_digits()
    assert [len(sequence) for sequence in sequences] == lengths.tolist()
    assert np.array_equal(np.concatenate(sequences), frames)
    assert np.array_equal(digits, labels)
    assert {s.shape[1] for s in sequences} == {13}
    assert (min(lengths), max(lengths), sequences[0].dtype) == (6, 92, np.float32)


def test_names_are_letters():
    """Are names in the order of the census, in capital letters, each once in its list?"""
    for names in datasets.first_names():
        assert all(re.fullmatch("[A-Z]+", name) for name in names)
        assert len(set(names)) == len(names)


def test_flights_are_counted_by_the_hour_of_the_clock():
    """Do no more flights fail to leave than were scheduled, and none at night?"""
    hours, scheduled, cancelled = datasets.flights()
    assert np.all(cancelled <= scheduled)
    assert set(hours[scheduled > 0].astype(int) % 24) <= {1, *range(5, 24)}
    assert (hours[0], hours[-1]) == (np.datetime64("2013-01-01T00"), np.datetime64("2013-12-31T23"))


def test_a_program_is_read_and_not_run():
    """Is the longest list of numbers taken, and nothing called?"""
    program = b"raise SystemExit\nshort = [1, 2]\nlong = np.array([-3, 4, 5])\n"
    assert json.loads(convert.listed_numbers({"a.py": program})) == [-3, 4, 5]


def test_weather_is_as_it_was_published():
    """Are times in order, places those of New York, and gaps and errors still there?"""
    weather = datasets.new_york_weather()
    assert list(weather) == ["EWR", "JFK", "LGA"]
    for times, rows in weather.values():
        assert np.all(np.diff(times).astype(int) > 0)
        assert rows.shape == (len(times), 6)
        assert 0 < np.isnan(rows[:, 5]).mean() < 0.15
    assert np.nanmax(weather["EWR"].rows[:, 4]).round() == 1048
    assert np.isnan(rows[:, :3]).sum() == 0


def test_prices_are_of_trading_days():
    """Are days in order, prices within their span, and jumps of the close alone those of splits?"""
    for share in datasets.share_prices().values():
        assert np.all(np.diff(share.dates) > np.timedelta64(0))
        assert np.all(np.is_busday(share.dates))
        inner = np.stack([share.open, share.close])
        assert np.all(share.low <= inner.min(axis=0))
        assert np.all(inner.max(axis=0) <= share.high)
        assert np.all(share.volume > 0)
        moves = np.diff(np.log([share.close, share.adjusted]))
        odd = np.flatnonzero(np.abs(moves[0] - moves[1]) > 0.3)
        assert len(odd) <= 2
        assert np.allclose(moves[0, odd] - moves[1, odd], -np.log(2), atol=0.02)


def test_what_the_lock_tells_is_true():
    """Are the numbers in the texts of the lock, which the book prints, those of the data?"""
    told = read_lock(LOCK)
    female, male = datasets.first_names()
    assert f"{len(female):,} of women and {len(male):,} of men" in told["first_names"].about
    assert f"{len(datasets.spoken_digits().digits):,} recordings" in told["spoken_digits"].about
    readings = sum(len(times) for times, _ in datasets.new_york_weather().values())
    assert f"{readings:,} readings" in told["new_york_weather"].about
    assert len(datasets.shakespeare()) == 37
    assert "Thirty-seven plays" in told["shakespeare"].about
    assert round(sum(map(len, datasets.shakespeare().values())) / 1e6) == 5
    assert "five million characters" in told["shakespeare"].about
    hours, scheduled, cancelled = datasets.flights()
    assert f"All {scheduled.sum():,} flights" in told["flights"].about
    assert f"each of the {len(hours):,} hours" in told["flights"].taken
    assert f"{len(datasets.electricity_demand()):,} numbers" in told["electricity_demand"].about
    dates = {name: share.dates for name, share in datasets.share_prices().items()}
    assert "five shares of American companies" in told["share_prices"].about
    assert {str(days[-1]) for days in dates.values()} == {"2013-03-01"}
    first = {name: str(days[0])[:7] for name, days in dates.items()}
    assert (first.pop("GOOG"), first.pop("FB")) == ("2004-08", "2012-05")
    assert set(first.values()) == {"2000-03"}
    assert not {"The Comedy of Errors", "The Tempest"} - set(datasets.shakespeare())


def test_the_lock_holds_no_address():
    """Does pip alone know where packages come from?"""
    assert "://" not in LOCK.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.write_bytes(path.read_bytes()[:100]), "is not the file that data.lock"),
        (lambda path: (path.unlink(), path.mkdir()), "cannot be read"),
    ],
    ids=["missing", "damaged", "unreadable"],
)
def test_data_that_are_not_there(course, change, words):
    """Is it said which data set is not there, why, and which command brings it?"""
    path = path_of(course, read_lock(course)["first_names"])
    change(path)
    with pytest.raises(DataError) as caught:
        read("first_names", course)
    assert str(caught.value).startswith(f"The data set first_names is not there: {path} {words}")
    assert str(caught.value).endswith(f"Run: {command(course)}")


def test_the_command_is_the_one_that_works(course):
    """Is it `make data` with the course's own files, and a Python's module elsewhere?"""
    assert command(LOCK).endswith("; make data")
    assert command(course) == f"{sys.executable} -m lstm_lib.fetch"


def test_an_unknown_data_set(course):
    """Does the error name the data sets that are there?"""
    course.write_text(cut(course, ["first_names"]))
    with pytest.raises(DataError, match="no data set shakespeare here. There is: first_names"):
        read("shakespeare", course)
    course.write_text("")
    with pytest.raises(DataError, match="There is: none"):
        read("shakespeare", course)


@pytest.mark.parametrize("names", [[], NAMES[:1], NAMES[1:], NAMES])
def test_a_lock_is_cut(course, names):
    """Does the lock of some data sets say of them what the whole one says?"""
    whole = read_lock(course)
    course.write_text(cut(LOCK, names), encoding="utf-8")
    assert read_lock(course) == {name: whole[name] for name in whole if name in names}


def test_what_the_lock_does_not_name_is_not_cut():
    """Is an unknown name refused, with the known ones?"""
    with pytest.raises(DataError, match="does not name weather. It names: shakespeare, "):
        cut(LOCK, ["weather", "first_names"])


def test_bringing_loads_nothing_but_the_standard_library():
    """Does the command start without NumPy, so that it is quick?"""
    code = "import sys, lstm_lib.fetch.bring\nprint({'numpy', 'pip'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("set()\n", "")


def test_unemployment_is_one_value_a_month():
    """Does each month from 1948 to 2016 have one rate, and is the crisis of 2009 among them?"""
    months, rates = datasets.us_unemployment()
    assert months == [f"{year}-{month:02}" for year in range(1948, 2017) for month in range(1, 13)]
    assert rates.shape == (len(months),)
    assert 2 < rates.min() < rates.max() < 12
    assert rates[months.index("2009-10")] > 9
