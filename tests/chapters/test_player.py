"""The cell to play with: what it shows to a reader without JavaScript is what the cell does."""

import json
import math
import re

import pages
import pytest

PLAYER = (pages.CHAPTERS / "_static/figures/cell_player.html").read_text(encoding="utf-8")
TABLE = re.findall(r"<tr><td>(\d+)</td><td>(\S+)</td><td>(\S+)</td></tr>", PLAYER)
CELLS = {name: settings for name, *settings in json.loads(
    "[" + PLAYER.split("const PRESETS = [")[1].split("];")[0].strip().rstrip(",") + "]"
)}  # fmt: skip


def run(keep, opening, candidate, showing, once, steps):
    """Return cell state and hidden state of one cell with constant gates, step by step."""
    cell, states = 0.0, []
    for t in range(steps):
        added = 0.0 if once and t > 0 else opening * candidate
        cell = keep * cell + added
        states.append((cell, showing * math.tanh(cell)))
    return states


def test_the_table_without_javascript_is_right():
    """Does the typed-in table hold what the equations give for the first ready-made setting?"""
    states = run(*CELLS["Fade"], steps=len(TABLE))
    expected = [
        (str(t), f"{cell:.2f}", f"{hidden:.2f}") for t, (cell, hidden) in enumerate(states, 1)
    ]
    assert expected == TABLE
    assert len(TABLE) >= 5


def test_the_table_names_its_setting():
    """Does the sentence above the table name the numbers of that setting?"""
    keep, opening, candidate, showing, once = CELLS["Fade"]
    sentence = PLAYER.split("<cell-player>")[1].split("<table>")[0]
    assert f"candidate {candidate:g} comes in at step 1" in sentence
    assert f"forget gate is {keep:g} and the output gate {showing:g}" in sentence
    assert opening == 1
    assert once


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("Hold", lambda states: {cell for cell, _ in states} == {0.8}),
        ("Add up", lambda states: states[-1][0] > 1 > states[-1][1]),
        ("Keep silent", lambda states: states[-1] == (0.8, 0)),
    ],
)
def test_each_setting_does_what_its_button_says(name, what):
    """Does Hold hold, does Add up pass 1, does Keep silent hold and show nothing?"""
    assert what(run(*CELLS[name], steps=10))
