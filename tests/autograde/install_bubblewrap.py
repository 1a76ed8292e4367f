"""Find bubblewrap, which shuts submissions in, or install it if this machine allows it."""

import os
import shutil
import subprocess
import sys

INSTALL = (
    ("apt-get", "update", "-qq"),
    ("apt-get", "install", "-y", "-qq", "bubblewrap"),
)


def main() -> int:
    """Return 0 if the command bwrap is available in the end."""
    if not shutil.which("bwrap") and shutil.which("apt-get") and os.geteuid() == 0:
        for command in INSTALL:
            print("$", *command, flush=True)
            subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    if shutil.which("bwrap"):
        return 0
    print(
        "The tests of grading need bubblewrap, and it could not be installed here.\n"
        "Install it with your system's package manager: it brings the command bwrap."
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
