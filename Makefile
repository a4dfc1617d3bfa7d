# Python 3.11 or newer and make are all that is needed; PYTHON names another interpreter.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=
export PORT

.PHONY: help setup demo demo-reset dev-servers test test-pooled lint clean lock

help:
	@echo "make demo         the demonstration, on http://localhost:$(PORT)"
	@echo "make demo-reset   forget the demonstration's data; the next make demo starts afresh"
	@echo "make test         all tests (ARGS='-k words' for some)"
	@echo "make test-pooled  what keeps people apart, through PgBouncer (ARGS=... for some)"
	@echo "make lint         ruff, mypy, djlint, migrations, deployment checks"
	@echo "make setup        virtual environment for development"
	@echo "make dev-servers  PostgreSQL and Redis for manage.py, until Ctrl-C"
	@echo "make clean        remove all that was made here: packages, servers' data, caches"
	@echo "make lock         pin again what pyproject.toml asks for (needs uv; LOCK=--upgrade)"

setup:
	@$(PYTHON) bootstrap.py setup

demo:
	@$(PYTHON) bootstrap.py demo

demo-reset:
	@$(PYTHON) bootstrap.py demo-reset

dev-servers:
	@$(PYTHON) bootstrap.py dev-servers

test:
	@$(PYTHON) bootstrap.py test $(ARGS)

test-pooled:
	@$(PYTHON) bootstrap.py test-pooled $(ARGS)

lint:
	@$(PYTHON) bootstrap.py lint

clean:
	@$(PYTHON) -B bootstrap.py clean

# Each lock holds the one before it, so that what is tested is what is deployed. Then the index is asked
# whether every package is ready-made for every machine (operations/wheels.json).
LOCK ?=
PINNED = --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $(LOCK)
PIN = uv pip compile pyproject.toml $(PINNED)
lock:
	$(PIN) -o requirements.lock
	$(PIN) --extra embedded -c requirements.lock -o requirements-demo.lock
	$(PIN) --extra embedded --extra dev -c requirements-demo.lock -o requirements-dev.lock
	grep -o '"uv>[^"]*"' pyproject.toml | tr -d '"' | uv pip compile - $(PINNED) -o requirements-installer.lock
	@.venv/bin/python -m operations.wheels
