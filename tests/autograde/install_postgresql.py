"""Find PostgreSQL's server, which some tests start, or install it if this machine allows it."""

import os
import shutil
import subprocess
import sys

from postgresql import programs

INSTALL = (
    ("apt-get", "update", "-qq"),
    ("apt-get", "install", "-y", "-qq", "postgresql"),
)


def main() -> int:
    """Return 0 if the server's programs are available in the end."""
    if not programs() and shutil.which("apt-get") and os.geteuid() == 0:
        for command in INSTALL:
            print("$", *command, flush=True)
            subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    if programs():
        return 0
    print(
        "These tests need PostgreSQL's server, and it could not be installed here.\n"
        "Install it with your system's package manager: it brings the command initdb."
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
