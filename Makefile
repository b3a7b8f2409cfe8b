# What this house can do. Each target installs what it needs (Debian 12; with sudo where one is not root).
DATA ?= $(or $(BANSO_DATA),data)
PACKAGES_BUILD := tools/packages-build.txt
PACKAGES_DEB := tools/packages-deb.txt
PACKAGES_TEST := tools/packages-test.txt $(PACKAGES_DEB)
WEB := $(shell find web/src web/public web/index.html web/vite.config.ts web/tsconfig.json -type f 2>/dev/null)
# Under sanitizers GCC guesses wrongly about these two; the plain build still warns of them.
TEST_BUILD := -Dtesting=true -Dweb=true -Dbuildtype=debugoptimized -Doptimization=1 -Db_sanitize=address,undefined \
  -Db_lundef=false -Dwerror=true "-Dc_args=-Wno-error=format-overflow -Wno-error=maybe-uninitialized"

.PHONY: help build deb run test check types dev bench trials torture unrest clean packages packages-test build-test

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1\t/' | expand -t 18

build: packages web/dist/index.html build/build.ninja ## build build/banso with the web UI
	@ninja -C build banso

deb: build ## build/banso_VERSION_ARCHITECTURE.deb, a Debian package with a systemd service
	@tools/install-packages $(PACKAGES_DEB)
	@cp "$$(tools/deb build/banso build/deb)" build/ && ls build/banso_*.deb

run: build ## build, create the demo if there is no workspace, serve http://127.0.0.1:8080
	@tools/run build/banso $(DATA)

test: build-test tests/node_modules/.package-lock.json ## run all tests; ends with "N passed, N failed"
	@tools/with-node node tools/test.mjs --built

check: packages-test build-test/build.ninja web/node_modules/.package-lock.json ## run the fast tests and all rules, under a minute
	@ninja -C build-test
	@tools/with-node node tools/test.mjs --fast

types: packages build/build.ninja ## regenerate web/src/api/types.ts from the API
	@test -f web/dist/index.html || $(MAKE) --no-print-directory web/dist/index.html
	@ninja -C build banso
	@build/banso openapi | tools/with-node node tools/types.mjs > build/types.ts && mv build/types.ts web/src/api/types.ts

dev: build-test ## serve a build with sanitizers, rebuild and restart on each change
	@tools/with-node tools/dev build-test/banso $(DATA)

bench: build tests/node_modules/.package-lock.json bench/node_modules/.package-lock.json ## run the benchmarks
	@tools/with-node node tools/measured.mjs bench

trials: build tests/node_modules/.package-lock.json ## run the trials on the data sets in ../shared/data
	@tools/with-node node tools/measured.mjs trials

torture: build-test tests/node_modules/.package-lock.json ## run the long fault tests and the fuzzers
	@tools/install-packages tools/packages-torture.txt
	@BANSO_TORTURE=1 tools/with-node node tools/measured.mjs torture

unrest: build-test tests/node_modules/.package-lock.json ## run the tests of the program while its threads pause at random
	@tools/with-node node tools/measured.mjs unrest

clean: ## remove everything built (not the data)
	rm -rf build build-test build-fuzz web/dist web/node_modules tests/node_modules bench/node_modules .cache

packages:
	@tools/install-packages $(PACKAGES_BUILD)

packages-test:
	@tools/install-packages $(PACKAGES_BUILD) $(PACKAGES_TEST)

build-test: packages-test web/dist/index.html build-test/build.ninja
	@ninja -C build-test

build/build.ninja: | packages
	@meson setup build -Dweb=true

build-test/build.ninja: | packages-test
	@meson setup build-test $(TEST_BUILD)

web/dist/index.html: $(WEB) web/node_modules/.package-lock.json
	@cd web && ../tools/with-node npm run --silent build

web/node_modules/.package-lock.json: web/package-lock.json
	@cd web && ../tools/with-node npm ci --loglevel=error

bench/node_modules/.package-lock.json: bench/package.json
	@cd bench && ../tools/with-node npm install --no-save --no-package-lock --loglevel=error

tests/node_modules/.package-lock.json: tests/package-lock.json
	@cd tests && ../tools/with-node npm ci --loglevel=error
