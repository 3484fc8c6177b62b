# Two commands for everyone: `make book` builds the site, `make test` runs every test.
# Both create what they need. The rest is one line each.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
READY := .venv/ready

.DEFAULT_GOAL := help
.PHONY: help book test check check-data hooks new-chapter audit pdf zip picture serve lab format lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{printf "make %-12s %s\n", $$1, $$2}'

book: $(READY) ## build the site into _build/html
	@$(BIN)/python -m _ext.build

test: $(READY) ## run every test (builds the book, finds or installs Chromium)
	@$(BIN)/python -m tests.browser
	@echo "Running the tests: data, analysis, charts, notebooks, the site in a browser. This takes ten minutes, on a busy machine half an hour."
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

pdf: book ## print the book and its chapters into _build/pdf, and offer them on the site
	@$(BIN)/python -m _ext.pdf

zip: book ## pack the site into one file that works without a network
	@$(BIN)/python -m _ext.zip

picture: book ## renew the picture in README.md from the first figure of the overview
	@cp _build/html/_static/cards/overview-*.png .github/overview.png

serve: book ## build, then serve the site on 127.0.0.1:8000
	@$(BIN)/python -m audit.serve _build/html 8000

lab: $(READY) ## open the chapters in JupyterLab
	@$(BIN)/jupyter lab chapters

format: $(READY) ## format and lint code and notebooks, and remove the outputs of notebooks
	@$(BIN)/nbstripout --keep-id chapters/*.ipynb contribute/*.ipynb
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lock: $(READY) ## renew the lock files from requirements.txt and package.json
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--output-file requirements.lock requirements.txt
	@npm install --package-lock-only --silent

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
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)
