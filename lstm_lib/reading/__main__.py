"""``python -m lstm_lib.reading FILE``: say what is understood of a file, in a terminal."""

import argparse
import sys

from lstm_lib.reading import SeriesError, read_series
from lstm_lib.terminal import run


def main():
    """Return 0 if the file holds a series, 1 with the reason if not."""
    parser = argparse.ArgumentParser(prog="python -m lstm_lib.reading", description=__doc__)
    parser.add_argument("file", help="a CSV or the like")
    parser.add_argument("--column", help="of the values, by name or by number from 0")
    parser.add_argument("--time", help="of the times, by name or by number from 0")
    order = parser.add_mutually_exclusive_group()
    order.add_argument("--day-first", action="store_true", help="3/4/2024 is the third of April")
    order.add_argument("--month-first", action="store_true", help="3/4/2024 is the fourth of March")
    parser.add_argument("--decimal", choices=[".", ","], help="the sign before decimals")
    parser.add_argument("--delimiter", help="the character between two fields")
    parser.add_argument("--fill", choices=["last", "line"], help="what becomes of missing values")
    parser.add_argument("--code", action="store_true", help="print lines for a notebook too")
    asked = parser.parse_args()
    try:
        found = read_series(
            asked.file,
            _number(asked.column),
            _number(asked.time),
            day_first=True if asked.day_first else False if asked.month_first else None,
            decimal=asked.decimal,
            delimiter=asked.delimiter,
            fill=asked.fill,
        )
        print(found)
        if asked.code:
            print(found.as_code())
    except SeriesError as error:
        print(f"not read: {error}.", file=sys.stderr)
        return 1
    return 0


def _number(text):
    """Return a column's number, or its name."""
    return int(text) if text is not None and text.lstrip("-").isdigit() else text


if __name__ == "__main__":
    sys.exit(run(main))
