"""Two judges: other networks than the trunk, half of whose pictures are reconstructions, so that they judge what a VAE has drawn."""
from .trunk import train
from .vae import load_vae, reconstruct

SAMPLES, SHARE = 160_000, 0.15
SEEDS = {"judge": 1, "judge-b": 2}
SHARDS = 2  # of reconstructions


def main(run, name="judge"):
    vae, changed = load_vae(run), {}
    for number in run.pool.numbers()[:SHARDS]:
        changed[number] = reconstruct(run, vae, run.pool.pictures(number), 256 if run.cuda else 64)
    train(run, name, SEEDS[name], SAMPLES, SHARE, changed)
