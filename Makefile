PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARCHIVE ?= corpus
OUT ?= outputs
SHARED ?= ../shared
READY := $(VENV)/.ready
# A path as one word of the shell, whatever stands in it; ~ is the home folder, which the shell leaves alone in quotes.
quote = '$(subst ','\'',$(1))'
path = $(if $(filter ~ ~/%,$(firstword $(1))),"$$HOME"$(call quote,$(patsubst ~%,%,$(1))),$(call quote,$(1)))

.PHONY: install system run test test-all test-elsewhere test-ray ray lint golden weights worth gate bench chaos soak wheel bundle docs pictures scans lock clean

install: $(READY)

system:
	@bash scripts/system-packages.sh

$(READY): requirements.lock pyproject.toml | system
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Cần Python 3.11 trở lên / Python 3.11 or later is needed: make PYTHON=python3.11 ..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Đang cài các gói đã ghim / installing pinned packages ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: install
	@$(BIN)/trichyeu run $(call path,$(ARCHIVE)) --db $(call path,$(OUT))/trichyeu.db
	@$(BIN)/trichyeu digest --db $(call path,$(OUT))/trichyeu.db --format html -o $(call path,$(OUT))/digest.html
	@$(BIN)/trichyeu export --db $(call path,$(OUT))/trichyeu.db --format datasette -o $(call path,$(OUT))/metadata.json

lint: install
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

test: lint
	@$(BIN)/pytest -m "not slow"

test-all: lint test-elsewhere
	@$(BIN)/pytest

ray: install
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-ray.lock

test-ray: ray
	@$(BIN)/pytest tests/test_ray.py

test-elsewhere: install
	@folder=$$(mktemp -d) && chmod 1777 "$$folder" && \
		TMPDIR="$$folder" PYTHONPATH="$(CURDIR)/tests/another_system:$(CURDIR)" $(BIN)/pytest -m "not slow" -rs; \
		status=$$?; rm -rf "$$folder"; exit $$status

golden: install
	@$(BIN)/python -m tests.golden

weights: install
	@$(BIN)/python -m tests.weights --shared $(SHARED)

worth: install
	@$(BIN)/python -m tests.worth --shared $(SHARED)

gate: install
	@$(BIN)/python -m tests.gate --shared $(SHARED)

bench: install
	@$(BIN)/python -m tests.bench $(if $(AGAINST),--against $(AGAINST)) $(if $(WHEEL),--wheel $(WHEEL))

wheel: install
	@$(BIN)/python scripts/make_wheel.py

bundle: docs
	@$(BIN)/python scripts/make_bundle.py

docs: install
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.lock
	@$(BIN)/python scripts/make_tables_page.py
	@$(BIN)/python scripts/make_licences_page.py
	@$(BIN)/mkdocs build --strict --quiet

pictures: install
	@$(BIN)/python scripts/make_pictures.py $(if $(ONLY),--only $(ONLY))

chaos: install
	@$(BIN)/python -m tests.chaos

soak: install
	@$(BIN)/python -m tests.soak $(if $(DOCUMENTS),--documents $(DOCUMENTS))

scans: install
	@$(BIN)/python -m tests.scans --plain

lock: install
	@$(BIN)/pip install --quiet pip-tools==7.6.2
	@CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --extra dev --extra parquet --extra postgres --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-emit-trusted-host \
		--strip-extras --allow-unsafe -o requirements.lock pyproject.toml
	@echo "mkdocs>=1.6,<2" | CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes \
		--constraint requirements.lock --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--strip-extras --allow-unsafe -o requirements-docs.lock -
	@echo "ray>=2.60,<3" | CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes \
		--constraint requirements.lock --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--strip-extras --allow-unsafe -o requirements-ray.lock -

clean:
	@rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find $(call path,$(OUT)) -mindepth 1 ! -name .gitkeep -delete
