"""The page that says whose the data are: made from `data.lock`, and complete."""

import dataclasses
import importlib.util

import pages
import pytest

from lstm_lib.fetch.lock import DataError, find_lock, read_lock

spec = importlib.util.spec_from_file_location("data_sets", pages.CHAPTERS / "_ext" / "data_sets.py")
data_sets = importlib.util.module_from_spec(spec)
spec.loader.exec_module(data_sets)

LOCK = read_lock(find_lock())


@pytest.mark.parametrize("name", LOCK)
def test_a_section_says_what_the_lock_says(name):
    """Does a reader find the text, the maker, the terms, the package and the function?"""
    one = LOCK[name]
    text = "\n".join(data_sets.lines(one))
    for told in (one.about, one.made_by, one.taken, one.package, one.version):
        assert told in text
    assert f"datasets.{name}()" in text
    assert data_sets.TERMS[one.license] in text


def test_it_is_said_whether_a_package_carries_the_data():
    """Does the section of a data set that is fetched differ from that of one that is carried?"""
    one = LOCK["first_names"]
    carried = data_sets.lines(one)
    fetched = data_sets.lines(dataclasses.replace(one, carried=False))
    assert "carries it along" in "\n".join(carried)
    assert "its installer fetches it" in "\n".join(fetched)


def test_terms_that_nobody_explained_are_refused():
    """Is the book not built with terms that a reader could not understand?"""
    one = dataclasses.replace(LOCK["first_names"], license="WTFPL")
    with pytest.raises(DataError, match="first_names are 'WTFPL'.*The known ones are: public"):
        data_sets.lines(one)


def test_terms_that_need_it_name_somebody():
    """Does the lock name a maker for each data set, and cite those whose terms ask for it?"""
    page = (pages.CHAPTERS / "data.md").read_text(encoding="utf-8")
    assert all(one.made_by.endswith(".") for one in LOCK.values())
    attributed = [name for name, one in LOCK.items() if one.license.startswith("CC-BY")]
    assert attributed == ["spoken_digits"]
    assert "{cite:p}`jackson2018free`" in page
