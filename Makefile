# Every verb sets up what it needs. Nothing is assumed but git, make, Python 3.10+ with venv, and a package registry.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
DEV := .venvs/dev/bin
TYPES := .venvs/types/bin
# Half of the suite's time is waiting for servers to start. Long files are first in the alphabet, short ones fill the end.
IN_PROCESSES := -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder
# An environment of the caller must not decide what is installed or tested.
export VIRTUAL_ENV :=
export PYTHONPATH :=
export PYTHONNOUSERSITE := 1
# Without its bytecode each of the hundreds of Airflow processes would compile Airflow anew.
export PYTHONDONTWRITEBYTECODE :=
export UV_PYTHON_DOWNLOADS := never

.PHONY: help demo demo-ui test fuzz lint format types client-types docs links bench bench-check browser matrix lock provider-yaml dist clean

help:  ## list the verbs
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

$(UV):
	$(PYTHON) -c 'import sys; sys.exit("Python 3.10 or newer is needed" if sys.version_info < (3, 10) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip --quiet --disable-pip-version-check install uv

# .venv: Airflow 3.3 and the package, for demo and tests.
.venv/.ready: $(UV) requirements/airflow-3.3.txt pyproject.toml
	$(UV) pip install --quiet --python $(BIN)/python -r requirements/airflow-3.3.txt
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

# Environments with nothing of ours in them; the package is added where it is wanted.
.venvs/%/.ready: requirements/%.txt $(UV)
	$(UV) venv --quiet --clear --python $(BIN)/python .venvs/$*
	$(UV) pip install --quiet --python .venvs/$*/bin/python -r requirements/$*.txt
	@touch $@

.venvs/dev/.package: .venvs/dev/.ready pyproject.toml
	$(UV) pip install --quiet --python $(DEV)/python --no-deps --editable .
	@touch $@

# The older Airflows that the browser visits. Airflow 2.11 does not go on Python 3.13.
.venvs/browser-%/.ready: requirements/airflow-%.txt $(UV) pyproject.toml
	python="$$($(BIN)/python -m scripts.find_python 3.12 3.11 3.10)" && \
		$(UV) venv --quiet --clear --python "$$python" .venvs/browser-$*
	$(UV) pip install --quiet --python .venvs/browser-$*/bin/python -r requirements/airflow-$*.txt
	$(UV) pip install --quiet --python .venvs/browser-$*/bin/python --no-deps --editable .
	@touch $@

# The stock provider on Airflow 2.11, with nothing of ours either. On a machine that has newer Pythons alone, its tests are skipped.
.venvs/stock-2.11/.ready: requirements/stock-2.11.txt $(UV)
	@if python="$$($(BIN)/python -m scripts.find_python 3.12 3.11 3.10)"; then \
		$(UV) venv --quiet --clear --python "$$python" .venvs/stock-2.11 && \
		$(UV) pip install --quiet --python .venvs/stock-2.11/bin/python -r requirements/stock-2.11.txt && \
		touch $@; \
	fi

demo: .venv/.ready .venvs/servers/.ready  ## the main job: real Airflow, a real S3 + STS server, every step shown
	$(BIN)/python -m demo

demo-ui: .venv/.ready .venvs/servers/.ready  ## the same, then leaves Airflow's UI open
	$(BIN)/python -m demo --ui

test: .venv/.ready .venvs/servers/.ready .venvs/stock/.ready .venvs/stock-2.11/.ready  ## the whole suite on Airflow 3.3
	$(BIN)/python -m pytest $(IN_PROCESSES) $(ARGS)

fuzz: .venv/.ready  ## at least 100,000 made-up connections through every entry
	$(BIN)/python -m pytest tests/fuzz --hypothesis-profile=long $(ARGS)

lint: .venvs/dev/.package types  ## ruff and mypy strict
	$(DEV)/ruff check .
	$(DEV)/ruff format --check .

# mypy reads aws.pyi in place of aws.py, unless it is told of aws.py. Users' code is checked with types-boto3 beside it too.
types: .venvs/dev/.package .venvs/types/.ready  ## mypy strict, and users' code with and without types-boto3
	$(DEV)/mypy
	$(DEV)/mypy --cache-dir .mypy_cache/hook airflow_provider_awsconn/hooks/aws.py
	$(TYPES)/python scripts/write_client_types.py --check
	$(DEV)/python -m mypy.stubtest --mypy-config-file pyproject.toml --concise airflow_provider_awsconn.hooks.aws
	$(TYPES)/mypy --cache-dir .mypy_cache/types_boto3 --follow-imports=silent tests/typing/types_boto3/*.py tests/typing/user_code.py
	$(TYPES)/basedpyright --pythonpath $(TYPES)/python
	$(TYPES)/basedpyright --pythonpath $(DEV)/python tests/typing/without_types_boto3.py tests/typing/user_code.py

client-types: .venvs/types/.ready  ## write what type checkers read of the hook
	$(TYPES)/python scripts/write_client_types.py

format: .venvs/dev/.package  ## let ruff mend what it can
	$(DEV)/ruff check --fix .
	$(DEV)/ruff format .

docs: .venvs/dev/.package  ## build the docs, warnings are errors
	$(DEV)/sphinx-build --fail-on-warning --keep-going --nitpicky -q docs docs/_build/html
	$(DEV)/python scripts/check_html.py docs/_build/html docs/images
	@echo "docs/_build/html/index.html"

links: .venvs/dev/.package  ## ask for every address of the docs; needs the internet
	$(DEV)/sphinx-build -b linkcheck -q docs docs/_build/links

bench: .venvs/stock/.ready .venvs/servers/.ready dist  ## speed, memory and STS calls beside stock hook and boto3
	$(BIN)/python -m bench $(ARGS)

bench-check: .venvs/stock/.ready .venvs/servers/.ready dist  ## fails when a short run is worse than the last full one allows
	$(BIN)/python -m bench.check $(ARGS)

browser: .venv/.ready .venvs/browser/.ready .venvs/browser-3.1/.ready .venvs/browser-2.11/.ready .venvs/servers/.ready  ## Chromium on the connection screens of Airflow 3.3, 3.1 and 2.11
	$(BIN)/python -m scripts.provide_chromium
	.venvs/browser/bin/python -m pytest -m browser tests/browser $(ARGS)

matrix: .venv/.ready .venvs/servers/.ready dist  ## the wheel on every Airflow line, on Python 3.10 to 3.13
	$(BIN)/python -m scripts.matrix $(ARGS)

dist: .venv/.ready  ## build wheel and sdist
	$(UV) build --quiet --clear --python $(BIN)/python --out-dir dist .

lock: $(UV)  ## resolve the pinned sets in requirements/ anew
	$(PYTHON) scripts/lock_requirements.py $(abspath $(UV)) $(ARGS)

provider-yaml: .venv/.ready  ## write provider.yaml from the package
	$(BIN)/python scripts/write_provider_yaml.py

clean:  ## remove environments and build results
	rm -rf .venv .venvs dist docs/_build .pytest_cache .mypy_cache .ruff_cache
