#!/usr/bin/env bash
# Makes a stand-in for the image node:22-bookworm-slim where no image can be pulled: Debian by debootstrap, Node and npm out of the npm
# packages of these names. Debian's and npm's clients fetch everything, with the settings and certificates of this machine.
#
# usage: make-base.sh FOLDER IMAGE
set -euo pipefail
folder=$1 image=$2
root=$folder/root

if [ ! -e "$folder/complete" ]; then
  rm -rf "$root"
  mkdir -p "$root"
  debootstrap --variant=minbase bookworm "$root" > "$folder/debootstrap.log"
  rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/var/log/*
  mkdir -p "$root/usr/local/share/ca-certificates"
  cp -r /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"

  # The install script of the package `node` puts the binary in place.
  npm install --silent --prefix "$folder/node" --no-save --ignore-scripts=false node@22 npm@10
  install "$folder/node/node_modules/node/bin/node" "$root/usr/local/bin/node"
  mkdir -p "$root/usr/local/lib/node_modules"
  cp -r "$folder/node/node_modules/npm" "$root/usr/local/lib/node_modules/"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
  touch "$folder/complete"
fi

container=$(buildah from scratch)
buildah add --quiet "$container" "$root" / > "$folder/added"
buildah commit --quiet --rm "$container" "$image" > "$folder/committed"
