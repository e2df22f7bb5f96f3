#!/usr/bin/env bash
# The whole training on a lent GPU machine, from what `python -m facet_world pack` has put into carried/, in about ten minutes.
# What comes back is written to $OUT after each step, so that a cut costs only the last one. MINUTES: for the trainings; DEVICE=cpu tries it out.
set -euo pipefail
cd "$(dirname "$0")"
export PYTHONUNBUFFERED=1 PYTHONWARNINGS=ignore
STATE=${STATE:-/tmp/open-world}
MINUTES=${MINUTES:-9}
DEVICE=${DEVICE:-cuda}
mkdir -p "$STATE"
cp -r carried/* "$STATE/"
train() { python3 -m facet_world train --state "$STATE" --device "$DEVICE" --threads "$(nproc)" --minutes "$MINUTES" --stages "$@"; }
back() { python3 -m facet_world bring-back --state "$STATE" "$OUT"; }
trap back EXIT

train pool
# Small networks wait for launches more than for the GPU, so two train at once; each pair has a quarter of the minutes.
train trunk text >"$STATE/text.log" 2>&1 &
train vae
wait $! || { tail -30 "$STATE/text.log"; exit 1; }
tail -3 "$STATE/text.log"
back
train latents
train image >"$STATE/image.log" 2>&1 &
train unet
wait $! || tail -30 "$STATE/image.log"
tail -1 "$STATE/image.log"
back
train measure
