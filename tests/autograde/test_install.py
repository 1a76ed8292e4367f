"""The installer: what it runs, where it falls back, and what it says when it cannot."""

import importlib.util
import subprocess
import sys

import pytest

from autograde.places import INSTALLER

spec = importlib.util.spec_from_file_location("install", INSTALLER)
install = importlib.util.module_from_spec(spec)
spec.loader.exec_module(install)


@pytest.fixture
def ran(monkeypatch, tmp_path):
    """Return what is run instead of being run; whatever names a word in `failing` fails."""
    calls, failing = [], []

    def run(command, check=False, **how):
        calls.append(" ".join(map(str, command)))
        code = 1 if any(word in calls[-1] for word in failing) else 0
        if check and code:
            raise subprocess.CalledProcessError(code, command)
        return subprocess.CompletedProcess(command, code)

    monkeypatch.setattr(install.subprocess, "run", run)
    monkeypatch.setattr(install.venv, "create", lambda *given, **how: None)
    monkeypatch.setattr(install, "HERE", tmp_path)
    monkeypatch.setattr(sys, "argv", ["install.py", "--into", str(tmp_path / ".venv")])
    return calls, failing


def test_uv_installs_the_lock(ran):
    """Does pip bring uv alone, and uv all packages, by their hashes?"""
    calls, _ = ran
    assert install.main() == 0
    assert [line.split()[2] for line in calls] == ["pip", "uv", "pip"]
    assert all("--require-hashes" in line for line in calls[:2])
    assert calls[0].endswith("requirements-uv.lock")
    assert calls[1].endswith("requirements.lock")


@pytest.mark.parametrize("missing", ["requirements-uv.lock", "-m uv"])
def test_pip_installs_where_uv_cannot(ran, capsys, missing):
    """Does pip do it where uv cannot be had, or does not work, and is that said?"""
    calls, failing = ran
    failing.append(missing)
    assert install.main() == 0
    assert any("-m pip install" in line and line.endswith("/requirements.lock") for line in calls)
    assert "pip" in capsys.readouterr().out


def test_what_fails_is_no_traceback(ran, capsys):
    """Is a machine without a network told what to do?"""
    calls, failing = ran
    failing.append("install")
    assert install.main() == 1
    assert "run the same command again" in capsys.readouterr().out


def test_another_python_is_refused(ran, capsys, monkeypatch):
    """Is a Python that the course does not run on refused, before anything is made?"""
    calls, _ = ran
    monkeypatch.setattr(install.sys, "version_info", (3, 9, 1))
    assert install.main() == 1
    assert "3.11 to 3.13" in capsys.readouterr().out
    assert calls == []


def test_a_learners_package_installs_its_wheel(ran, tmp_path):
    """Is the wheel installed, are data fetched, and do Validate's settings get to nbgrader?"""
    calls, _ = ran
    (tmp_path / "lstm_lib-0.1.0-py3-none-any.whl").touch()
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "nbgrader_config.py").write_text("settings")
    assert install.main() == 0
    assert calls[-2].endswith(".whl")
    assert calls[-1].endswith("-m lstm_lib.fetch")
    copy = tmp_path / ".venv" / "etc" / "jupyter" / "nbgrader_config.py"
    assert copy.read_text() == "settings"
