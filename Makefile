# Two commands: `make demo` shows Banyan at work, `make test` proves it. The rest is for builders.
.PHONY: demo test setup check bench year lock docs messages

# Debian builds its own Python with every optimisation; another one on the path may lack them, and
# be a fifth slower.
PYTHON ?= $(shell /usr/bin/python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo /usr/bin/python3 || echo python3)
PORT ?= 8000
BIN := .venv/bin

demo: setup
	@$(BIN)/banyan demo --port $(PORT)

setup: .venv/installed .venv/catalogues

test: .venv/tested .venv/catalogues
	@tools/test.sh

check: .venv/tested .venv/catalogues
	@tools/check.sh

bench: .venv/tested .venv/catalogues
	@tools/bench.sh

# A year of the pilot through the worker, with everything that goes wrong, counted twice.
year: .venv/tested .venv/catalogues
	@$(BIN)/python -m bench.pilot.run

docs: setup
	@$(BIN)/banyan docs

# Needs uv and GNU gettext; neither is needed to run Banyan.
lock:
	uv pip compile pyproject.toml --group build --generate-hashes --no-emit-index-url --custom-compile-command 'make lock' -q -o requirements/base.txt
	uv pip compile pyproject.toml --group build --group test --generate-hashes --no-emit-index-url --custom-compile-command 'make lock' -q -o requirements/test.txt
	uv pip compile --group peers --generate-hashes --no-emit-index-url --custom-compile-command 'make lock' -q -o requirements/peers.txt
	uv pip compile --group mentor-match --generate-hashes --no-emit-index-url --custom-compile-command 'make lock' -q -o requirements/mentor-match.txt
	uv pip compile --group mutation --generate-hashes --no-emit-index-url --custom-compile-command 'make lock' -q -o requirements/mutation.txt

messages:
	@tools/messages.sh

.venv/installed: requirements/base.txt pyproject.toml
	@tools/environment.sh $(PYTHON) requirements/base.txt
	@touch $@

.venv/tested: requirements/test.txt pyproject.toml
	@tools/environment.sh $(PYTHON) requirements/test.txt
	@touch .venv/installed $@

.venv/catalogues: $(wildcard src/banyan/locale/*/LC_MESSAGES/*.po) | .venv/installed
	@if [ -d src/banyan/locale ]; then $(BIN)/pybabel -q compile --directory src/banyan/locale --domain django; fi
	@touch $@
