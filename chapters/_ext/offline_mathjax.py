"""Serve formulas from the book itself: copy the part of MathJax that its pages load."""

from importlib.util import find_spec
from pathlib import Path

from sphinx.util.fileutil import copy_asset

# The wheel unpacks to 24 MB of every input and output format. Pages load the TeX-to-HTML
# component, its fonts, and those TeX extensions that it fetches when a formula needs them: 2 MB.
PARTS = ("tex-chtml.js", "output/chtml/fonts/woff-v2", "input/tex/extensions")


def copy_mathjax(app, exception):
    """Copy the parts beside the built pages, once a build has succeeded."""
    if exception or app.builder.format != "html":
        return
    # The module's name has hyphens, so it cannot be imported by a statement.
    source = Path(find_spec("sphinx-mathjax-offline").origin).parent / "static" / "mathjax"
    target = Path(app.outdir, "_static", "mathjax")
    for part in PARTS:
        folder = target / part if (source / part).is_dir() else (target / part).parent
        folder.mkdir(parents=True, exist_ok=True)
        copy_asset(source / part, folder)


def setup(app):
    """Point Sphinx to the local copy."""
    app.config.mathjax_path = "mathjax/tex-chtml.js"
    app.connect("build-finished", copy_mathjax)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}
