# The commands of daily work. Each installs what it needs into .venv; nothing has to be there but Python and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
DATA   ?= ../shared
BIN    := .venv/bin

.PHONY: demo test lint types bench gate lexicon language weights wheel clean

demo: .venv/installed  ## Run the main job on the five seed documents
	$(BIN)/align run seeds/002_ec3425ee7faf46ec.txt seeds/000_15c97b623b2938a8.txt -o out/

test: .venv/developer  ## The whole test suite
	$(BIN)/python -m pytest

lint: .venv/developer  ## Style, docstrings and annotations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/developer  ## Static types
	$(BIN)/mypy

bench: .venv/developer  ## Measure quality and speed on the benchmarks under DATA, print the table
	$(BIN)/python -m bench.run --data $(DATA)

gate: .venv/developer  ## As bench, and fail where a figure fell below bench/baseline.json
	$(BIN)/python -m bench.run --data $(DATA) --gate

lexicon: .venv/developer  ## Learn the shipped lexicon again from DATA/train
	$(BIN)/python scripts/make_lexicon.py --data $(DATA)

language: .venv/developer  ## Make the dictionary and the readings under align/language/data again
	$(BIN)/python scripts/make_dictionary.py
	$(BIN)/python scripts/make_pinyin.py

weights: .venv/developer  ## Fit the weights of the evidence again on DATA
	$(BIN)/python -m scripts.fit_weights --data $(DATA)

wheel: .venv/developer  ## Build the wheel
	$(BIN)/python -m build --wheel

clean:
	rm -rf .venv build dist out *.egg-info

.venv/bin/python:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip

.venv/installed: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/developer: .venv/installed
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@
