"""Find Chromium for the browser tests, or install it where this machine allows it."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def found() -> bool:
    """Tell whether a Chromium can be started: the system's, or Playwright's own."""
    if os.environ.get("CHROMIUM") or any(map(shutil.which, NAMES)):
        return True
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return os.path.exists(playwright.chromium.executable_path)


def installed(*command: str) -> bool:
    """Run an installer, and tell whether it succeeded."""
    print("$", *command, flush=True)
    return shutil.which(command[0]) is not None and subprocess.run(command).returncode == 0


def main() -> int:
    """Return 0 if Chromium is there in the end."""
    if found():
        return 0
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        if installed("apt-get", "update", "-qq") and installed(
            "apt-get", "install", "-y", "-qq", "chromium"
        ):
            return 0
    if installed(sys.executable, "-m", "playwright", "install", "chromium") and found():
        return 0
    print(
        "The browser tests need Chromium, and it could not be installed here.\n"
        "On Debian or Ubuntu: sudo apt install chromium. On macOS: brew install --cask chromium.\n"
        "Or name one that you have: CHROMIUM=/path/to/chromium make test-browser",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
