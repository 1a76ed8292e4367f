"""Numbers of up to nine digits from English into French, with attention and without."""

from experiments._translation import compare


def run() -> tuple:
    """Return what the networks scored by the length of the answer, and one network's weights."""
    return compare(most_digits=9)
