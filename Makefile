# Every target works from a bare checkout: it makes .venv and installs what it needs first.
PYTHON ?= python3
PORT ?= 8000
export PORT

VENV := .venv
BIN := $(VENV)/bin
BASE := $(VENV)/.base
DEV := $(VENV)/.dev
BENCH := $(VENV)/.bench
LOOPS := $(VENV)/.loops
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Where PYTHONDONTWRITEBYTECODE is set, neither pip nor Python keeps compiled files, and every
# command would compile a thousand modules for most of a second.
COMPILE := @$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib src || true

# One process of tests a core, each with databases of its own.
SIDE_BY_SIDE := --numprocesses auto --dist worksteal

.PHONY: help run test check e2e bench bench-report lock clean

help: ## say what there is
	@grep -E '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Preceptor needs Python 3.11 or newer. Name one: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(BASE): requirements/base.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/base.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	$(COMPILE)
	@touch $@

$(DEV): requirements/dev.txt $(BASE)
	$(PIP) install --require-hashes -r requirements/dev.txt
	$(COMPILE)
	@touch $@

$(BENCH): requirements/bench.txt $(DEV)
	$(PIP) install --require-hashes -r requirements/bench.txt
	$(COMPILE)
	@touch $@

# The engine's loops are compiled once for this machine, which takes about a minute, and kept.
$(LOOPS): $(BASE) $(wildcard src/preceptor/engine/kernels/*.py)
	@echo "Compiling the engine for this machine, once: about a minute"
	@$(BIN)/python -m preceptor.engine.tiles.warm
	@touch $@

run: $(LOOPS) ## the portal on SQLite with the demo world; PORT=8001 chooses another port
	@exec $(BIN)/preceptor serve

test: $(DEV) ## the whole test suite; also on PostgreSQL where TEST_POSTGRES_URL names one
	$(BIN)/pytest $(SIDE_BY_SIDE)
	@if [ -n "$$TEST_POSTGRES_URL" ]; then \
		echo "Again on PostgreSQL, whatever touches data:"; \
		DATABASE_URL="$$TEST_POSTGRES_URL" $(BIN)/pytest $(SIDE_BY_SIDE) -m database; \
	elif echo "$$PRECEPTOR_REQUIRE" | grep -q postgres; then \
		echo "PostgreSQL is required here, and TEST_POSTGRES_URL names none."; exit 1; \
	else \
		echo "Not run on PostgreSQL: TEST_POSTGRES_URL names none (postgres://user:password@host/name)."; \
	fi

e2e: $(DEV) ## only the tests in a real browser
	$(BIN)/pytest -m e2e

check: $(DEV) ## style, types, templates, import contracts, migrations, vocabulary
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint src --check --lint --quiet
	PRECEPTOR_VAR=$$(mktemp -d) $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/preceptor check-vocabulary

bench: $(BENCH) $(LOOPS) ## reading and matching, beside peers in the same run
	$(BIN)/python -m bench

bench-report: $(BENCH) $(LOOPS) ## measure everything anew and write docs/reference/performance.md
	$(BIN)/python -m bench.report

lock: ## renew the lock files (needs uv)
	uv pip compile pyproject.toml --group build --generate-hashes --no-emit-index-url \
		--python-version 3.11 --universal -o requirements/base.txt
	uv pip compile pyproject.toml --group build --group dev -c requirements/base.txt \
		--generate-hashes --no-emit-index-url --python-version 3.11 --universal -o requirements/dev.txt
	uv pip compile pyproject.toml --extra cluster --group build --group dev --group bench \
		-c requirements/dev.txt --generate-hashes --no-emit-index-url --python-version 3.11 --universal \
		-o requirements/bench.txt

clean: ## remove what the targets made; the database under var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
