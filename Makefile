# thoraxd: `make demo` shows the main job, `make test` passes every test; each installs what is missing first.

SWIFT ?= swift
PROGRAMS = thoraxd thoraxctl thorax-model

.PHONY: help dependencies build demo test test-mpi conformance configuration man completions check format bench clean \
	deb test-deb test-sandbox

help: ## print this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

dependencies: ## install Debian packages that are missing, or print the command that does
	@scripts/dependencies.sh

build: dependencies ## build thoraxd, thoraxctl and thorax-model into .build/release
	$(SWIFT) build -c release --product thoraxd
	$(SWIFT) build -c release --product thoraxctl
	$(SWIFT) build -c release --product thorax-model

demo: build ## run the main job on the sample X-rays; KEEP=1 leaves the daemon running
	@KEEP=$(KEEP) scripts/demo.sh

test: dependencies ## build and pass every test
	@scripts/pycocoevalcap.sh
	@scripts/python-peers.sh
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

test-sandbox: build ## draft a study under the limits of systemd/thoraxd.service
	@scripts/test-sandbox.sh .build/release

deb: dependencies ## build the Debian package into .build
	@SWIFT="$(SWIFT)" scripts/make-deb.sh

test-deb: ## install, run, upgrade and purge the package on a clean Debian 12 (root, network)
	@scripts/test-deb.sh

test-mpi: dependencies ## train in several processes through Open MPI and compare with one
	@SWIFT="$(SWIFT)" scripts/test-mpi.sh

conformance: ## write docs/conformance.md from the program's tables
	$(SWIFT) run thoraxd conformance > docs/conformance.md.new
	@mv docs/conformance.md.new docs/conformance.md

configuration: ## write etc/thoraxd.yaml and docs/configuration.md from the program's tables
	$(SWIFT) run thoraxd configuration > etc/thoraxd.yaml.new
	$(SWIFT) run thoraxd configuration --reference > docs/configuration.md.new
	@mv etc/thoraxd.yaml.new etc/thoraxd.yaml
	@mv docs/configuration.md.new docs/configuration.md

man: build ## write manual pages into .build/man/man1
	@mkdir -p .build/man/man1
	@for program in $(PROGRAMS); do \
	    .build/release/$$program --experimental-dump-help | scripts/man.py > .build/man/man1/$$program.1 || exit 1; \
	    gzip -9nf .build/man/man1/$$program.1; \
	done

completions: build ## write completions for bash and zsh into .build/completions
	@mkdir -p .build/completions/bash .build/completions/zsh
	@for program in $(PROGRAMS); do \
	    .build/release/$$program --generate-completion-script bash > .build/completions/bash/$$program || exit 1; \
	    .build/release/$$program --generate-completion-script zsh > .build/completions/zsh/_$$program || exit 1; \
	done

check: ## hold the sources to the format
	$(SWIFT) format lint --recursive --strict Package.swift Sources Tests

format: ## bring the sources into the format
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests

bench: build ## measure against Orthanc and DCMTK, and study to draft by stage
	Benchmarks/store.sh
	Benchmarks/draft.sh

clean: ## remove what was built
	$(SWIFT) package clean
