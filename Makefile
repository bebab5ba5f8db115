# make demo and make test are all that a newcomer needs.
SHELL := /bin/bash
GO    ?= go
# Folders named testdata are not in ./...
PACKAGES := ./... ./testdata/sites ./testdata/hostile ./testdata/mutate

.PHONY: help demo test check short bench update pictures chromium build clean

help: ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: chromium build ## audit the demonstration site, print the tables, write the report
	./usager demo

test: chromium check ## everything: formatting, vet, staticcheck, all tests with the race detector
	$(GO) build -race ./...
	CI=true $(GO) test -race -p 1 -timeout 40m $(PACKAGES)
	CI=true $(GO) test -run TestHostileSite ./crawler

check: ## formatting, vet, staticcheck
	@test -z "$$(gofmt -l .)" || { echo "not formatted:"; gofmt -l .; exit 1; }
	$(GO) mod tidy -diff
	$(GO) vet $(PACKAGES)
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 $(PACKAGES)

short: ## tests that need no browser
	$(GO) test -short $(PACKAGES)

bench: ## W3C's test cases, clarity, channels, and the Go benchmarks
	$(GO) run ./bench/act
	$(GO) run ./bench/clarity
	$(GO) run ./bench/channels
	$(GO) test -run '^$$' -bench . $(PACKAGES)

update: ## rewrite golden and generated files; read the diff
	$(GO) test ./report ./checks/suite -update
	$(GO) test ./crawler -run TestHostileDocs -update

pictures: chromium ## photograph the report and the table for the README
	docs/pictures/make.sh

build: ## the program
	$(GO) build -trimpath -o usager ./cmd/usager

chromium: ## install Chromium if it is missing
	@./install-chromium

clean:
	rm -rf usager usager-report
