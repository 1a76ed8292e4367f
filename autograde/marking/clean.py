"""What a page shows of a submission's own outputs: text and pictures, and nothing that runs.

An instructor's browser opens them in Formgrader, a learner's on the feedback page.
"""

import base64
import io
import re
import warnings
from collections.abc import Iterable
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from PIL import Image

from lstm_lib.checks.verdict import UNSEEN

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
COLOR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
PIXELS = 2**26  # of all pictures of a notebook: a browser takes four bytes for each
LEAST = 2**16  # pixels that a picture counts as, however small it is
TOO_LARGE = "(A picture is left out: the pictures of this notebook have more than {} pixels.)"


class Pictures:
    """Counts the pixels of a notebook's pictures, whose files may be small all the same."""

    def __init__(self) -> None:
        self.left = PIXELS

    def data(self, kind: str, content: Any) -> dict[str, str]:
        """Return what to show of a picture: itself, a text that says why not, or nothing.

        Parameters
        ----------
        kind : str
            Its MIME type, one of `FORMATS`.
        content : object
            What a kernel sent as its base64 text.

        Returns
        -------
        dict of str to str
            By MIME type.
        """
        if not isinstance(content, str) or not BASE64.fullmatch(content):
            return {}
        try:
            self.left -= max(LEAST, _pixels(FORMATS[kind], base64.b64decode(content)))
        except (ArithmeticError, LookupError, OSError, SyntaxError, TypeError, ValueError):
            return {}  # it is no picture
        return {kind: content} if self.left >= 0 else {"text/plain": TOO_LARGE.format(PIXELS)}


def _pixels(kind: str, file: bytes) -> int:
    """Return how many pixels a picture has, all its frames together; only its head is read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(file), formats=[kind]) as picture:
                return picture.width * picture.height * getattr(picture, "n_frames", 1)
        except Image.DecompressionBombError:
            return PIXELS + 1


def kept(outputs: Iterable[NotebookNode], pictures: Pictures) -> list[NotebookNode]:
    """Rebuild the outputs that cannot run in a browser; a kernel may have sent anything.

    Parameters
    ----------
    outputs : iterable of NotebookNode
        The outputs of a cell.
    pictures : Pictures
        One for the whole notebook.

    Returns
    -------
    list of NotebookNode
        Text without colors and control characters, and pictures.
    """
    found = []
    for output in outputs:
        if output.output_type == "stream":
            name = "stderr" if output.name == "stderr" else "stdout"
            found.append(new_output("stream", name=name, text=plain(output.text)))
        elif output.output_type == "error":
            lines = [plain(line) for line in output.traceback]
            name, value = plain(output.ename), plain(output.evalue)
            found.append(new_output("error", ename=name, evalue=value, traceback=lines))
        elif data := _harmless(output.get("data"), pictures):
            found.append(new_output("display_data", data=data))
    return found


def _harmless(data: Any, pictures: Pictures) -> dict[str, str]:
    """Return what a browser shows as text or as a picture, by MIME type."""
    if not isinstance(data, dict):
        return {}
    shown: dict[str, str] = {}
    for kind in FORMATS.keys() & data.keys():
        shown |= pictures.data(kind, data[kind])
    if isinstance(text := data.get("text/plain"), str):
        shown["text/plain"] = "\n".join([plain(text), *filter(None, [shown.get("text/plain")])])
    return shown


def plain(text: Any) -> str:
    r"""Return a text without what only controls how it is shown.

    A page takes hours to render a million color codes, and some characters turn the text around
    that stands after them.

    Parameters
    ----------
    text : object
        What a kernel sent as text.

    Returns
    -------
    str
        The rest.

    Examples
    --------
    >>> plain("\x1b[31mred\x1b[0m \u202eno 10 of 13\n")
    'red no 10 of 13\n'
    """
    return UNSEEN.sub("", COLOR.sub("", str(text)))
