"""The page made from the library's docstrings: every public module, and nothing but docstrings."""

import re
from pathlib import Path

import pages

import lstm_lib

# What the public modules are built from: a reader imports none of them.
INTERNAL = {"__init__", "answers", "arguments", "backend", "layer_kind", "layers", "progress"}
SECTION = re.compile(
    r"^## (lstm_lib\.\w+)\n+```\{eval-rst\}\n\.\. automodule:: (\S+)\n   :members:\n```\n",
    re.MULTILINE,
)


def test_every_public_module_has_its_section():
    """Is each module in the reference once, under its own name?"""
    text = (pages.CHAPTERS / "reference.md").read_text(encoding="utf-8")
    sections = SECTION.findall(text)
    public = {path.stem for path in Path(lstm_lib.__file__).parent.glob("*.py")} - INTERNAL
    assert sorted(title for title, _ in sections) == sorted(f"lstm_lib.{name}" for name in public)
    assert [title for title, _ in sections] == [module for _, module in sections]
    assert text.count("automodule") == len(sections)
