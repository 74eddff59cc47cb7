# Needs Python ≥ 3.11 and make. `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_TO_TEST := $(VENV)/.ready-to-test

.DEFAULT_GOAL := help
.PHONY: help run test bench bench-engines lint format messages openapi lock clean

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 2,23

run: $(READY) ## start Terreau, everything it needs included (ARGS="--port 8080")
	@exec $(BIN)/terreau run $(ARGS)

test: ## run the whole suite on SQLite and on PostgreSQL (ARGS="-k phases")
	@MAKE="$(MAKE)" scripts/test $(ARGS)

bench: $(READY_TO_TEST) ## measure the production server at 1,000 to 1,000,000 entries
	@$(BIN)/python -m bench $(ARGS)

bench-engines: $(READY_TO_TEST) ## measure the engines beside their peers (ARGS="--only merkle")
	@$(BIN)/python -m bench.engines $(ARGS)

lint: $(READY_TO_TEST) ## check style, types and templates, list what grows too long
	@scripts/lint

format: $(READY_TO_TEST) ## put the code in its usual form
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format .

messages: $(READY_TO_TEST) ## collect the texts to translate, compile the translations (needs gettext)
	@cd terreau && ../$(BIN)/python ../manage.py makemessages --locale fr --no-obsolete --no-location --no-wrap --ignore "*/tests/*"
	@cd terreau/locale/fr/LC_MESSAGES && msgfmt --output-file django.mo django.po

openapi: $(READY_TO_TEST) ## write the document of the API, docs/openapi.json
	@$(BIN)/python manage.py openapi > docs/openapi.json.new
	@mv docs/openapi.json.new docs/openapi.json

lock: $(READY_TO_TEST) ## write the requirements that are installed, with their digests
	@scripts/lock

clean: ## remove what was built; data (var/) stays
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .hypothesis tests/oidc/node_modules
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.txt pyproject.toml scripts/environment
	@PYTHON="$(PYTHON)" scripts/environment $(VENV) requirements.txt
	@touch $@

$(READY_TO_TEST): requirements-dev.txt pyproject.toml scripts/environment
	@PYTHON="$(PYTHON)" scripts/environment $(VENV) requirements-dev.txt
	@touch $(READY) $@
