"""``python -m lstm_lib.fetch``: bring the data that are missing; quick if all are there."""

import sys

from lstm_lib.fetch.bring import bring
from lstm_lib.fetch.lock import DataError
from lstm_lib.terminal import run


def main() -> int:
    """Bring the data; return the exit code."""
    try:
        bring(say=lambda line: print(line, flush=True))
    except DataError as error:
        print(f"data: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("data: interrupted. The same command goes on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
