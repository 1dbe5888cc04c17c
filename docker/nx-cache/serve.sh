#!/usr/bin/env bash
# Serves a folder as Nx's remote cache, in the background; `kill $(cat FOLDER/nginx.pid)` stops it.
#
# usage: NX_CACHE_WRITE_TOKEN=… NX_CACHE_READ_TOKEN=… serve.sh FOLDER [ADDRESS:PORT]
#
# Give the token for writing to trusted builds alone (those of the main branch): whoever may write decides what the others run.
set -euo pipefail
: "${NX_CACHE_WRITE_TOKEN:?Set it to a long random word, such as the output of: openssl rand -hex 32}"
: "${NX_CACHE_READ_TOKEN:?Set it to another long random word}"
here=$(cd "$(dirname "$0")" && pwd)
address=${2:-127.0.0.1:8090}
mkdir -p "$1/archives/v1/cache"
folder=$(cd "$1" && pwd)
# Started by root, nginx works as nobody.
if [ "$(id -u)" = 0 ]; then chown -R nobody "$folder/archives"; fi

for token in "$NX_CACHE_WRITE_TOKEN" "$NX_CACHE_READ_TOKEN"; do
  if [[ ! $token =~ ^[A-Za-z0-9_-]{16,}$ ]]; then
    echo "Expected tokens of 16 letters, digits, _ or - at least but received one of ${#token} characters (serve.sh)." >&2
    exit 2
  fi
done
umask 077
cat > "$folder/roles.conf" << ROLES
map \$http_authorization \$role {
  default nobody;
  "Bearer $NX_CACHE_READ_TOKEN" reader;
  "Bearer $NX_CACHE_WRITE_TOKEN" writer;
}
ROLES
echo "server { listen $address; include $here/server.conf; }" > "$folder/listen.conf"
# nginx looks for included files beside the file that includes them.
cp "$here/nginx.conf" "$folder/nginx.conf"
# Its first words go to a log of the system, which nobody but root may write.
nginx -p "$folder" -c "$folder/nginx.conf" -e "$folder/error.log"
