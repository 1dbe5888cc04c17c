#!/usr/bin/env bash
# Checks and measures on a machine with an NVIDIA GPU what cannot be on one without, and writes FOLDER/gpu.md: the tables that
# bench/README.md has a place for. After `npm ci`; 4 GB of downloads the first time, and some half an hour.
#
# usage: [GPU=0] [NETS="mobilefacenet iresnet18 resnet50"] [IMAGES="64 256"] bench/gpu.sh [FOLDER]
#
# Without a card, this tries the script itself: DEVICE=cpu NETS=lenet++ IMAGES=32 EPOCHS=1 LIMIT=4 bench/gpu.sh
set -euo pipefail
cd "$(dirname "$0")/.."
gpu=${GPU:-0} device=${DEVICE:-gpu} epochs=${EPOCHS:-2}
read -ra nets <<< "${NETS:-mobilefacenet iresnet18 resnet50}"
read -ra batches <<< "${IMAGES:-64 256}"
limit=(${LIMIT:+"--limit=$LIMIT"})
if [ "$device" = gpu ]; then
  chosen=("--gpu=$gpu") precisions=(float32 float16) visible=$gpu
else
  chosen=(--device=cpu) precisions=(float32) visible=-1
fi
folder=${1:-.cache/bench/gpu}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
rm -rf "$folder"/step-* runs/gpu.ce runs/gpu.face runs/gpu.none runs/gpu.fallback
export NX_DAEMON=false NX_TUI=false CUDA_DEVICE_ORDER=PCI_BUS_ID
say() { echo "gpu: $*"; }

# run LOG PROGRAM …: its output goes to FOLDER/LOG.log.
run() { "${@:2}" > "$folder/$1.log" 2>&1; }
# Nothing is replayed: a speed of another day would be.
task() { run "$1" npx nx run "${@:2}" --outputStyle=stream --skip-nx-cache; }
digits() { run "$1" node packages/train/dist/commands/mnist.js --config=mnist.ce --epochs=1 --limit=1 "${@:2}"; }
for prepared in tools:build "graph:native ${chosen[*]}" data:mnist; do
  read -ra words <<< "$prepared"
  say "$prepared"
  task prepared "${words[@]}" || { tail -20 "$folder/prepared.log" >&2; exit 1; }
done
node tools/dist/doctor.js > "$folder/doctor.log" || true
grep -E 'tensorflow|nvidia|cuda' "$folder/doctor.log"

# check WHAT PROGRAM …: a row of the table of checks.
: > "$folder/checks.md"
check() {
  local holds=NO
  if "${@:2}"; then holds=yes; fi
  say "$1: $holds"
  echo "| $1 | $holds |" >> "$folder/checks.md"
}
computes_there() { grep -q "devices: ${device^^}" "$folder/doctor.log"; }
stops() {
  ! digits stops --name=gpu.none --gpu=99 && grep -q 'a GPU that TensorFlow can use but received none' "$folder/stops.log"
}
falls_back() {
  digits falls-back --name=gpu.fallback --gpu=99 --device=auto && grep -q 'NO GPU, the CPU computes' "$folder/falls-back.log"
}
trains() { task digits train:mnist.ce "${chosen[@]}" --name=gpu.ce --epochs="$epochs" "${limit[@]}"; }
# All that uses the card counts: nothing else should meanwhile.
trains_in_half_the_memory() {
  nvidia-smi --id="$gpu" --query-gpu=memory.used,memory.total --format=csv,noheader,nounits --loop-ms=500 > "$folder/memory.csv" &
  local watcher=$! trained=0
  trains || trained=1
  kill $watcher
  [ $trained = 0 ] && awk -F', ' '$1 > most { most = $1 } END { exit !(most > 0 && most < $2 / 2) }' "$folder/memory.csv"
}
tests_pass() {
  (cd "packages/$1" && CUDA_VISIBLE_DEVICES=$visible run "tests-$1" npx vitest run --config ../../vitest.config.ts)
}
check 'TensorFlow computes on the device' computes_there
check 'a run that asks for a GPU that is not there stops with the reason' stops
check 'with --device=auto it falls back aloud' falls_back
if [ "$device" = gpu ]; then
  check 'digits are trained in less than half of the memory: it is taken as it is needed' trains_in_half_the_memory
  for package in graph losses models; do check "the tests of $package pass" tests_pass $package; done
else
  check 'digits are trained' trains
fi

for net in "${nets[@]}"; do
  for batch in "${batches[@]}"; do
    for precision in "${precisions[@]}"; do
      for pass in training inference; do
        name=step-$net-$batch-$precision-$pass
        options=(--net="$net" --images="$batch" --precision="$precision" --device="$device" --json="$folder/$name.json")
        if [ $pass = inference ]; then options+=(--inference); fi
        say "$name"
        CUDA_VISIBLE_DEVICES=$visible run "$name" node tools/dist/profile-step.js "${options[@]}" ||
          say "failed: $(tail -1 "$folder/$name.log")"
      done
    done
  done
done
say 'procedural faces, trained and verified'
ARCFACE_DATA='' task faces eval:lfw "${chosen[@]}" --name=gpu.face --epochs="$epochs" "${limit[@]}" || say "failed: $folder/faces.log"

{
  date -u '+%B %Y'
  nvidia-smi --id="$gpu" --query-gpu=name,driver_version,memory.total --format=csv,noheader 2> /dev/null || echo 'no GPU'
  printf '\n| check | holds |\n| --- | --- |\n'
  cat "$folder/checks.md"
  echo
  node bench/gpu-table.mjs "$folder" gpu.ce gpu.face
} > "$folder/gpu.md"
cat "$folder/gpu.md"
! grep -q 'NO |' "$folder/checks.md"
