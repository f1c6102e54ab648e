# thoraxd: `make demo` shows the main job, `make test` runs every test; both install missing packages first.

SWIFT ?= swift
PROGRAMS = thoraxd thoraxctl thorax-model
# All tests at once, as is the default, wait for each other so long that peers give up
AT_A_TIME = --experimental-maximum-parallelization-width 8
# No test needs debug information, which takes time to build
TESTS = --build-tests -debug-info-format none

.PHONY: help dependencies build demo test test-ohif test-mpi conformance configuration training-configuration man completions check lint \
	format sanitize fuzz torture soak coverage types bench clean deb test-deb test-container test-sandbox

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-22s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

dependencies: ## install missing Debian packages, or print the command that does
	@scripts/dependencies.sh

build: dependencies ## build thoraxd, thoraxctl and thorax-model into .build/release; VERBOSE=1 prints every step
	@SWIFT="$(SWIFT)" VERBOSE=$(VERBOSE) scripts/build.sh $(PROGRAMS)

demo: build ## run the main job on the sample X-rays; KEEP=1 leaves the daemon running, VERBOSE=1 prints whole documents
	@KEEP=$(KEEP) VERBOSE=$(VERBOSE) scripts/demo.sh

test: dependencies ## build and run every test; FILTER=DICOMCoreTests runs those of one target or name
	@scripts/pycocoevalcap.sh
	@scripts/python-peers.sh
	$(SWIFT) build $(TESTS)
	$(SWIFT) test --skip-build $(AT_A_TIME) $(if $(FILTER),--filter "$(FILTER)")

test-ohif: dependencies ## have OHIF in Chromium list, show and upload; screenshots in .build/ohif (network)
	@scripts/ohif.sh
	$(SWIFT) build $(TESTS)
	$(SWIFT) test --skip-build --filter OHIFTests

test-sandbox: build ## draft a study under the restrictions of systemd/thoraxd.service
	@scripts/test-sandbox.sh .build/release

deb: dependencies ## build the Debian package into .build
	@SWIFT="$(SWIFT)" scripts/make-deb.sh

test-deb: ## install, run, upgrade and purge the package on a clean Debian 12 (root, network)
	@scripts/test-deb.sh

test-container: ## carry out Containerfile in a chroot, and draft a study in it (root, network)
	@scripts/test-container.sh

test-mpi: dependencies ## train in several processes with Open MPI and compare with one process
	@SWIFT="$(SWIFT)" scripts/test-mpi.sh

conformance: ## generate docs/conformance.md from the program's tables
	$(SWIFT) run thoraxd conformance > docs/conformance.md.new
	@mv docs/conformance.md.new docs/conformance.md

configuration: ## generate etc/thoraxd.yaml and docs/configuration.md from the program's tables
	$(SWIFT) run thoraxd configuration > etc/thoraxd.yaml.new
	$(SWIFT) run thoraxd configuration --reference > docs/configuration.md.new
	@mv etc/thoraxd.yaml.new etc/thoraxd.yaml
	@mv docs/configuration.md.new docs/configuration.md

training-configuration: ## generate docs/training-configuration.md from the program's table
	$(SWIFT) run thorax-model configuration > docs/training-configuration.md.new
	@mv docs/training-configuration.md.new docs/training-configuration.md

man: build ## generate manual pages into .build/man
	@mkdir -p .build/man/man1
	@for program in $(PROGRAMS); do \
	    .build/release/$$program --experimental-dump-help | scripts/man.py > .build/man/man1/$$program.1 || exit 1; \
	    gzip -9nf .build/man/man1/$$program.1; \
	done
	@mkdir -p .build/man/man5
	@.build/release/thoraxd configuration --manual > .build/man/man5/thoraxd.yaml.5
	@gzip -9nf .build/man/man5/thoraxd.yaml.5

completions: build ## generate completions for bash and zsh into .build/completions
	@mkdir -p .build/completions/bash .build/completions/zsh
	@for program in $(PROGRAMS); do \
	    .build/release/$$program --generate-completion-script bash > .build/completions/bash/$$program || exit 1; \
	    .build/release/$$program --generate-completion-script zsh > .build/completions/zsh/_$$program || exit 1; \
	done

check: lint ## what .ci/run checks before it builds

lint: dependencies ## check the format of every source, and lint it
	@SWIFT="$(SWIFT)" scripts/lint.sh

format: dependencies ## format Swift, C and C++ in place
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests Fuzzing Benchmarks
	find Sources \( -name '*.c' -o -name '*.cpp' -o -name '*.h' \) -exec clang-format-19 -i {} +

sanitize: dependencies ## run tests under address, undefined behaviour and thread sanitizers; half an hour
	@SWIFT="$(SWIFT)" scripts/sanitize.sh address
	@SWIFT="$(SWIFT)" scripts/sanitize.sh thread

fuzz: dependencies ## fuzz what reads bytes from outside; FUZZ_SECONDS=60 for each of twelve harnesses, two at a time
	@SWIFT="$(SWIFT)" scripts/fuzz.sh

torture: $(if $(BUILT),,build) ## kill and cut the power at random; MINUTES=10 or ROUNDS=1000 in all, MODE, SEED, BUILT=.build/debug
	@scripts/python-peers.sh
	@nice .venv-peers/bin/python Tests/Torture/torture.py --programs $(or $(BUILT),.build/release) \
	    --figures .build/torture.jsonl $(if $(ROUNDS),--total $(ROUNDS),--minutes $(or $(MINUTES),10)) \
	    $(if $(MODE),--mode $(MODE)) $(if $(SEED),--seed $(SEED))
	@.venv-peers/bin/python Tests/Torture/figures.py .build/torture.jsonl --picture .build/torture.svg

soak: $(if $(BUILT),,build) ## an hour of mixed load; what the processes use as .build/soak.svg; MINUTES=60, BUILT=.build/debug
	@scripts/python-peers.sh
	@nice .venv-peers/bin/python Tests/Torture/soak.py --programs $(or $(BUILT),.build/release) \
	    --minutes $(or $(MINUTES),60) --figures .build/soak.jsonl --picture .build/soak.svg

coverage: dependencies ## print the lines of each target that the tests cover; a build of its own, ended after 90 minutes
	@scripts/pycocoevalcap.sh
	@scripts/python-peers.sh
	timeout --kill-after=1m 90m nice $(SWIFT) build --build-tests --enable-code-coverage --scratch-path .build-coverage
	timeout --kill-after=1m 90m nice $(SWIFT) test --skip-build --enable-code-coverage --scratch-path .build-coverage
	@scripts/coverage.py "$$($(SWIFT) test --show-codecov-path --scratch-path .build-coverage)"

types: ## write an index of the types of every target into .build/types.md
	@mkdir -p .build
	@scripts/type-index.py > .build/types.md
	@echo .build/types.md

bench: build ## compare with Orthanc, DCMTK and pydicom, and time each stage from study to draft; BENCH_JSON=FILE keeps the figures
	Benchmarks/store.sh
	Benchmarks/decode.sh
	Benchmarks/draft.sh

clean: ## remove build products
	$(SWIFT) package clean
