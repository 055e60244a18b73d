# make run    opens the demo project (without a terminal: prints its status)
# make test   linters, types, import rules and all tests, with a coverage report
# Both make their own virtual environment in .venv; Python >= 3.11 with venv, make and git are all they need.
# make test-browser    the web pages in Chromium: barriers (axe-core), printing; installs Chromium and npm by apt-get

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := cli core demo importers locales reports store tui

.PHONY: run test test-browser lint words clean

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Etappi needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=26"

$(VENV)/.run: $(BIN)/python pyproject.toml constraints.txt $(wildcard locales/*/*.po locales/click/*/LC_MESSAGES/*.po)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

$(VENV)/.test: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group dev
	touch $@

run: $(VENV)/.run
	$(BIN)/etappi demo

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	rm -f .coverage .coverage.*
	$(BIN)/coverage run -m pytest -n auto
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

test-browser: $(VENV)/.test
	tests/browser/install.sh $(VENV)/browser
	$(BIN)/python -m pytest -rs tests/browser/pages.py

# the catalogues, after a .po file was edited
words: $(VENV)/.test
	$(BIN)/python locales/build_hook.py

clean:
	rm -rf $(VENV) .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
