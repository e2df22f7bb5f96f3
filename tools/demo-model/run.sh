#!/usr/bin/env bash
# Makes the demo model from nothing: environment, data, trainings, figures, export, model card.
# Stages that are complete are skipped, stages that were stopped go on from their last checkpoint: run it again after any stop.
# On a CPU the U-Net trains in one process per core (WORKERS), on a GPU in one process.
set -euo pipefail
cd "$(dirname "$0")"
WORK=${FACET_DEMO_WORK:-work}
PYTHON=.venv/bin/python
NARROW_SAMPLES=${NARROW_SAMPLES:-85000}
FULL_SAMPLES=${FULL_SAMPLES:-150000}
GUIDANCE=${GUIDANCE:-2.5}
mkdir -p "$WORK/log" "$WORK/done"
export FACET_DEMO_WORK="$WORK" PYTHONPATH=. HF_HUB_OFFLINE=1

stage() { # stage NAME COMMAND...: run once, log to work/log/NAME.log
  local name=$1
  shift
  [ -f "$WORK/done/$name" ] && return
  echo "$(date +%T) $name"
  "$@" >>"$WORK/log/$name.log" 2>&1 || { echo "$name failed, see $WORK/log/$name.log" >&2; return 1; }
  touch "$WORK/done/$name"
}

if ! cmp -s requirements.txt .venv/installed.txt; then
  echo "$(date +%T) environment"
  python3 -m venv .venv
  .venv/bin/pip install --quiet --requirement requirements.txt
  cp requirements.txt .venv/installed.txt
fi

CORES=$(nproc)
GPU=$($PYTHON -c 'import torch; print(int(torch.cuda.is_available()))')
WORKERS=${WORKERS:-$([ "$GPU" = 1 ] && echo 1 || echo "$CORES")}
unet() { $PYTHON -m torch.distributed.run --standalone --nproc-per-node "$WORKERS" -m facet_demo.unet "$@"; }

stage data $PYTHON -m facet_demo.data
stage tokenizer $PYTHON -m facet_demo.tokenizer
stage trunk $PYTHON -m facet_demo.classifier trunk
stage clip $PYTHON -m facet_demo.clip
stage vae env FACET_DEMO_THREADS="$CORES" $PYTHON -m facet_demo.vae
stage latents $PYTHON -m facet_demo.latents
stage unet-narrow unet narrow --samples "$NARROW_SAMPLES" --lr 1.5e-3 --hold 1
stage unet-full unet full --samples "$FULL_SAMPLES" --lr 1.3e-3 --decay 0.999
stage judge-a $PYTHON -m facet_demo.classifier judge-a
stage judge-b $PYTHON -m facet_demo.classifier judge-b
stage evaluate $PYTHON -m facet_demo.evaluate --count 800 --guidance "$GUIDANCE"
stage export $PYTHON -m facet_demo.export
stage verify $PYTHON -m facet_demo.verify
stage card $PYTHON -m facet_demo.card
echo "$(date +%T) done: models/demo"
