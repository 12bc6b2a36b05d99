# Everything a newcomer, a developer and CI run. `make` alone lists it.

PYTHON ?= python3
WORKERS ?= auto
UPGRADE ?=

VENV := .venv
BIN := $(VENV)/bin
PAGE := src/leftbehind/show/site/page/index.html
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq

# Workers of tests and docs have a core each: more threads than cores wait for each other.
ONE_CORE := OPENBLAS_NUM_THREADS=1 POLARS_MAX_THREADS=1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test web wheel programs lint format types docs links bench env lock clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/run.stamp $(PAGE) ## install, run the first study, say what was found, write its report
	$(BIN)/leftbehind demo
	$(BIN)/leftbehind report
	@echo "To look at it on a map and move the weights: $(BIN)/leftbehind explore"

test: $(VENV)/dev.stamp programs $(PAGE) ## run every test and every example in a docstring
	$(ONE_CORE) $(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4

web: $(PAGE) ## build the page of the explorer

wheel: $(VENV)/dev.stamp ## build the package, with the page inside
	$(BIN)/uv build --quiet --python $(BIN)/python --no-index --no-build-isolation

programs: # what pages are tested with: found, or installed where we may
	@if (command -v chromium || command -v chromium-browser || command -v google-chrome) >/dev/null \
			&& PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null; then exit 0; fi; \
	[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing Chromium and nginx …" \
		&& apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
			apt-get -qq install --no-install-recommends chromium nginx-light >/dev/null \
		|| { echo "The tests open pages in Chromium, served by nginx; one of them is not here and" \
			"could not be installed." >&2; \
		echo "To mend it (Debian, Ubuntu): sudo apt install chromium nginx-light" >&2; exit 1; }

lint: $(VENV)/dev.stamp ## check style, names and docstrings
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: $(VENV)/dev.stamp ## mend what lint can mend by itself
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: $(VENV)/dev.stamp ## check types, strictly
	$(BIN)/mypy

docs: $(VENV)/dev.stamp $(PAGE) ## build the documentation; any warning fails
	$(ONE_CORE) $(BIN)/python -m sphinx -j 4 -W --keep-going -n -q -E -b html docs docs/_build
	@echo "docs/_build/index.html"

links: $(VENV)/dev.stamp ## check that every relative link leads somewhere
	$(BIN)/python docs/check_links.py

bench: $(VENV)/dev.stamp ## print how long things take, against plain pandas
	@for file in $(filter-out benchmarks/_%,$(wildcard benchmarks/*.py)); do \
		echo "== $$file"; $(BIN)/python "$$file" || exit 1; \
	done

env: $(VENV)/dev.stamp ## set up .venv for development

lock: $(VENV)/dev.stamp ## pin requirements/ from pyproject.toml; UPGRADE=1 for newer versions
	$(call compile,--extra all --group build,run)
	$(call compile,--extra all --group dev --constraints requirements/run.txt,dev)

clean: ## remove everything that was made
	rm -rf $(VENV) build dist docs/_build $(dir $(PAGE)) web/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src tests docs benchmarks -type d -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

define compile
$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	$(if $(UPGRADE),--upgrade) pyproject.toml $(1) --output-file requirements/$(2).txt
endef

# The page's packages, as locked, installed by the Node that came with the environment.

web/node_modules/.stamp: web/package.json web/package-lock.json web/.npmrc | $(VENV)/run.stamp
	@echo "Installing web/package-lock.json …"
	@cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent
	@touch $@

$(PAGE): web/node_modules/.stamp $(wildcard web/*.html web/*.ts web/public/* web/src/*.* web/src/*/*) \
		src/leftbehind/show/look.json
	@echo "Building the page of the explorer …"
	@cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent build -- --logLevel warn
	@touch $@

# One environment. A stamp is newer than what was asked for, so a second run is quick.

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "leftbehind needs Python 3.11 or later, and $(PYTHON) is not that." >&2; \
		echo "To mend it: install one and say which: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make an environment: its venv module is missing." >&2; \
		echo "To mend it (Debian, Ubuntu): sudo apt install python3-venv" >&2; exit 1; }
	@echo "Setting up $(VENV): a minute or so the first time …"
	@$(PYTHON) -m venv --clear $(VENV)

$(VENV)/%.stamp: requirements/%.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing requirements/$*.txt …"
	@$(PIP) install --require-hashes --requirement $<
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@
