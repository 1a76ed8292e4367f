"""The package as a whole: what it loads, what it documents, and in which direction it imports."""

import ast
import importlib
import inspect
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import lstm_lib

FOLDER = Path(lstm_lib.__file__).parent
# No chapter names them.
INTERNAL = {"__init__", "answers", "arguments", "backend", "layer_kind", "layers", "progress"}
# They load Keras or scikit-learn.
HEAVY = {"answers", "attention_layers", "backend", "keras_cells", "layer_kind", "layers", "models"}
HEAVY |= {"normalization_layers", "parity", "progress", "recurrent_layers", "trace", "training"}
HEAVY |= {"share_networks", "share_report", "shares"}
LIGHT = {path.stem for path in FOLDER.glob("*.py")} - HEAVY - {"__init__"}


def public_functions(module):
    """Return the public functions that a module defines."""
    return [
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]


def test_numpy_modules_load_nothing_heavy():
    """Do TensorFlow, Keras, scikit-learn and matplotlib stay out until they are used?"""
    code = (
        f"import sys, lstm_lib\nfrom lstm_lib import {', '.join(sorted(LIGHT))}\n"
        "heavy = {'tensorflow', 'keras', 'sklearn', 'matplotlib', 'scipy', 'IPython'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_the_version_is_the_packages():
    """Does __version__ agree with pyproject.toml?"""
    project = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text("utf-8"))
    assert lstm_lib.__version__ == project["project"]["version"]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_the_library_knows_nothing_of_grading_or_tests(path):
    """Do imports run in one direction only?"""
    tree = ast.parse(path.read_text("utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [])
        + [alias.name for alias in node.names]
    }
    assert not {name for name in imported if name and name.split(".")[0] in ("autograde", "tests")}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_a_module_is_read_in_one_sitting(path):
    """Is it at most 300 lines long?"""
    assert len(path.read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize(
    "name",
    [
        *sorted(LIGHT - INTERNAL),
        *(pytest.param(name, marks=pytest.mark.slow) for name in sorted(HEAVY - INTERNAL)),
    ],
)
def test_every_public_function_is_documented_in_full(name):
    """Does each docstring name all parameters, what is returned and raised, and an example?"""
    for function in public_functions(importlib.import_module(f"lstm_lib.{name}")):
        doc = inspect.getdoc(function) or ""
        takes = inspect.signature(function).parameters
        for section in (*(("Parameters", "Raises") if takes else ()), "Returns", "Examples"):
            assert f"\n{section}\n{'-' * len(section)}\n" in doc, f"{function.__name__}: {section}"
        documented = doc.partition("\nParameters\n")[2].partition("\nReturns\n")[0]
        names = {
            part.strip()
            for line in documented.splitlines()
            if " : " in line and not line.startswith(" ")
            for part in line.split(" : ")[0].split(",")
        }
        assert names == set(takes), function.__name__
