"""Grade a class on a disk that is full, and again when there is room.

Call it in a user and mount namespace: full_disk.py CLASS DISK KIB. DISK is an empty folder, and KIB
is the space left free on it. What the class holds after each run is stored in `full` and `after`
beside DISK.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOMY = "256m"


def main(course, disk, free):
    """Grade twice, and print the output of each run."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOMY}", "tmpfs", disk], check=True)
    shutil.copytree(course, disk / "course")
    room = os.statvfs(disk)
    used = (room.f_blocks - room.f_bfree) * room.f_frsize
    for size, copy in ((used + free * 1024, "full"), (ROOMY, "after")):
        subprocess.run(["mount", "-o", f"remount,size={size}", disk], check=True)
        done = subprocess.run(
            [sys.executable, "-m", "autograde.cli", "--course", disk / "course", "grade"],
            capture_output=True,
            text=True,
        )
        print(json.dumps({"code": done.returncode, "out": done.stdout, "errors": done.stderr}))
        shutil.copytree(disk / "course", disk.with_name(copy))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
