# `make` alone lists what can be done. Works with any POSIX shell; needs GNU make and Python 3.11 or newer.

PORT ?= 8501
# One more than the processors of a small machine: tests in a browser wait more than they work.
WORKERS ?= 3

# Compiled modules are kept: without them every process of a test compiles the whole house again.
unexport PYTHONDONTWRITEBYTECODE

PY := .venv/bin/python
RUN_READY := .venv/.run-ready
CHECK_READY := .venv/.check-ready
SEEDED := .venv/.seeded
STORE := $(if $(WORKFORCE_STORE),$(WORKFORCE_STORE),./store)
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes

# In the order of collection, slow modules first: xdist would begin with those of the most tests.
TESTS := $(PY) -m pytest --dist loadfile --no-loadscope-reorder

TYPES := PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(PY) -m pyright --pythonpath $(PY)

define STYLE
$(PY) -m ruff format --check .
$(PY) -m ruff check .
endef

.DEFAULT_GOAL := help
.PHONY: help run quick check nightly audit bench doctor-report fuzz pictures format clean
.DELETE_ON_ERROR:

help: ## List these commands
	@echo "Primary Care Workforce Notebook"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' Makefile

run: $(RUN_READY) $(SEEDED) ## Start the notebook at http://localhost:8501 (PORT=8502 for another port)
	@$(PY) -m tools.serve --server.port $(PORT)

quick: $(CHECK_READY) ## Format, lint, types and the tests of single rooms: for every few minutes of work
	$(STYLE)
	@echo "Types are looked at beside the tests."
	@$(TYPES) >.venv/types.txt 2>&1 & types=$$!; \
	$(TESTS) -n auto -m "not nightly" tests/structure tests/unit tests/definitions tests/golden; tests=$$?; \
	wait $$types; typed=$$?; cat .venv/types.txt; exit $$((tests + typed))

check: $(CHECK_READY) ## All of quick, pages, real files, faults, attacks and the browser: before a change is kept
	@sh tools/programs.sh git chromium
	$(STYLE)
	$(TYPES)
	$(TESTS) -n $(WORKERS) -m "not nightly"

nightly: $(CHECK_READY) ## The tests that check leaves out: every power cut, phones, crowds, sign-in, object stores
	@sh tools/programs.sh git chromium nginx
	@$(PY) -m tools.openid
	$(TESTS) -n $(WORKERS) -m nightly
	@$(PY) -m tools.known_vulnerabilities $(OSV) || test $$? = 2

audit: $(CHECK_READY) ## Look for known vulnerabilities of the pinned libraries; needs a network that reaches PyPI
	@$(PY) -m venv .venv/audit && .venv/audit/bin/pip install --quiet pip-audit
	.venv/audit/bin/pip-audit --require-hashes --disable-pip -r requirements.txt -r requirements-dev.txt

bench: $(CHECK_READY) ## Measure speed and memory
	@$(PY) -m bench

doctor-report: $(CHECK_READY) ## Count false alarms and misses of the table doctor
	@$(PY) -m tools.doctor_report

fuzz: $(CHECK_READY) ## Feed the readers damaged files for hours
	@$(PY) -m tools.fuzz

pictures: $(CHECK_READY) ## Take the pictures of the guides again, and of every page into screenshots/
	@$(PY) -m tools.screenshots docs/images / /change /map /what-if /additional-roles /new-quarter --window --only wide
	@$(PY) -m tools.screenshots screenshots

format: $(CHECK_READY) ## Put the code in the house format
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

clean: ## Remove .venv and caches; the store of published data stays
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is touched only after everything above it worked, so a second run is quick
# and a broken one starts again.
$(RUN_READY): requirements.txt tools/venv.sh tools/debian.sh
	@sh tools/venv.sh
	@echo "Installing the notebook's libraries into .venv (once, about a minute) ..."
	@$(INSTALL) -r requirements.txt
	@touch $@

# The first run alone makes a store where there is none; later ones say that it is missing.
$(SEEDED): | $(RUN_READY)
	@echo "Data: a store that is there is used as it is, else one is made with the sample data ..."
	@$(PY) -m wfcore seed --store "$(STORE)"
	@touch $@

$(CHECK_READY): requirements-dev.txt $(RUN_READY)
	@echo "Installing the tools for checking into .venv (once) ..."
	@$(INSTALL) -r requirements-dev.txt
	@touch $@
