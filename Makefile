# Two commands do it all: `make course` and `make test`. `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
KERNEL := autograde/kernel/jupyter/kernels/lstm-box
LIBRARY := $(shell find lstm_lib -name '*.py' -not -path '*/checks/*') requirements.lock data.lock
EXPERIMENTS := $(wildcard chapters/experiments/*.py chapters/experiments/*.json chapters/experiments/*.npz)

# TensorFlow announces itself on stderr from C++, before any Python can ask it not to.
export TF_CPP_MIN_LOG_LEVEL := 3
export TF_ENABLE_ONEDNN_OPTS := 0
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Hundreds of processes import the same modules: each is compiled once.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help course data book experiments release grade report lab learner check test test-postgres test-browser test-all quality quality-long bench hostile clean

help:  ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

course: book grade report  ## Build the book, release the assignments, grade the sample class
	@echo "The book: $(CURDIR)/_build/html/index.html"

data: $(READY)  ## Bring the data that data.lock names; quick if all are there
	python -m lstm_lib.fetch

book: release _build/.executed  ## Build the book into _build/html
	jupyter-book build -n -W --keep-going .

experiments: data  ## Run the experiments whose stored results are stale: minutes each
	python chapters/experiments/run.py

release: $(READY)  ## Release the assignments of the sample class, and into the book
	autograde release --pages chapters/exercises

grade: release data  ## Grade the sample class, and compare with the marks it must get
	autograde sample
	autograde grade
	autograde sample --compare

report: $(READY)  ## Print the marks of the sample class
	autograde report

lab: release data  ## Open JupyterLab on the exercises, in the folder learner/
	autograde learner --into learner
	cd learner && jupyter lab --KernelSpecManager.allowed_kernelspecs=python3 $(if $(filter 0,$(shell id -u)),--allow-root)

learner: book  ## Pack book, notebooks and library for learners
	autograde learner --pack build/lstm-course.zip

check: data  ## Format, lint, types, imports, doctests, fast tests: under a minute
	ruff format --check .
	ruff check .
	mypy
	lint-imports
	pytest -q -n 2 --doctest-modules -m "not slow and not soak and not browser and not postgres"

test: data  ## Every test that needs no browser and no database server
	python tests/autograde/install_bubblewrap.py
	pytest -q -n 2 --dist loadgroup --doctest-modules -m "not soak and not browser and not postgres"

test-postgres: data  ## Grading, with the gradebook on a PostgreSQL server of the tests' own
	python tests/autograde/install_bubblewrap.py
	python tests/autograde/install_postgresql.py
	pytest -q -m postgres tests/autograde

test-browser: book  ## Every page in Chromium: offline, without an error, accessible; and Formgrader
	python tests/browser/install_chromium.py
	python tests/autograde/install_bubblewrap.py
	pytest -q -m browser tests/browser

test-all: test test-postgres test-browser  ## Every test there is: those that kill a grading run as well
	pytest -q -s -m soak

quality: data  ## Measure how well the checks judge: minutes. EXERCISE=NAME measures one
	autograde quality $(EXERCISE)

quality-long: data  ## Train under 200 seeds: an hour or more. Run it again to continue
	autograde quality --long

bench: data  ## The benchmarks' tables: about an hour
	python benchmarks/grading_throughput.py
	python benchmarks/course_recipe.py
	python benchmarks/lstm_passes.py
	python benchmarks/attention_passes.py
	python benchmarks/cell_costs.py

hostile: $(READY)  ## What attacks get here and from stock nbgrader, as a table: minutes
	python benchmarks/hostile_table.py

clean:  ## Remove what was derived: book, sample class. No other class, and no learner's file
	rm -rf _build build chapters/exercises

# The environment is made from the lock when it is missing or older than the lock.
$(READY): requirements.lock requirements-uv.lock pyproject.toml install.py $(KERNEL)/kernel.json
	$(PYTHON) install.py
	$(if $(filter Linux,$(shell uname)),$(BIN)/jupyter kernelspec install --sys-prefix --log-level=WARN $(KERNEL))
	touch $@

# The chapters run on all cores, before the book would run them one after another.
_build/.executed: _build/.library $(wildcard chapters/*.md) | data
	python chapters/execute.py
	touch $@

# Jupyter Book's cache of executed chapters sees neither the library nor stored results change.
_build/.library: $(LIBRARY) $(EXPERIMENTS)
	rm -rf _build/.jupyter_cache
	mkdir -p _build && touch $@
