# `make example` and `make test` do everything on a fresh machine that has Python 3.11 or later, make and git; with npm
# the desk also has what its map and its letters are drawn with.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

# The first Python on the path that is new enough; `make PYTHON=… setup` chooses another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Arabic comes out of a pipe whatever the locale.
export PYTHONUTF8 := 1

.PHONY: help setup assets example test model cluster check format lint types data quick docs pictures rules bench lock clean golden work bench-quality calibrate

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY)  ## install Riwaya and its tools in .venv

$(READY): requirements-dev.lock pyproject.toml assets/package-lock.json
	@test -n "$(PYTHON)" || { echo "Riwaya needs Python 3.11 or later; none was found on the path." >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "Could not make $(VENV). On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python tools/gather_assets.py --if-possible
	@touch $(READY)

assets:  ## fetch what the desk's pages load from libraries (needs npm)
	$(PYTHON) tools/gather_assets.py

example: $(READY)  ## read a report that ships with the project
	@$(BIN)/riwaya read examples/kirkuk_rockets.txt --published 2024-01-15 --format table

test: $(READY)  ## every test
	$(BIN)/python -m pytest -n auto --slow

model: $(READY)  ## hold entities against FollowTheMoney; needs a compiler, pkg-config and the headers of ICU
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-ftm.lock
	$(BIN)/python -m pytest --quiet --slow tests/exports/test_ftm.py

cluster: $(READY)  ## read and link in bulk on a cluster of Spark on this machine; needs Java 17 or later
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-spark.lock
	$(BIN)/python -m pytest --quiet --slow tests/bulk/test_spark.py tests/bulk/test_spark_linking.py

check: format lint types data quick  ## what a change must pass

format: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

data: $(READY)
	$(BIN)/riwaya lint

quick: $(READY)
	$(BIN)/python -m pytest -n auto --quiet

docs: rules  ## write the generated pages and the printed output in the docs again
	$(BIN)/python tools/write_reference.py
	$(BIN)/python tools/build_codebook_pages.py
	$(BIN)/python tools/write_plan.py
	$(BIN)/python tools/write_benchmarks.py
	$(BIN)/python tools/run_docs.py --write

pictures: $(READY)  ## take the pictures of the README again; needs Chromium
	RIWAYA_PICTURES=docs/pictures $(BIN)/python -m pytest --quiet --slow tests/web/test_pictures.py

rules: $(READY)  ## write docs/reference/rules again
	$(BIN)/riwaya rules --write docs/reference/rules

bench: $(READY)  ## measure speed, memory and growth, and write the page on them; an hour at most, with nothing else running
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.lock
	$(BIN)/python benchmarks/bench.py
	$(BIN)/python benchmarks/growth.py
	$(BIN)/python tools/write_benchmarks.py

# Needs uv (https://docs.astral.sh/uv/). Index addresses stay out, so that the locks fit any mirror.
lock:  ## renew the lock files
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --custom-compile-command "make lock" \
		--extra dev --extra all --output-file requirements-dev.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --custom-compile-command "make lock" \
		--extra data --constraint requirements-dev.lock --output-file requirements-data.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --custom-compile-command "make lock" \
		--extra ftm --constraint requirements-dev.lock --output-file requirements-ftm.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --custom-compile-command "make lock" \
		--extra spark --constraint requirements-dev.lock --output-file requirements-spark.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --custom-compile-command "make lock" \
		--extra bench --constraint requirements-dev.lock --output-file requirements-bench.lock pyproject.toml

clean:  ## remove what can be made again
	rm -rf $(VENV) assets/node_modules src/riwaya/web/static/vendor build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src tests -name __pycache__ -type d -exec rm -rf {} +

golden: $(READY)  ## where golden documents are read otherwise
	PYTHONPATH=tests $(BIN)/python -m golden

work: $(READY)  ## keep how much work it takes to read a report
	$(BIN)/python benchmarks/work.py --update

bench-quality: $(READY)  ## quality against its floors
	$(BIN)/python benchmarks/quality.py

calibrate: $(READY)  ## fit and measure the confidence of claims again
	$(BIN)/python tools/fit_confidence.py --write
