"""A course of one data set in a folder of its own, and a registry that is a folder of packages."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import lstm_lib

LIBRARY = Path(lstm_lib.__file__).parent
TEXT = b"It is the east, and Juliet is the sun.\n"
MEMBER = "tiny/lines.txt"
# Whatever runs a line of the package leaves this file behind.
RUNS = "import pathlib\npathlib.Path({marker!r}).touch()\n"


def sha256(data):
    """Return the hash of some bytes."""
    return hashlib.sha256(data).hexdigest()


class SmallCourse:
    """The part of the library that brings data, with a `data.lock` beside it."""

    def __init__(self, root):
        self.root, self.registry = root / "course", root / "registry"
        self.lock, self.data = self.root / "data.lock", self.root / "data"
        self.marker = root / "something of the package ran"
        shutil.copytree(LIBRARY / "fetch", self.root / "lstm_lib" / "fetch")
        shutil.copy(LIBRARY / "__init__.py", self.root / "lstm_lib")
        self.registry.mkdir()
        self.package = self.wheel()
        self.write_lock()

    @property
    def file(self):
        """The file that the data set becomes."""
        return self.data / "lines.txt"

    def wheel(self, **members):
        """Put a wheel into the registry; return its path."""
        path = self.registry / "tiny-1.0-py3-none-any.whl"
        info = "tiny-1.0.dist-info"
        files = {
            MEMBER: TEXT,
            "tiny/__init__.py": RUNS.format(marker=str(self.marker)),
            f"{info}/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n"
            "Requires-Dist: no-such-package\nRequires-Python: <3\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            f"{info}/RECORD": "",
            **members,
        }
        with zipfile.ZipFile(path, "w") as packed:
            for name, data in files.items():
                packed.writestr(name, data)
        return path

    def source_package(self):
        """Put a source package into the registry, and take the wheel out."""
        self.package.unlink()
        self.package = self.registry / "tiny-1.0.tar.gz"
        files = {
            "PKG-INFO": b"Metadata-Version: 1.1\nName: tiny\nVersion: 1.0\n\nVersion: another\n",
            "setup.py": RUNS.format(marker=str(self.marker)).encode(),
            MEMBER: TEXT,
        }
        with tarfile.open(self.package, "w:gz") as packed:
            for name, data in files.items():
                member = tarfile.TarInfo(f"tiny-1.0/{name}")
                member.size = len(data)
                packed.addfile(member, io.BytesIO(data))

    def write_lock(self, **changes):
        """Write `data.lock` with one data set; a change to None leaves a key out."""
        said = {
            "title": "Two lines",
            "package": "tiny",
            "version": "1.0",
            "package_sha256": sha256(self.package.read_bytes()),
            "members": [MEMBER],
            "convert": "as_it_is",
            "file": "lines.txt",
            "file_sha256": sha256(TEXT),
            "carried": False,
            "license": "public domain",
            "made_by": "Somebody.",
            "about": "Some lines.",
            "taken": "The lines.",
            **changes,
        }
        rows = [
            f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}\n"
            for key, value in said.items()
            if value is not None
        ]
        self.lock.write_text(f"[lines]\n{''.join(rows)}")

    def environment(self, **changes):
        """Return the variables that make pip know this registry, and no other."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("PIP_")},
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.registry),
            **changes,
        }

    def command(self):
        """Return what a user types, or `make data` does."""
        return [sys.executable, "-m", "lstm_lib.fetch"]

    def run(self, **environment):
        """Bring the data; return how it went."""
        return subprocess.run(
            self.command(),
            cwd=self.root,
            env=self.environment(**environment),
            capture_output=True,
            text=True,
        )

    def refused(self, **environment):
        """Bring the data, which fails: in one plain line, with nothing left. Return the line."""
        done = self.run(**environment)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith("data: ")
        assert done.stderr.count("\n") == 1, done.stderr
        assert not self.file.is_file()
        assert not self.data.is_dir() or not list(self.data.glob(".new-*"))
        assert not self.marker.exists()
        return done.stderr
