"""Run the experiments whose stored result is stale: python chapters/experiments/run.py [NAME ...].

Each runs in a process of its own, so that none changes what another one draws. `--force` runs
also those that are not stale.
"""

import argparse
import importlib
import subprocess
import sys
import time
from pathlib import Path

# Instead of this script's folder, where an experiment's name could hide a package.
sys.path[0] = str(Path(__file__).parents[1])

from experiments import stored  # noqa: E402 - it lies in the folder that the line above names


def run(name: str) -> None:
    """Run one experiment here and now, and store what it gives."""
    made_by = stored.fingerprint(name)  # before it runs: somebody may edit it meanwhile
    experiment = importlib.import_module(f"experiments.{name}")
    start = time.perf_counter()
    result = experiment.run()
    seconds = time.perf_counter() - start
    # Some return the weights of a trained network too.
    result, trained = result if isinstance(result, tuple) else (result, None)
    path = stored.write(name, result, seconds, made_by, trained)
    print(f"{name}: {seconds:.0f} s, {path.stat().st_size / 1000:.1f} kB")


def main() -> int:
    """Return 0 if all that was asked for is stored in the end."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="by default, every experiment")
    parser.add_argument("--force", action="store_true", help="run also what is not stale")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(stored.names()):
        parser.error(f"no experiment is named {', '.join(unknown)}: {', '.join(stored.names())}")
    names = asked.names or stored.names()
    stale = [name for name in names if asked.force or not stored.is_stored(name)]
    print(f"{len(names) - len(stale)} fresh, {len(stale)} to run", flush=True)
    if len(stale) == 1:
        run(stale[0])
        return 0
    command = [sys.executable, __file__, "--force"]
    failed = [name for name in stale if subprocess.run([*command, name]).returncode]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
