"""What a page shows of a submission's own outputs."""

import base64

import pytest
from grading_tools import picture
from nbformat import from_dict
from nbformat.v4 import new_output

from autograde.marking.clean import LEAST, PIXELS, Pictures, kept


def shown(*bundles):
    """Return what is kept of outputs, given as data by MIME type."""
    outputs = [from_dict({"output_type": "display_data", "data": data}) for data in bundles]
    return [output.data for output in kept(outputs, Pictures())]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_figure_stays_as_it_is(kind):
    """Is a picture of a usual size kept, with its text?"""
    data = {f"image/{kind.lower()}": picture(1600, 1200, kind=kind), "text/plain": "<Figure>"}
    assert shown(data) == [data]


@pytest.mark.parametrize(
    ("large", "text"),
    [
        ({"width": 25_000, "height": 25_000}, ""),
        ({"width": 20_000, "height": 20_000, "kind": "JPEG"}, ""),
        ({"width": 2_000, "height": 2_000, "frames": 20}, ""),
        ({"width": 9_000, "height": 9_000}, "kept"),
    ],
)
def test_a_picture_that_would_fill_a_browsers_memory_is_left_out(large, text):
    """Is a text shown in its place, although its file is small?"""
    kind = large.get("kind", "PNG").lower()
    (data,) = shown({f"image/{kind}": picture(**large), **({"text/plain": text} if text else {})})
    assert list(data) == ["text/plain"]
    assert "A picture is left out" in data["text/plain"]
    assert data["text/plain"].startswith(text)


def test_pictures_count_together():
    """Is what many pictures take together limited, for large and for tiny ones?"""
    large = {"image/png": picture(5_000, 5_000)}
    assert [list(data) for data in shown(*[large] * 3)] == [["image/png"]] * 2 + [["text/plain"]]
    tiny = shown(*[{"image/png": picture()}] * (PIXELS // LEAST + 1))
    assert [list(data) for data in tiny[-2:]] == [["image/png"], ["text/plain"]]


@pytest.mark.parametrize(
    "content",
    [
        "iVBORw0KGgo=",
        "not base64!",
        "====",
        "",
        7,
        None,
        base64.b64encode(b"<svg onload='steal()'/>").decode(),
        base64.b64encode(base64.b64decode(picture())[:20]).decode(),
        picture(kind="GIF"),
        picture(kind="JPEG"),
    ],
)
def test_what_is_no_picture_is_left_out(content):
    """Is content that is not of the kind it says left out, and its text kept?"""
    assert shown({"image/png": content}) == []
    assert shown({"image/png": content, "text/plain": "kept"}) == [{"text/plain": "kept"}]


@pytest.mark.parametrize(
    "control", ["\x1b[31m", "\x1b", "\x9b", "\0", "\x08", "\u202e", "\u2066", "\u200b", "\ud800"]
)
def test_characters_that_control_others_are_taken_out(control):
    """Are color codes and what turns the text removed, wherever they stand, and nothing else?"""
    text = f"red{control} and\tx\n\U0001f469\u200d\U0001f52c"
    outputs = [
        new_output("stream", text=text),
        new_output("error", ename=text, evalue=text, traceback=[text]),
        new_output("display_data", data={"text/plain": text}),
    ]
    stream, error, display = kept(outputs, Pictures())
    found = [stream.text, error.ename, error.evalue, *error.traceback, display.data["text/plain"]]
    assert found == [text.replace(control, "")] * 5
