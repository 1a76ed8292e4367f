"""Make the course's environment in the folder `.venv` beside this file: python3 install.py.

The packages are those of `requirements.lock`, checked by their hashes. `uv` installs them, which
takes seconds where pip takes minutes. Where uv is not available, pip installs them.
"""

import argparse
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOCK, UV_LOCK = HERE / "requirements.lock", HERE / "requirements-uv.lock"
LOWEST, HIGHEST = (3, 11), (3, 13)


def main() -> int:
    """Install; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument(
        "--into",
        type=Path,
        default=HERE / ".venv",
        help="the environment's folder (default: .venv)",
    )
    options = parser.parse_args()
    if not LOWEST <= sys.version_info[:2] <= HIGHEST:
        came = "{}.{}".format(*sys.version_info)
        print(f"Python 3.11 to 3.13 is needed, but this is {came}.")
        print("Name another version: python3.12 install.py, or make PYTHON=python3.12 course")
        return 1
    print(f"Installing the packages of {LOCK.name} into {options.into} ...", flush=True)
    python = options.into / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    try:
        venv.create(options.into, with_pip=True, symlinks=os.name != "nt")
        _install_lock(str(python))
        _install_course(str(python))
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Installation failed: {error}")
        print("Check network and disk space, then run the same command again: it continues there.")
        return 1
    print("Done.")
    return 0


def _install_lock(python: str) -> None:
    """Install all packages of the lock, by uv or by pip."""
    pip = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r"]
    # Compiled at once, since a box that reads the environment could not keep what it compiles.
    uv = [python, "-m", "uv", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    uv.append("--compile-bytecode")
    if subprocess.run([*pip, str(UV_LOCK)], stderr=subprocess.DEVNULL).returncode == 0:
        if subprocess.run([*uv, "--python", python, "-r", str(LOCK)]).returncode == 0:
            return
    print("uv cannot install them here; pip takes a few minutes ...", flush=True)
    subprocess.run([*pip, str(LOCK)], check=True)


def _install_course(python: str) -> None:
    """Install the course itself: from a learner's wheel, or linked to these files."""
    install = [python, "-m", "pip", "install", "--quiet", "--no-deps"]
    wheels = [str(path) for path in HERE.glob("lstm_lib-*.whl")]
    course = ["--force-reinstall", *wheels] if wheels else ["--no-build-isolation", "-e", str(HERE)]
    subprocess.run([*install, *course], check=True)
    if wheels:  # with the course's own files, `make` brings the data
        subprocess.run([python, "-m", "lstm_lib.fetch"], check=True)
    settings = HERE / "notebooks" / "nbgrader_config.py"
    if settings.exists():  # Validate finds them there wherever JupyterLab is started
        folder = Path(python).parents[1] / "etc" / "jupyter"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(settings, folder)


if __name__ == "__main__":
    sys.exit(main())
