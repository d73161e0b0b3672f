# Two commands matter: `make plan` and `make test`. Everything else serves them.
PY ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
B := .venv/bin

.PHONY: plan test lint types check nightly bench lock clean

.venv/.ok: requirements.lock pyproject.toml
	@test -n "$(PY)" || { echo "Citywright needs Python 3.11 or newer; name it: make PY=/path/to/python"; exit 2; }
	$(PY) -m venv .venv
	$(B)/python -m pip install -q uv==0.13.9 || true
	$(B)/uv pip install -q -p $(B)/python --require-hashes -r requirements.lock || $(B)/python -m pip install -q --require-hashes -r requirements.lock
	$(B)/python -m pip install -q --no-deps --no-build-isolation -e .
	touch $@

plan: .venv/.ok
	$(B)/citywright plan -o plan-changzhou

# two workers on two cores: a second thread of each would only get in the way of the other;
# and hundreds of processes start, so that modules are better compiled once
test: .venv/.ok
	PYTHONDONTWRITEBYTECODE= OPENBLAS_NUM_THREADS=1 $(B)/python -m pytest -n 2

lint: .venv/.ok
	$(B)/ruff check . && $(B)/ruff format --check .

types: .venv/.ok
	$(B)/mypy

check: lint types test

nightly: .venv/.ok
	$(B)/python -m pytest -n 2 -m nightly

bench: .venv/.ok
	$(B)/python -m benchmarks

lock:
	$(B)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements.lock

clean:
	rm -rf .venv plan-changzhou build dist
