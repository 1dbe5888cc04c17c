#!/usr/bin/env bash
# What somebody gets from npm: packs the package, installs it into an empty project, runs the README's first example, and
# compiles it against the types. Uses the Node on the PATH; `nx run tensorboard-ts-writer:build` comes before.
set -euo pipefail
package=$(cd "$(dirname "$0")/.." && pwd)
compiler=$(cd "$package/../.." && pwd)/node_modules/typescript/bin/tsc
types=$(cd "$package/../.." && pwd)/node_modules/@types
project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT

(cd "$package" && npm pack --silent --pack-destination "$project" > /dev/null)
cd "$project"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent ./tensorboard-ts-writer-*.tgz
awk '/^```ts$/ { inside = 1; next } /^```$/ { if (inside) exit } inside' "$package/README.md" > example.ts
echo 'await writer.close();' >> example.ts
cp example.ts example.mjs

node example.mjs
events=$(find runs/first -name 'events.out.tfevents.*' -size +0 | wc -l)
if [ "$events" -ne 1 ]; then
  echo "install: expected one event file from the README's example but received $events" >&2
  exit 1
fi
node "$compiler" --noEmit --strict --module nodenext --target es2023 --typeRoots "$types" --types node example.ts
echo "install: the README's example writes events and compiles on Node $(node --version)"
