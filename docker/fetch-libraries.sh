#!/bin/sh
# Fetches TensorFlow's libraries for an image, before anything of the workspace is built: a layer that only new pins change.
# What packages/graph/src/native/fetch-libraries.ts does elsewhere, for the machine that builds. graph:native looks for the folder
# under the same name, and fetches by itself when it is not there.
#
# usage: fetch-libraries.sh cpu|gpu
set -eu
cd "$(dirname "$0")/../packages/graph/native"

device=$1
case $(uname -m) in
  x86_64) platform=linux-x64 ;;
  aarch64) platform=linux-arm64 ;;
  *) echo "Expected a machine of x86_64 or aarch64 but received $(uname -m) (fetch-libraries.sh)." >&2; exit 1 ;;
esac
pins=requirements-$device-$platform.txt
if [ ! -f "$pins" ]; then
  echo "Expected cpu, or gpu on x86_64, but received $device on $platform (build argument DEVICE). Build the image with DEVICE=cpu." >&2
  exit 2
fi

# The first twelve digits of requirementsHash() there.
hash=$(cat "$pins" extract_wheels.py | sha256sum | cut -c1-12)
folder=${XDG_CACHE_HOME:-$HOME/.cache}/arcface-ts/tensorflow-$device-$platform-$hash
if [ "${2:-}" = --print ]; then
  echo "$folder"
  exit
fi
wheels=$(mktemp -d)
trap 'rm -rf "$wheels"' EXIT
python3 -m pip download --quiet --disable-pip-version-check --no-cache-dir --no-deps --require-hashes --only-binary=:all: \
  --implementation cp --python-version 3.11 --abi cp311 --abi none --dest "$wheels" --requirement "$pins"
python3 extract_wheels.py "$folder" "$wheels"/*
