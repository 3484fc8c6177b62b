# Two commands for everyone: `make book` builds the site, `make test` runs every test.
# Both create what they need. The rest is one line each.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
READY := .venv/ready

# Tools of maintainers only, each in an environment of its own.
TOOL := $(BIN)/uv tool run --quiet --from
# Where the book will live, such as https://example.org/book/: for addresses that must be whole.
export BOOK_ADDRESS = $(ADDRESS)

.DEFAULT_GOAL := help
.PHONY: help book test check check-data hooks new-chapter audit load pdf zip picture image serve lab measure-lab format lock links outdated advisories sbom release clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{printf "make %-12s %s\n", $$1, $$2}'

book: $(READY) ## build the site into _build/html (ADDRESS=https://example.org/book/)
	@$(BIN)/python -m _ext.build

test: $(READY) ## run every test (builds the book, finds or installs Chromium)
	@$(BIN)/python -m tests.browser
	@echo "Running the tests: data, analysis, charts, notebooks, the site in a browser. This takes about twenty minutes on two cores."
	@$(BIN)/python -m pytest -n 2

check-data: $(READY) ## check tables, descriptor and bibliography (seconds)
	@$(BIN)/python -m tests.check_data

check: $(READY) ## check format, spelling, data and chapters (half a minute; what a commit is checked for)
	@$(BIN)/pre-commit run --all-files

hooks: $(READY) ## let every commit run those checks by itself
	@$(BIN)/pre-commit install

new-chapter: $(READY) ## begin a chapter that passes the tests (name=housing-costs)
	@$(BIN)/python -m contribute.new_chapter "$(name)"

audit: $(READY) ## measure the book against its budgets (QUICK=1, PAGES="chapters/staying.html", PEER=folder of a site)
	@$(BIN)/python -m audit $(if $(QUICK),--quick) $(if $(PEER),--peer "$(PEER)") $(PAGES)

load: book ## measure how many requests a second the server of hosting/ answers
	@$(BIN)/python -m audit.load

pdf: book ## print the book and its chapters into _build/pdf, and offer them on the site
	@$(BIN)/python -m _ext.pdf

zip: book ## pack the site into one file that works without a network
	@$(BIN)/python -m _ext.zip

image: book ## build the container image that serves the site (podman or docker)
	@$(shell command -v podman || echo docker) build --file Containerfile --tag reverse-brain-drain .

picture: book ## renew the picture in README.md from the first figure of the overview
	@cp _build/html/_static/cards/overview-*.png .github/overview.png

serve: book ## build, then serve the site on 127.0.0.1:8000
	@$(BIN)/python -m audit.serve _build/html 8000

lab: $(READY) ## open the chapters in JupyterLab
	@$(BIN)/jupyter lab chapters

measure-lab: book ## measure a first run in the browser, which the pages quote (ON="a quiet two-core server")
	@$(BIN)/python -m tests.lab $(ON)

format: $(READY) ## format and lint code and notebooks, remove outputs of notebooks, tidy what spreadsheets save
	@$(BIN)/python -m contribute.tidy
	@$(BIN)/nbstripout --keep-id chapters/*.ipynb contribute/*.ipynb
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lock: $(READY) ## renew the lock files from requirements.txt and package.json
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--output-file requirements.lock requirements.txt
	@$(BIN)/uv pip compile --quiet --python-version 3.12 --python-platform linux --generate-hashes --no-header \
		--constraint requirements.lock --output-file .binder/requirements.txt pyproject.toml
	@npm install --package-lock-only --silent

links: book ## ask every link to another site whether it lives (_build/links.md)
	@$(BIN)/python -m upkeep.links

outdated: $(READY) ## list newer releases of what the locks pin
	@$(BIN)/uv pip list --outdated
	@npm outdated || true

advisories: $(READY) ## compare the locks with known vulnerabilities
	@status=0; \
	$(TOOL) pip-audit==2.10.1 pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock || status=1; \
	npm audit || status=1; \
	exit $$status

sbom: $(READY) ## list what the book is built from, as CycloneDX (_build/sbom.json)
	@mkdir -p _build
	@PYTHONWARNINGS=ignore $(TOOL) cyclonedx-bom==7.5.0 cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
		--output-file _build/sbom.json requirements.lock
	@echo "The bill of materials is in _build/sbom.json."

release: $(READY) ## make VERSION the version everywhere (HOSTING.md has the recipe)
	@$(BIN)/python -m upkeep.release "$(VERSION)"

clean: ## remove what the commands made, but for the environment
	@rm -rf _build .pytest_cache .hypothesis .ruff_cache conf.py

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11, 3.12 or 3.13 found. On Debian or Ubuntu: sudo apt-get install python3 python3-venv"; exit 1; }
	@test -x $(BIN)/python && $(BIN)/python -m pip --version >/dev/null 2>&1 || { \
		rm -rf .venv; echo "Creating .venv with $(PYTHON)"; \
		$(PYTHON) -m venv .venv >/dev/null 2>&1 \
		|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && echo "Installing python3-venv" \
			&& apt-get -qq update && apt-get -qq install -y python3-venv >/dev/null && $(PYTHON) -m venv --clear .venv; } \
		|| { rm -rf .venv; echo "Python cannot create a virtual environment. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }; }
	@echo "Installing the pinned environment from requirements.lock (a minute the first time)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)
