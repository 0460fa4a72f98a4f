.DEFAULT_GOAL := help
PYTHON   ?= python3
BIN      := .venv/bin
READY    := .venv/.ready
PROTOS   := $(shell cd proto && find candor -name '*.proto' | sort)
SERVICES := $(filter %_service.proto,$(PROTOS))
PROTOC   := $(BIN)/python -m grpc_tools.protoc --descriptor_set_in=build/candor.binpb

export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONDONTWRITEBYTECODE ?=

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-12s %s\n",$$1,$$2}' $(MAKEFILE_LIST)

install: $(READY) ## Put what Candor needs into .venv, versions and hashes as in requirements.lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

gen: $(READY) ## Regenerate gen/ from proto/
	mkdir -p build && rm -rf gen/candor && buf build -o build/candor.binpb
	$(PROTOC) --python_out=gen --mypy_out=quiet:gen $(PROTOS)
	$(PROTOC) --grpc_python_out=gen --mypy_grpc_out=quiet,only_async:gen $(SERVICES)

lint: $(READY) ## Everything that reads code without running it
	if git rev-parse -q --verify HEAD~1 >/dev/null; then $(MAKE) breaking AGAINST=$$(git rev-parse HEAD~1); fi
	buf lint && buf format -d --exit-code --path proto/candor
	ruff check . && ruff format --check .
	basedpyright && lint-imports
	codespell && deptry .

test: $(READY) ## Every test but the long ones, against real servers (minutes); as WORKERS (2), in the order of SEED
	$(BIN)/python -m pytest -q -n $(or $(WORKERS),2) --dist loadscope --no-loadscope-reorder --randomly-seed=$(or $(SEED),$(shell shuf -n 1 -i 0-4294967295)) tests

soak: $(READY) ## The long runs: 2,000 mutated files, 1,000 read by one worker (minutes)
	FUZZ_FILES=$(or $(FILES),2000) $(BIN)/python -m pytest -q -s -o faulthandler_timeout=0 tests/fuzz

check: lint same test ## What CI runs: lint, the generated files, the tests

same: gen docs ## Fail unless gen/ and the generated docs are as the sources make them
	git diff --exit-code -- gen docs
	test -z "$$(git ls-files --others --exclude-standard -- gen docs)"

docs: $(READY) ## Write docs/configuration.md and docs/api.md from the sources
	mkdir -p build && buf build -o build/candor.binpb
	$(BIN)/python -m docs.generate

breaking: $(READY) ## Refuse a contract that breaks callers of AGAINST (main)
	buf breaking --against '.git#ref=$(or $(AGAINST),main)'

demo: $(READY) ## The whole of Candor once over; on your files: make demo RESUMES=dir JOB=file
	$(BIN)/candor demo $(if $(RESUMES),--resumes $(RESUMES)) $(foreach file,$(JOB),--job $(file))

up: $(READY) ## Run the stack on DATA (data) and PORT (8080) until Ctrl-C
	$(BIN)/candor up --data $(or $(DATA),data) --port $(or $(PORT),8080)

bench: $(READY) ## Measure speed and memory; the figures go to OUT (result.json); LARGE=1 up to 100,000 candidates
	$(BIN)/python -m benchmarks.run --out $(or $(OUT),result.json) $(if $(filter-out 0,$(LARGE)),--sizes 1000 10000 100000)

imports: $(READY) ## A batch of 1,000 files with 10 broken, Ingest killed midway; says how long it took
	$(BIN)/python -m tests.fault.test_batches

eval-duplicates: $(READY) ## Precision and recall of proposed duplicates on labelled pairs
	$(BIN)/python -m tests.unit.ingest.duplicates.test_labelled_pairs

eval-skills: $(READY) ## Measure recognition, linking and titles on DATA (../shared/data); OUT=file keeps the figures
	$(BIN)/python -m benchmarks.skills.run --data $(or $(DATA),../shared/data) $(if $(OUT),--out $(OUT))

eval-lint: $(READY) ## Measure LintJob on the postings under DATA (../shared/data); figures to OUT (lint.json)
	$(BIN)/python -m benchmarks.lint.run --data $(or $(DATA),../shared/data) --out $(or $(OUT),lint.json) $(if $(SEED),--seed $(SEED))

eval-parse: $(READY) ## Score parsing on DATA (resumes with their truths) and on PEOPLE (300) made up; to OUT
	@test -n "$(DATA)" || { echo "say where the resumes and their truths are: make eval-parse DATA=dir"; exit 2; }
	$(BIN)/python -m benchmarks.parse --data $(DATA) --out $(or $(OUT),result.json) $(if $(PEOPLE),--people $(PEOPLE)) $(if $(SEED),--seed $(SEED)) $(if $(FAILURES),--failures $(FAILURES))

eval-match: $(READY) ## Rank the judged resumes of DATA, a set or a folder of sets, against baselines; to OUT; JUDGED=1
	@test -n "$(DATA)" || { echo "say where the jobs, resumes and judgements are: make eval-match DATA=dir"; exit 2; }
	$(BIN)/python -m benchmarks.match --data $(DATA) --out $(or $(OUT),result.json) $(if $(filter-out 0,$(JUDGED)),--judged)

quality: $(READY) ## Make the judged sets of SHARED (../shared/data), measure both halves, write docs/quality.md
	$(BIN)/python -m benchmarks.match.sets --shared $(or $(SHARED),../shared/data) --out build/match
	$(BIN)/python -m benchmarks.match --data build/match/A --out build/match/A.json
	$(BIN)/python -m benchmarks.match --data build/match/B --out build/match/B.json
	$(BIN)/python -m benchmarks.match.page --chosen build/match/A.json --reported build/match/B.json

eval-residual: $(READY) ## What blind facts still tell of age, gender and origin in the resumes of DATA; to OUT
	$(BIN)/python -m benchmarks.residual --data $(or $(DATA),../shared/data) --out $(or $(OUT),residual.json) $(if $(SEED),--seed $(SEED))

lock: ## Pin the newest versions that pyproject.toml allows
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --all-extras pyproject.toml -o requirements.lock

.PHONY: help install gen lint lock test check same docs breaking demo up bench eval-skills eval-lint eval-match eval-parse eval-residual eval-duplicates imports quality soak
