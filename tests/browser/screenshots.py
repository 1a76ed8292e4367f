"""Write screenshots of pages: python tests/browser/screenshots.py FOLDER [PAGE ...].

Each page is written as a desktop in light and in dark and as a phone shows it, from top to
bottom. Without a PAGE, such as chapters/notation.html, every page of the book is written.
"""

import sys
from pathlib import Path

import browsing


def main(folder: str, *addresses: str) -> None:
    """Write three pictures of each page into a folder."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    with browsing.chromium() as browser:
        for address in addresses or browsing.pages():
            with browsing.opened(browser, browsing.BOOK.as_uri() + "/", address) as (page, _):
                for mode, (_, viewport) in browsing.MODES.items():
                    browsing.set_mode(page, mode)
                    # As tall as the page: a screenshot of more than the window would move the
                    # theme's sticky parts while it is taken.
                    height = page.evaluate("document.documentElement.scrollHeight")
                    page.set_viewport_size({**viewport, "height": min(height, 12_000)})
                    page.screenshot(path=target / f"{Path(address).stem}-{mode}.png")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
