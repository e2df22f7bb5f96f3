"""python -m facet_world train --state FOLDER: makes the model of the open world, from drawings to weights.

Stages that are done are skipped, a stage that was stopped goes on from its last checkpoint. Ctrl-C saves and ends."""
import argparse
import sys
from pathlib import Path

import torch

from . import carry, drawings, measure, transfers
from .nets.unet import LAYERS
from .stages import card, export, image, judge, latents, text, tokenizer, trunk, unet, vae
from .training import Run, Stopped, only_one, raise_if_stopped, stoppable

CPU_SHARDS, CUDA_SHARDS = 32, 144


def fetch(run):
    drawings.fetch(run.folder / "drawings", run.folder / "npm")


def fill(run):
    shards = run.planned("pool", CUDA_SHARDS if run.cuda else CPU_SHARDS)

    def progress(done, total):
        print(f"pool: {done} of {total} shards", flush=True)
        raise_if_stopped()

    run.pool.fill(shards, run.workers, progress)


# Name -> what makes it, and the file in the run's folder that says it is made (None: looks for itself what is missing).
STAGES = {
    "drawings": (fetch, "drawings/trophy.fluent-emoji-flat.png"),
    "pool": (fill, None),
    "tokenizer": (tokenizer.main, "tokenizer/tokenizer.json"),
    "trunk": (trunk.main, "trunk.safetensors"),
    "text": (text.main, "text.safetensors"),
    "vae": (vae.main, "vae.safetensors"),
    "image": (image.main, "image.safetensors"),
    "latents": (latents.main, None),
    "unet-narrow": (unet.narrow, "unet-narrow.safetensors"),
    "unet": (unet.main, "unet.safetensors"),
    "judge": (judge.main, "judge.safetensors"),
    "judge-b": (lambda run: judge.main(run, "judge-b"), "judge-b.safetensors"),
    "measure": (measure.main, "figures.json"),
    "export": (export.main, "model/words.json"),
    "card": (card.main, "model/README.md"),
}


def train(run, stages):
    for name in stages:
        make, made = STAGES[name]
        if made is not None and (run.folder / made).exists():
            continue
        with only_one(run, name):
            print(f"stage {name}", flush=True)
            make(run)


def parse():
    parser = argparse.ArgumentParser(prog="facet_world", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    p = commands.add_parser("train", help="make what is missing")
    p.add_argument("--state", type=Path, required=True, help="folder of drawings, pictures, checkpoints and results")
    p.add_argument("--device", choices=["cpu", "cuda"], default="cuda" if torch.cuda.is_available() else "cpu")
    p.add_argument("--threads", type=int, default=1, help="of PyTorch, and processes that render")
    p.add_argument("--minutes", type=float, help="for all trainings together, instead of the usual numbers of samples")
    p.add_argument("--unet", choices=list(LAYERS), default="unet", help="the U-Net that is measured and exported: the narrow one stands long before the other")
    p.add_argument("--stages", nargs="+", choices=list(STAGES), default=list(STAGES), help="only these; those that do not need each other may run side by side")
    moves = {"pack": "copy what a machine without network needs", "bring-back": "copy the results for the way back", "take": "put results that came back into a state folder"}
    for name, what in moves.items():
        p = commands.add_parser(name, help=what)
        p.add_argument("--state", type=Path, required=True)
        p.add_argument("folder", type=Path)
    p = commands.add_parser("transfers", help="render references and what their values should draw beside other words, for `facet binding`")
    p.add_argument("--state", type=Path, required=True)
    p.add_argument("--count", type=int, default=40, help="references of each kind")
    p.add_argument("folder", type=Path)
    return parser.parse_args()


def main():
    a = parse()
    a.state.mkdir(parents=True, exist_ok=True)
    if a.command == "transfers":
        return transfers.write(Run(a.state), a.folder, a.count)
    if a.command != "train":
        move = dict(pack=lambda: carry.pack(a.state, a.folder), take=lambda: carry.take(a.folder, a.state))
        move["bring-back"] = lambda: carry.bring_back(a.state, a.folder)
        return move[a.command]()
    torch.set_num_threads(a.threads)
    torch.set_flush_denormal(True)
    torch.backends.cudnn.benchmark = True  # every batch of a training has the same shape
    run = Run(a.state, torch.device(a.device), workers=a.threads, minutes=a.minutes, unet=a.unet)
    with stoppable():
        try:
            train(run, [name for name in STAGES if name in a.stages])
        except Stopped:
            print("stopped; the same command goes on from here", flush=True)
            sys.exit(130)


if __name__ == "__main__":
    main()
