"""Two judges: other networks than the trunk, half of whose pictures are reconstructions, so that they judge what a VAE has drawn."""
from .trunk import train
from .vae import load_vae, reconstruct

SAMPLES, SHARE = 400_000, 0.2
SEEDS = {"judge": 1, "judge-b": 2}
CPU_SHARDS, CUDA_SHARDS = 2, 16  # of reconstructions


def main(run, name="judge"):
    vae, changed = load_vae(run), {}
    for number in run.pool.numbers()[: CUDA_SHARDS if run.cuda else CPU_SHARDS]:
        changed[number] = reconstruct(run, vae, run.pool.pictures(number), 256 if run.cuda else 64)
    train(run, name, SEEDS[name], SAMPLES, SHARE, changed)
