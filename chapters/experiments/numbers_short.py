"""Numbers of up to four digits from English into French, with attention and without."""

from experiments._translation import compare


def run() -> dict:
    """Return what the networks scored by the length of the answer."""
    return compare(most_digits=4)[0]
