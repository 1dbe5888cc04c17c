#!/usr/bin/env bash
# Runs Nx in an image's folder as an engine would: the image's entry point is process 1 of its own, a user without rights, and the
# runs and caches are folders from outside. prove.sh calls it in new namespaces; buildah's chroot isolation has none.
#
# usage: unshare --mount --pid --fork as-pid1.sh ROOT RUNS CACHES TASK [OPTION ...]
set -euo pipefail
root=$1 runs=$2 caches=$3
shift 3
mount --bind "$runs" "$root/app/runs"
mount --bind "$caches" "$root/app/.cache"
mount -t proc proc "$root/proc"
exec chroot --userspec=1000:1000 "$root" env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/app/.cache XDG_CACHE_HOME=/opt/cache \
  ARCFACE_LIBRARIES=cpu NX_DAEMON=false NX_TUI=false NX_CACHE_DIRECTORY=/app/.cache/nx \
  NX_WORKSPACE_DATA_DIRECTORY=/app/.cache/nx-workspace \
  sh -c 'cd /app && exec tini -- node node_modules/nx/dist/bin/nx.js run "$@"' sh "$@"
