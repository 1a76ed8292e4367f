"""Execute the chapters that the book's cache does not hold yet, on all cores at once.

The book executes its pages one after another where the cache has no result of them. So they are
executed before, and the book finds all results there. A chapter that fails is left to the book,
which says what went wrong.
"""

import logging
import sys
from pathlib import Path

import yaml
from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor

ROOT = Path(__file__).parents[1]
CACHE = ROOT / "_build" / ".jupyter_cache"
READER = {"name": "myst_nb_md", "type": "plugin"}  # as the book reads a page


def main() -> int:
    """Execute, and say how many pages were; return the exit code."""
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["execute"]
    cache = get_cache(str(CACHE))
    for record in cache.list_project_records():  # of pages that may be gone
        cache.remove_nb_from_project(record.pk)
    for path in sorted((ROOT / "chapters").glob("*.md")):
        if "{code-cell}" in path.read_text(encoding="utf-8"):
            cache.add_nb_to_project(str(path), read_data=READER)
    logger = logging.getLogger("execute")
    executor = load_executor("local-parallel", cache, logger=logger)
    done = executor.run_and_cache(timeout=settings["timeout"])
    failed = [*done.excepted, *done.errored]
    print(f"chapters: {len(done.succeeded)} executed, {len(failed)} failed", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
