"""The library's commands in a terminal whose reader goes away, or that lacks signs."""

import os
import subprocess
import sys

import pytest

from lstm_lib.terminal import STOPPED, UNREAD, run

COMMANDS = {
    "write_text": ["To be", "--length", "5", "--seed", "0"],
    "translate": ["seven"],
    "forecast_weather": ["JFK", "2013-12-01 12:00"],
    "reading": ["months.csv"],
}


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_goes_away_is_no_error(command, tmp_path):
    """Does a command end without a word if nobody reads what it prints?"""
    lines = [f"2020-{month:02},{month % 5}" for month in range(1, 13)]
    (tmp_path / "months.csv").write_text("\n".join(["month,value", *lines]))
    reads, writes = os.pipe()
    os.close(reads)
    done = subprocess.run(
        [sys.executable, "-m", f"lstm_lib.{command}", *COMMANDS[command]],
        cwd=tmp_path,
        stdout=writes,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writes)
    assert (done.returncode, done.stderr) == (UNREAD, "")


def test_ctrl_c_ends_a_command():
    """Is Ctrl-C an exit code, and no traceback?"""

    def stopped():
        raise KeyboardInterrupt

    assert run(stopped) == STOPPED


@pytest.mark.slow
def test_a_terminal_without_the_signs_shows_them_escaped():
    """Is a sign that a terminal lacks written as its number?"""
    done = subprocess.run(
        [sys.executable, "-m", "lstm_lib.forecast_weather", "JFK", "2013-12-01 12:00"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert r"in \xb0C" in done.stdout
