# The workflow of SeeSay. `make` alone lists what there is; a second set-up takes seconds.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
LINUX := installers/linux
# The first interpreter that is new enough; PYTHON=… chooses another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install --constraint constraints.txt
# Every benchmark is a program; modules they share begin with an underscore.
ONLY ?= $(filter-out _%,$(basename $(notdir $(wildcard benchmarks/*.py))))
# The files that only Windows or macOS run, as docs/platforms.md lists them: mypy reads them as those systems would.
ELSEWHERE := sed -n 's/^| `\(assistant[^`]*\.py\)` |.*| `tests[^`]*` |$$/\1/p' docs/platforms.md
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard resources/locale/*/LC_MESSAGES/*.po))
# What needs no desktop runs on all cores, behind whatever else wants them; screens and sound wait more than they
# compute, so they run at the same time, one after the other. Status 5: no such tests.
define tests
apart=$$(mktemp); status=0; \
OMP_NUM_THREADS=1 nice -n 10 $(BIN)/pytest --quiet --numprocesses=logical --maxprocesses=4 --dist=loadgroup \
	-m "not real and not long" $(ARGS) >"$$apart" 2>&1 & first=$$!; \
trap 'kill $$first 2>/dev/null; rm -f "$$apart"' EXIT; \
$(BIN)/pytest --quiet -m "$(1)" $(ARGS); result=$$?; [ $$result = 0 ] || [ $$result = 5 ] || status=$$result; \
wait $$first; result=$$?; [ $$result = 0 ] || [ $$result = 5 ] || status=$$result; \
cat "$$apart"; exit $$status
endef
PREREQUISITES := test "$$(uname)" != Linux || $(LINUX)/prerequisites.sh

.PHONY: help setup demo demo-document demo-camera run test test-long check bench constraints package package-test clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

setup: $(VENV)/.test catalogues ## everything for work on SeeSay, in .venv

demo: prerequisites-demo $(VENV)/.run catalogues ## the main job once, on a virtual screen (SCREEN=mine: on yours)
	@if [ "$$SCREEN" = mine ] || [ -n "$$PULSE_SERVER" ] || [ -S "$$XDG_RUNTIME_DIR/pulse/native" ]; then \
		$(LINUX)/virtual-screen.sh $(BIN)/seesay demo; \
	else echo 'There is no sound here: what would be heard goes to demo.wav.'; \
		$(LINUX)/virtual-screen.sh $(BIN)/seesay demo --wav demo.wav; fi

demo-document: prerequisites-demo $(VENV)/.run catalogues ## a document read aloud, on a virtual screen (SCREEN=mine: on yours)
	@if [ "$$SCREEN" = mine ] || [ -n "$$PULSE_SERVER" ] || [ -S "$$XDG_RUNTIME_DIR/pulse/native" ]; then \
		$(LINUX)/virtual-screen.sh $(BIN)/seesay demo document; \
	else echo 'There is no sound here: what would be heard goes to demo-document.wav.'; \
		$(LINUX)/virtual-screen.sh $(BIN)/seesay demo document --wav demo-document.wav; fi

demo-camera: prerequisites-run $(VENV)/.run catalogues ## a film narrated aloud, as a camera is; needs no screen
	@if [ -n "$$PULSE_SERVER" ] || [ -S "$$XDG_RUNTIME_DIR/pulse/native" ]; then $(BIN)/seesay demo camera; \
	else echo 'There is no sound here: what would be heard goes to demo-camera.wav.'; \
		$(BIN)/seesay demo camera --wav demo-camera.wav; fi

run: prerequisites-run $(VENV)/.run catalogues ## start the tray application
	@$(BIN)/seesay

test: prerequisites-test setup ## every test that takes minutes; ends with a count per tier
	@$(call tests,real and not long)

test-long: prerequisites-test setup ## the soak and kill runs as well
	@$(call tests,real or long)

check: setup ## format, lint, types, floors, shell scripts; all of them, then the verdict
	@status=0; \
	$(BIN)/ruff format --check --quiet . || { echo 'Not formatted: run $(BIN)/ruff format .'; status=1; }; \
	$(BIN)/ruff check --quiet . || status=1; \
	$(BIN)/mypy --no-error-summary || status=1; \
	for system in win32 darwin; do $(BIN)/mypy --no-error-summary --follow-imports=silent --platform=$$system \
		--cache-dir=.mypy_cache/$$system $$($(ELSEWHERE)) || status=1; done; \
	floors=$$($(BIN)/lint-imports --no-logo) || { echo "$$floors"; status=1; }; \
	if command -v shellcheck >/dev/null; then shellcheck .ci/run $(LINUX)/*.sh || status=1; \
	else echo 'shellcheck is not here: shell scripts were not checked.'; fi; \
	[ $$status = 0 ] && echo 'Checks passed.' || { echo 'Checks failed.'; exit 1; }

bench: prerequisites-test setup ## measure, a table each; ONLY="voice process" chooses
	@status=0; for name in $(ONLY); do echo; echo "## $$name"; echo; \
		$(LINUX)/virtual-screen.sh $(BIN)/python benchmarks/$$name.py $(ARGS) || { echo "$$name ended with status $$?: over its budget, or broken."; status=1; }; \
	done; exit $$status

constraints: $(VENV)/bin/python ## take the newest versions within pyproject's bounds and pin them
	@$(BIN)/python -m pip --quiet install --upgrade --editable '.[model,test,dev,package]'
	@{ sed -n '/^#/p;/^torch==/p' constraints.txt; $(BIN)/python -m pip freeze --exclude-editable | grep -v -e '^#' -e '^torch=='; } > constraints.new
	@mv constraints.new constraints.txt

package: ## build the bundle, the .deb and the archive into dist/ (ARGS=--full: with what runs large models)
	@$(PYTHON) installers/build.py all $(ARGS)

package-test: setup ## install what `make package` built on a bare Debian, use it, remove it (root, network, minutes)
	@$(LINUX)/smoke-test.sh $(ARGS)

clean: ## remove what can be made again, .venv too
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache $(CATALOGUES)

# --- the parts ----------------------------------------------------------------------------------------

.PHONY: prerequisites-run prerequisites-demo prerequisites-test catalogues
prerequisites-run:
	@$(PREREQUISITES)
prerequisites-demo:
	@[ "$$SCREEN" = mine ] && flags= || flags=--demo; $(PREREQUISITES) $$flags
prerequisites-test:
	@$(PREREQUISITES) --with-tests || echo 'Tests that need what is missing will say so.'

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo 'SeeSay needs Python 3.11 or newer; none was found on PATH.' >&2; exit 1; }
	@echo 'Making a virtual environment in $(VENV) …'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo 'Installing SeeSay into $(VENV), some minutes the first time …'
	@$(PIP) --editable .
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo 'Installing SeeSay and its tools into $(VENV), some minutes the first time …'
	@$(PIP) --editable '.[model,test,dev]'
	@touch $@ $(VENV)/.run

catalogues: $(CATALOGUES)

%.mo: %.po
	@if command -v msgfmt >/dev/null; then msgfmt --check-format --output-file=$@ $<; else echo 'gettext is not here: $< stays untranslated'; fi
