# What people run while they work; .ci/run does the same from a fresh clone.
# Another interpreter: make check PY=python3.12

PY ?= .venv/bin/python

.PHONY: help setup check format-check lint types test test-all format bench docs models samples clean

help:
	@echo "setup    make .venv and install formcheck with everything for development"
	@echo "check    format check, lint, types and tests"
	@echo "format   put the code into its format, and mend what the linter can mend"
	@echo "test     the quick tests alone"
	@echo "test-all the slow, browser, server and network tests too"
	@echo "bench    benchmarks"
	@echo "docs     write the pages about exercises, signals and measures from the code"
	@echo "models   build the pose models anew and compare their checksums (needs network and npm)"
	@echo "samples  draw the sample clips again (needs samples/render/requirements.txt; half an hour)"
	@echo "clean    remove what tools leave behind; .venv and results stay"

setup:
	test -x .venv/bin/python || python3 -m venv .venv
	.venv/bin/python -m pip install --quiet --upgrade pip
	.venv/bin/python -m pip install --quiet -c constraints.txt -e . --group dev

check: format-check lint types test

format-check:
	$(PY) -m ruff format --check .

lint:
	$(PY) -m ruff check .

types:
	$(PY) -m mypy

test:
	$(PY) -m pytest -n 2

test-all: test
	$(PY) -m pytest -m "slow or browser or server or network"

format:
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench:
	@for file in benchmarks/*.py; do \
		test -e "$$file" || { echo "no benchmarks yet"; break; }; \
		echo "$$file"; $(PY) "$$file" || exit 1; \
	done

docs:
	$(PY) scripts/exercise_pages.py
	$(PY) scripts/signal_pages.py

models:
	$(PY) scripts/build_models.py

samples:
	$(PY) -m samples.render

clean:
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage
	find . -path ./.venv -prune -o -type d -name __pycache__ -print0 | xargs -0 rm -rf
