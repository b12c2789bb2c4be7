# Two commands: `make run` starts the workbench with its demo, `make test` runs
# every check. See CONTRIBUTING.md for the single steps.

.PHONY: run test build ui tidy clean

run: build
	./target/release/prospect serve --demo --open --data data

build: ui
	cargo build --release --locked --package prospect-cli

ui: ui/dist/index.html

ui/dist/index.html: ui/package-lock.json $(shell find ui/src ui/public ui/index.html -type f 2>/dev/null)
	cd ui && npm ci --no-audit --no-fund && npm run build

test:
	.ci/run

tidy:
	cargo xtask tidy

clean:
	cargo clean
	rm -rf ui/dist ui/node_modules
