#!/usr/bin/env bash
# Proves the CPU image where there is no daemon and no image to pull from: builds it with buildah on a base of its own making, trains in
# it, stops a training as an engine does, goes on from there, verifies procedural faces, and builds a second time to compare.
# Debian, as root: apt-get install buildah debootstrap. Half an hour on two cores, and 12 GB.
#
# usage: prove.sh [FOLDER]      keeps base and images in FOLDER; without one they go with the end
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."
say() { echo "prove: $*"; }
fail() { echo "prove: $*" >&2; exit 1; }
for program in buildah debootstrap unshare; do
  command -v $program > /dev/null || fail "$program is missing: apt-get install buildah debootstrap util-linux"
done

if [ -n "${1:-}" ]; then
  mkdir -p "$1"
  folder=$(cd "$1" && pwd)
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi
mkdir -p "$folder/base" "$folder/runs" "$folder/caches" "$folder/tmp"
chmod 777 "$folder/runs" "$folder/caches"
cat > "$folder/storage.conf" << STORAGE
[storage]
driver = "vfs"
graphroot = "$folder/images"
runroot = "$folder/run"
STORAGE
# vfs copies everything for each layer: one layer for the whole build.
export CONTAINERS_STORAGE_CONF=$folder/storage.conf BUILDAH_ISOLATION=chroot BUILDAH_LAYERS=false TMPDIR=$folder/tmp
export NX_DAEMON=false NX_TUI=false

say "the base: Debian by debootstrap, Node and npm out of npm packages"
docker/make-base.sh "$folder/base" arcface-ts-base
npx tsc -b tools

build() {
  SECONDS=0
  node tools/dist/docker-build.js --engine=buildah --base=localhost/arcface-ts-base > "$folder/build.log" 2>&1 ||
    { tail -20 "$folder/build.log"; fail "the build failed: $folder/build.log"; }
  say "built in $SECONDS s"
}

# What an image holds, for the comparison of two: every file with its mode and owner, and the versions of all that is installed.
inventory() {
  local container root
  container=$(buildah from arcface-ts:cpu)
  root=$(buildah mount "$container")
  (cd "$root" && find . -xdev -printf '%M %u:%g %p -> %l\n' | sort) > "$1.files"
  {
    chroot "$root" dpkg-query --show
    chroot "$root" node --version
    sha256sum < "$root/app/node_modules/.package-lock.json"
    ls "$root/opt/cache/arcface-ts"
  } > "$1.versions"
  (cd "$root" && find . -xdev -type f -print0 | sort -z | xargs -0 sha256sum) > "$1.contents"
  for part in '' /opt/cache /app/node_modules /usr; do
    echo "${part:-all} $(du -sm "$root$part" | cut -f1)"
  done > "$1.sizes"
  buildah rm "$container" > /dev/null
}

build
inventory "$folder/first"
say "MiB: $(paste -sd, "$folder/first.sizes")"

say "the doctor in the image"
container=$(buildah from arcface-ts:cpu)
buildah run "$container" -- node tools/dist/doctor.js > "$folder/doctor.log" || { cat "$folder/doctor.log"; fail 'the doctor finds a fault'; }
grep '✓ fonts' "$folder/doctor.log" || fail 'pictures would have no letters'
buildah rm "$container" > /dev/null

say "training with docker:train"
node tools/dist/docker-train.js --engine=buildah --task=mnist.ce --name=prove.ce --epochs=2 --limit=20 > "$folder/train.log" 2>&1 ||
  { tail -20 "$folder/train.log"; fail 'docker:train failed'; }
grep 'test: ' "$folder/train.log" || fail "no test in $folder/train.log"

say "stopping a training by SIGTERM to process 1"
container=$(buildah from arcface-ts:cpu)
root=$(buildah mount "$container")
train() {
  unshare --mount --pid --fork docker/as-pid1.sh "$root" "$folder/runs" "$folder/caches" \
    train:mnist.ce --name=stopped --epochs=2 --limit=40 --outputStyle=stream > "$folder/$1.log" 2>&1
}
# The only child of a process.
child() {
  local found
  found=$(pgrep -P "$1") && [[ $found != *$'\n'* ]] && echo "$found"
}
: > "$folder/stopped.log"
train stopped &
training=$!
until grep -q images/s "$folder/stopped.log"; do
  kill -0 $training 2> /dev/null || { tail -20 "$folder/stopped.log"; fail 'the training ended before its first step'; }
  sleep 1
done
# Process 1 of the container is the child of unshare, which itself ignores the signal.
{ unshared=$(child $training) && process1=$(child "$unshared"); } || fail 'process 1 of the container is not found'
kill -TERM "$process1"
code=0
wait $training || code=$?
[ $code = 130 ] || { tail -20 "$folder/stopped.log"; fail "expected exit code 130 but received $code"; }
saved=$(ls "$folder/runs/stopped/checkpoints")
say "ended with 130 after saving $saved"
train resumed || { tail -20 "$folder/resumed.log"; fail 'the training did not go on'; }
grep -o 'resuming from .*' "$folder/resumed.log" | grep "$saved" || fail "it did not go on from $saved"
buildah rm "$container" > /dev/null

say "verifying with docker:eval, on procedural faces"
ARCFACE_DATA='' node tools/dist/docker-eval.js --engine=buildah --name=prove.face --epochs=1 --limit=4 > "$folder/eval.log" 2>&1 ||
  { tail -20 "$folder/eval.log"; fail 'docker:eval failed'; }
grep -o '"dataset": *"procedural"' runs/prove.face/eval/lfw.json || fail 'not procedural faces'

say "building again, to compare"
buildah rmi arcface-ts:cpu > /dev/null
build
inventory "$folder/second"
diff "$folder/first.files" "$folder/second.files" || fail 'the two builds hold other files'
diff "$folder/first.versions" "$folder/second.versions" || fail 'the two builds hold other versions'
differing=$(diff "$folder/first.contents" "$folder/second.contents" | grep -c '^>' || true)
say "two builds: the same $(wc -l < "$folder/first.files") files and the same versions; $differing files differ in a byte:"
diff "$folder/first.contents" "$folder/second.contents" | sed -n 's/^> [0-9a-f]*/prove:  /p' | head -20
say 'all of it holds'
