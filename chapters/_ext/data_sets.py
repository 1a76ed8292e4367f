"""What `data.lock` says of each data set, as the sections of the page that thanks for them.

```{data-sets}
```
"""

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from lstm_lib.fetch.lock import DataError, DataSet, find_lock, read_lock

# What the lock calls the terms, and what a reader has to know of them.
TERMS = {
    "public domain": "Public domain: nobody owns it, and you may do with it what you like.",
    "CC0-1.0": "Creative Commons Zero, "
    "[CC0 1.0](https://creativecommons.org/publicdomain/zero/1.0/): who made it gives up all "
    "rights in it, and you may do with it what you like.",
    "CC-BY-SA-4.0": "Creative Commons Attribution-ShareAlike 4.0, "
    "[CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/): you may use, change and pass "
    "it on, if you name who made it, say what you changed, and pass it on under the same terms.",
    "MIT": "The MIT license, [MIT](https://spdx.org/licenses/MIT.html): you may use, change and "
    "pass it on, if you pass the license's text and the name of its owner on as well.",
}


def lines(data_set: DataSet) -> list[str]:
    """Write what there is to say of a data set, as Markdown.

    Parameters
    ----------
    data_set : DataSet
        One of `data.lock`.

    Returns
    -------
    list of str
        Its lines.

    Raises
    ------
    DataError
        If nobody has said yet what its license means.
    """
    if data_set.license not in TERMS:
        raise DataError(
            f"the terms of {data_set.name} are {data_set.license!r}: say in chapters/_ext/"
            f"data_sets.py what they mean. The known ones are: {', '.join(TERMS)}."
        )
    travels = (
        "A learner's package carries it along."
        if data_set.carried
        else "A learner's package does not carry it; its installer fetches it."
    )
    return [
        data_set.about,
        "",
        "Who made it",
        f": {data_set.made_by}",
        "",
        "Terms",
        f": {TERMS[data_set.license]}",
        "",
        "What we take",
        f": {data_set.taken} {travels}",
        "",
        "Where to find it",
        f": `lstm_lib.datasets.{data_set.name}()` loads it. "
        f"It comes from the package `{data_set.package}`, version {data_set.version}.",
    ]


class DataSets(SphinxDirective):
    """A section for each data set."""

    def run(self) -> list[nodes.Node]:
        """Return the sections, in the order of the lock."""
        source, number = self.get_source_info()
        found: list[nodes.Node] = []
        try:
            lock = find_lock()
            self.env.note_dependency(str(lock))
            for data_set in read_lock(lock).values():
                section = nodes.section(names=[nodes.fully_normalize_name(data_set.title)])
                section += nodes.title(data_set.title, data_set.title)
                self.state.document.note_implicit_target(section, section)
                self.state.nested_parse(StringList(lines(data_set), source), number, section)
                found.append(section)
        except DataError as error:
            raise self.error(f"data-sets: {error}") from None
        return found


def setup(app):
    """Add the directive."""
    app.add_directive("data-sets", DataSets)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}
