"""A verdict: what a judge found, as numbers, as text and as a card."""

import html
import re
from dataclasses import dataclass

RIGHT = "right"
NOT_YET = "not yet right"
NOT_ATTEMPTED = "not attempted"
CRASHED = "crashed"
REFUSED = "refused"
NOT_JUDGED = "not judged"

# Each status has its own sign and words, so that a card never relies on color alone.
HEADS = {
    RIGHT: ("✓", "Right", "#1a7f37"),
    NOT_YET: ("✗", "Not yet right", "#b35900"),
    NOT_ATTEMPTED: ("○", "Not attempted", "#57606a"),
    CRASHED: ("⚠", "Your code raised an error", "#b3261e"),
    REFUSED: ("⚠", "Write this yourself", "#b3261e"),
    NOT_JUDGED: ("⚠", "Not judged", "#b3261e"),
}


# What is not seen, and controls how other characters are shown: control characters (but neither
# tabs nor ends of lines), what turns the direction of writing, invisible marks, half characters.
UNSEEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


class NotAttempted(Exception):
    """What a judge raises when only the values show that the work has not been started."""


@dataclass(frozen=True)
class Finding:
    """One judged quantity: what it is, what it is worth, and what was found.

    `diagnosis` names the wrong answer that was recognized, or is empty.
    """

    what: str
    right: bool
    message: str
    weight: float = 1.0
    diagnosis: str = ""


@dataclass(frozen=True)
class Verdict:
    """The findings of one check, with the seed that draws the same cases again."""

    check: str
    status: str
    findings: tuple[Finding, ...]
    seed: str = ""

    @property
    def share(self) -> float:
        """The part of the points that was earned, from 0 to 1."""
        if self.status not in (RIGHT, NOT_YET):
            return 0.0
        total = sum(finding.weight for finding in self.findings)
        earned = sum(finding.weight for finding in self.findings if finding.right)
        return earned / total if total else 0.0

    @property
    def diagnoses(self) -> tuple[str, ...]:
        """The names of the wrong answers that were recognized; else the status, unless right."""
        named = tuple(f.diagnosis for f in self.findings if f.diagnosis)
        if named or self.status == RIGHT:
            return named
        return (self.status,)

    @property
    def again(self) -> str:
        """The line that draws the same cases again."""
        return f'check.{self.check}(seed="{self.seed}")'

    @property
    def commands(self) -> tuple[tuple[str, str], ...]:
        """What to run next: pairs of a label and a line for the notebook."""
        hint = (("A hint", f"check.{self.check}.hint()"),)
        again = (("The same cases again", self.again),)
        return (hint if self.status in (NOT_YET, NOT_ATTEMPTED, CRASHED) else ()) + (
            again if self.seed and self.status != NOT_ATTEMPTED else ()
        )

    def text(self) -> str:
        """Write the verdict as plain text.

        Returns
        -------
        str
            A headline, a line for each finding, and the line that repeats the case.

        Examples
        --------
        >>> print(Verdict("f", RIGHT, (Finding("c_t", True, "equal"),), "7").text())
        ✓ Right: f
          ✓ c_t: equal.
        The same cases again: check.f(seed="7")
        """
        sign, words, _ = HEADS[self.status]
        lines = [f"{sign} {words}: {self.check}"]
        lines += [
            f"  {_sentence(f.message)}"
            if self._named_above(f)
            else f"  {'✓' if f.right else '✗'} {f.what}: {_sentence(f.message)}"
            for f in self.findings
        ]
        return visible("\n".join([*lines, *(f"{label}: {line}" for label, line in self.commands)]))

    def html(self) -> str:
        """Write the verdict as a card of plain HTML, readable on light and dark backgrounds.

        Returns
        -------
        str
            One ``<section>``; whatever came from a submission is escaped.

        Examples
        --------
        >>> "&lt;b&gt;" in Verdict("f", NOT_YET, (Finding("c_t", False, "<b>"),)).html()
        True
        """
        sign, words, color = HEADS[self.status]
        items = "".join(
            f"<li style='list-style:none;margin:.3em 0'>"
            f"{self._mark(f)}{_paragraph(_sentence(f.message))}</li>"
            for f in self.findings
        )
        commands = "".join(
            f"<div style='font-size:.85em;margin:.2em 0'>{label}: "
            f"<code>{html.escape(line)}</code></div>"
            for label, line in self.commands
        )
        return visible(
            f"<section class='lstm-verdict' style='border:1px solid {color};"
            f"border-left:6px solid {color};border-radius:6px;padding:.6em 1em;max-width:48em;"
            f"font-family:system-ui,sans-serif;line-height:1.45;overflow-wrap:anywhere'>"
            f"<div style='font-size:1.1em'>{sign} <b>{words}</b>: "
            f"<code>{html.escape(self.check)}</code></div>"
            f"<ul style='padding:0;margin:.3em 0'>{items}</ul>{commands}</section>"
        )

    def _named_above(self, finding: Finding) -> bool:
        """Tell whether the headline already shows a finding's sign and name."""
        return len(self.findings) == 1 and finding.what == self.check

    def _mark(self, finding: Finding) -> str:
        """Write a finding's sign and name."""
        if self._named_above(finding):
            return ""
        return f"{'✓' if finding.right else '✗'} <b>{html.escape(finding.what)}</b>: "

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Show a card in JupyterLab and plain text elsewhere."""
        return {"text/html": self.html(), "text/plain": self.text()}


def visible(text: str) -> str:
    r"""Show what cannot be seen as Python would write it, so that it controls nothing.

    Parameters
    ----------
    text : str
        It may quote a submission.

    Returns
    -------
    str
        The same, unless it holds such characters.

    Examples
    --------
    >>> print(visible("full marks \u202e\x1b[2J"))
    full marks \u202e\x1b[2J
    """
    return UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _sentence(message: str) -> str:
    """End a message with a period, unless it has a mark of its own or ends in quoted code."""
    whole = "\n" in message or message.endswith((".", "?", "!", ":"))
    return message if whole else f"{message}."


def _paragraph(message: str) -> str:
    """Escape a message, keeping its line breaks and its `code` marks."""
    pieces = html.escape(message).replace("\n", "<br>").split("`")
    if len(pieces) % 2 == 0:  # an unpaired mark stays as it is
        return "`".join(pieces)
    return "".join(f"<code>{p}</code>" if k % 2 else p for k, p in enumerate(pieces))
