"""What autodoc leaves out of the page Reference."""


def skip(app, what, name, member, skipped, options):
    """Leave out a named tuple's fields one by one: its signature and its text name them."""
    return True if type(member).__name__ == "_tuplegetter" else None


def setup(app):
    """Connect to autodoc."""
    app.connect("autodoc-skip-member", skip)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}
