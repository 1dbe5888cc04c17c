#!/usr/bin/env bash
# Shows that two clones share the cache: the first one builds and stores, the second one fetches and builds nothing, also with the token
# that only reads; a stranger's token is refused. Needs nginx, and this workspace with its node_modules.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
workspace=$(cd "$here/../.." && pwd)
folder=$(mktemp -d)
stop() {
  if [ -f "$folder/server/nginx.pid" ]; then kill "$(cat "$folder/server/nginx.pid")"; fi
  rm -rf "$folder"
}
trap stop EXIT
chmod a+rx "$folder"

export NX_CACHE_WRITE_TOKEN=writer-of-the-proof-1 NX_CACHE_READ_TOKEN=reader-of-the-proof-1
address=127.0.0.1:${PORT:-8091}
"$here/serve.sh" "$folder/server" "$address"

export NX_DAEMON=false NX_TUI=false NX_SELF_HOSTED_REMOTE_CACHE_SERVER=http://$address
# One run in a clone of its own, whose local cache is empty. Hard links make node_modules cheap.
build() {
  local clone=$folder/$1
  git clone --quiet "$workspace" "$clone"
  cp -al "$workspace/node_modules" "$clone/" 2> /dev/null || cp -r "$workspace/node_modules" "$clone/"
  (
    cd "$clone"
    NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN=$2 NX_CACHE_DIRECTORY=$clone/.nx/cache \
      NX_WORKSPACE_DATA_DIRECTORY=$clone/.nx/workspace-data npx nx run losses:build 2>&1
  )
}
expect() {
  if ! grep -q "$1" "$folder/$2"; then
    cat "$folder/$2" >&2
    echo "nx-cache: expected '$1' in what $2 printed." >&2
    exit 1
  fi
}

build first "$NX_CACHE_WRITE_TOKEN" > "$folder/first.log"
expect '0/3 hit\|> tsc' first.log
build second "$NX_CACHE_READ_TOKEN" > "$folder/second.log"
expect '3 out of 3 tasks' second.log
cmp "$folder/first/packages/losses/dist/index.js" "$folder/second/packages/losses/dist/index.js"
if build stranger nobody-knows-this-one > "$folder/stranger.log"; then
  echo 'nx-cache: a stranger was let in.' >&2
  exit 1
fi
expect 'Expected a token of this cache' stranger.log
echo "nx-cache: two clones share it, $(du -sh "$folder/server/archives" | cut -f1) for three builds; a stranger is refused"
