#!/usr/bin/env bash
# The whole training on a lent GPU machine, from what `python -m facet_world pack` has put into carried/, in about ten minutes.
# What comes back is written to $OUT after each step, so that a cut costs only the last one. MINUTES: for the trainings, and a minute and a half comes to them; DEVICE=cpu tries it out.
set -euo pipefail
cd "$(dirname "$0")"
export PYTHONUNBUFFERED=1 PYTHONWARNINGS=ignore
STATE=${STATE:-/tmp/open-world}
MINUTES=${MINUTES:-8.5}
DEVICE=${DEVICE:-cuda}
FIRST=${FIRST:-40} # shards that the first trainings begin with, while the others are rendered
mkdir -p "$STATE"
cp -r carried/* "$STATE/"
train() { python3 -m facet_world train --state "$STATE" --device "$DEVICE" --threads "$(nproc)" --minutes "$MINUTES" --stages "$@"; }
# Beside others in the background; what it said is shown when it is waited for.
begin() { train "$@" >"$STATE/$1.log" 2>&1 & }
end() { wait "$1" || { tail -30 "$STATE/$2.log"; return 1; }; tail -3 "$STATE/$2.log"; }
back() {
  python3 -m facet_world bring-back --state "$STATE" "$OUT"
  tail -n 400 "$STATE"/*.log >"$OUT/log.txt"
}
trap back EXIT

begin pool; pool=$!
until [ "$(ls "$STATE"/pool/values-*.pkl 2>/dev/null | wc -l)" -ge "$FIRST" ]; do kill -0 $pool 2>/dev/null || break; sleep 0.5; done
begin trunk text; text=$!
begin vae; vae=$!
end $vae vae
end $pool pool
train latents
end $text trunk
begin image; image=$!
begin judge judge-b; judges=$!
train unet
back
end $image image || true
end $judges judge || true
