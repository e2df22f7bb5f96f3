"""A quick look at a U-Net in training: the trunk classifier on a few samples of the running average. Not the final judgement."""
import argparse

from .classifier import load_classifier, predict
from .evaluate import balanced_combinations
from .paths import WORK
from .render import sheet
from .sampling import sample_all
from .training import Checkpoint, setup
from .world import FACTORS, NAMES, caption


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("phase", choices=["narrow", "full"])
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--judge", default="trunk")
    a = parser.parse_args()
    setup(0)
    state = Checkpoint(f"unet-{a.phase}").load()
    weights = ({"narrow": 1, "full": 2}[a.phase], state["average"])
    factors = balanced_combinations(a.count, 5)
    pictures = sample_all([caption(f) for f in factors], a.steps, a.guidance, 1000, weights)
    right = predict(load_classifier(a.judge), pictures) == factors
    print("seen", state["seen"], "guidance", a.guidance, dict(zip(NAMES, right.mean(0).round(3).tolist())))
    for k, name in enumerate(NAMES):
        print("  ", {w: round(float(right[factors[:, k] == i, k].mean()), 2) for i, w in enumerate(FACTORS[name]) if (factors[:, k] == i).any()})
    sheet(pictures[:100], 10, 2).save(WORK / "probe.png")


if __name__ == "__main__":
    main()
