# `make build`, then `make test`: nothing else is needed. Each installs what it misses and says what it could not do.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXAMPLES := $(notdir $(patsubst %/,%,$(wildcard generators/*/)))

.PHONY: geometry reference build test soak reloaded check serve bench clean lock pictures install install-dev examples setup

build: install
	$(BIN)/guiju lint
	$(BIN)/guiju index
	$(MAKE) --no-print-directory examples
	$(BIN)/guiju site
	@$(BIN)/guiju doctor || echo "以上打 ✗ 的项目不影响建库、检索、生成 docx 和网站；按提示补齐后再用 PDF 和图片。"

examples: install
	@for kind in $(EXAMPLES); do $(BIN)/guiju make $$kind generators/$$kind/example.yml -o output/examples/$$kind || exit 1; done

test: install-dev setup check
	$(BIN)/python -m pytest -n 2 --dist loadgroup

# The long campaigns, whole; `make test` runs a seeded slice of each.
soak: install-dev setup reloaded
	GUIJU_SOAK=1 $(BIN)/python -m pytest -n 2 --dist loadgroup

# The searches on whoosh-reloaded, the other package that is imported as whoosh, so that either can be left.
reloaded: install-dev
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation --upgrade --target .cache/reloaded -r requirements-reloaded.txt
	PYTHONPATH=.cache/reloaded $(BIN)/python -m pytest -n 2 tests/search tests/journeys

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

serve: build
	@echo "在浏览器打开 http://127.0.0.1:8000/ ；按 Ctrl+C 停止"
	$(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory site

bench: install-dev
	$(BIN)/python benchmarks/search_speed.py
	$(BIN)/python benchmarks/relevance.py --articles ../shared/corpus/laws/articles.jsonl.xz --queries ../shared/corpus/laws/queries_dev.jsonl
	$(BIN)/python benchmarks/cold_start.py
	$(BIN)/python benchmarks/import_speed.py
	$(BIN)/python benchmarks/documents.py
	$(BIN)/python benchmarks/pdf_speed.py
	$(BIN)/python benchmarks/site_build.py --edit
	$(BIN)/python benchmarks/site_search.py --articles 3000
	$(BIN)/python benchmarks/page_speed.py

# The pictures of the kinds on the site, from their examples; needs LibreOffice and the fonts of tests/setup.
pictures: install-dev setup
	$(BIN)/python -m tests.setup.pictures
	$(BIN)/python -m tests.setup.screenshots

# docs/geometry.md: what a ruler finds on every form; needs LibreOffice and the fonts of tests/setup.
geometry: install-dev setup
	$(BIN)/python -m tests.documents.test_geometry .cache

# The reference of all commands.
reference: install-dev
	$(BIN)/python -m tests.setup.reference

clean:
	rm -rf $(VENV) .guiju .cache output .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find site -mindepth 1 ! -name .gitignore -delete

install: $(VENV)/installed
install-dev: $(VENV)/installed-dev

$(VENV)/installed: requirements.txt requirements-build.txt pyproject.toml
	@PYTHON=$(PYTHON) bash tests/setup/venv.sh $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation -r requirements-dev.txt
	@touch $@

# LibreOffice, Chromium and fonts, where apt may install them; says what it could not get.
setup:
	@bash tests/setup/install.sh

# Pins every dependency with hashes; the files name no registry.
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet
lock: install-dev
	$(LOCK) requirements-build.in -o requirements-build.txt
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -c requirements.txt -o requirements-dev.txt
	$(LOCK) requirements-reloaded.in -o requirements-reloaded.txt
