"""A U-Net of one layer per block becomes one of two that computes the same function."""
import torch


def grow(narrow_weights, weights):
    """Weights of layers_per_block 1 to weights of layers_per_block 2; `weights` are fresh ones of the latter, changed in place.

    The last up layer moves to the new last place; new residual and attention blocks add zero; a new up block keeps its hidden
    half of the concatenation and ignores the skip.
    """
    new = set(weights)
    for key, value in narrow_weights.items():
        part = key.split(".")
        if part[0] == "up_blocks" and part[2] in ("resnets", "attentions") and part[3] == "1":
            key = ".".join(part[:3] + ["2"] + part[4:])
        weights[key] = value.clone()
        new.discard(key)
    for key in new:
        part = key.split(".")
        if part[4] in ("conv2", "proj_out"):
            weights[key].zero_()
        if part[4] == "conv_shortcut":
            weights[key].zero_()
            if key.endswith("weight"):
                outputs = weights[key].shape[0]
                weights[key][:, :outputs, 0, 0] = torch.eye(outputs)
    return weights
