"""The small AutoencoderKL: 64x64 pictures to latents [4, 16, 16], trained from scratch.

Loss: L1 + L2 + gradients + color averaged over 4x4 pixels + features of the trunk classifier + a light KL term.
At the end the mean and deviation of the latents are folded into the 1x1 convolutions at both ends, so that latents are about
N(0, 1) per channel and scaling_factor is 1.
"""
import copy

import numpy as np
import torch
from diffusers import AutoencoderKL

from .classifier import load_classifier, predict
from .data import load, to_pictures, to_tensor
from .paths import WORK
from .render import sheet
from .training import DEVICE, Checkpoint, adamw, average_share, half_precision, learning_rate, set_learning_rate, setup, update_average

STEPS, BATCH, LR, EMA = 7_800, 8, 1.5e-3, 0.998
FOLDER = WORK / "pipe" / "vae"


def make_vae():
    return AutoencoderKL(
        in_channels=3, out_channels=3, down_block_types=["DownEncoderBlock2D"] * 3, up_block_types=["UpDecoderBlock2D"] * 3,
        block_out_channels=[16, 32, 64], layers_per_block=1, latent_channels=4, norm_num_groups=8, sample_size=64,
        mid_block_add_attention=False,
    )


@torch.no_grad()
def reconstruct(vae, pictures, batch=100):
    """uint8 pictures through the VAE (mean of the latents) and back to uint8."""
    out = []
    for i in range(0, len(pictures), batch):
        x = to_tensor(pictures[i : i + batch]).to(DEVICE).contiguous(memory_format=torch.channels_last)
        with half_precision():
            out.append(to_pictures(vae.decode(vae.encode(x).latent_dist.mean).sample))
    return np.concatenate(out)


def gradients(x):
    return x[..., 1:] - x[..., :-1], x[..., 1:, :] - x[..., :-1, :]


def picture_loss(result, target, classifier):
    """Weighted sum of the reconstruction terms. result is the decoder's output, target the picture, both [n, 3, 64, 64]."""
    with half_precision():
        with torch.no_grad():
            wanted = classifier.early_features(target)
        got = classifier.early_features(result)
    features = sum((g - w).abs().mean() / (w.abs().mean() + 1e-3) for g, w in zip(got, wanted)).float() / 4
    result = result.float()
    edges = sum((a - b).abs().mean() for a, b in zip(gradients(result), gradients(target)))
    low = torch.nn.functional.avg_pool2d(result - target, 4)
    chroma = low - low.mean(1, keepdim=True)
    difference = result - target
    return difference.abs().mean() + difference.square().mean() + 0.5 * edges + 4 * chroma.abs().mean() + 10 * chroma.square().mean() + 0.15 * features


def report(vae, classifier, pictures, factors):
    """PSNR in dB and, per factor, the share of reconstructions that the classifier judges right."""
    result = reconstruct(vae, pictures)
    error = ((result.astype(np.float32) - pictures) ** 2).mean((1, 2, 3)) / 255**2
    right = (predict(classifier, result) == factors).mean(0).round(3).tolist()
    return f"PSNR {(-10 * np.log10(error)).mean():.2f} right {right}", result


@torch.no_grad()
def fold_statistics(vae, pictures):
    """Make latents ~ N(0, 1) per channel by changing quant_conv and post_quant_conv; the function of the whole VAE stays."""
    x = to_tensor(pictures).to(DEVICE)
    z = torch.cat([vae.encode(x[i : i + 100]).latent_dist.mean for i in range(0, len(x), 100)])
    mean, std = z.mean((0, 2, 3)), z.std((0, 2, 3))
    enter, leave = vae.quant_conv, vae.post_quant_conv
    enter.weight[:4] /= std.view(4, 1, 1, 1)
    enter.bias[:4] = (enter.bias[:4] - mean) / std
    enter.bias[4:] -= 2 * std.log()
    leave.bias += leave.weight[:, :, 0, 0] @ mean
    leave.weight *= std.view(1, 4, 1, 1)
    vae.register_to_config(scaling_factor=1.0)


def main():
    setup(0)
    pictures, _ = load("train")
    held, held_factors = (a[:400] for a in load("held"))
    vae = make_vae().to(DEVICE, memory_format=torch.channels_last).train()
    average = copy.deepcopy(vae).eval().requires_grad_(False)
    optimizer = adamw(vae.parameters(), LR, betas=(0.9, 0.95), weight_decay=1e-4)
    checkpoint, start = Checkpoint("vae"), 0
    if state := checkpoint.load():
        vae.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        start = state["step"]
    rng = np.random.default_rng([0, start])
    classifier = load_classifier("trunk")

    def save(step):
        checkpoint.save(dict(model=vae.state_dict(), average=average.state_dict(), optimizer=optimizer.state_dict(), step=step))

    for step in range(start, STEPS):
        set_learning_rate(optimizer, learning_rate(LR, step, step / STEPS, 50, 0.35))
        x = to_tensor(pictures[rng.integers(len(pictures), size=BATCH)]).to(DEVICE).contiguous(memory_format=torch.channels_last)
        with half_precision():
            posterior = vae.encode(x).latent_dist
            result = vae.decode(posterior.sample()).sample
        kl = 0.5 * (posterior.mean.float() ** 2 + posterior.var.float() - 1 - posterior.logvar.float()).mean()
        loss = picture_loss(result, x, classifier) + 3e-4 * kl
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(vae.parameters(), 1.0, foreach=True)
        optimizer.step()
        update_average(average, vae, average_share(EMA, step))
        if (step + 1) % 200 == 0:
            print(f"{step + 1} loss {loss:.4f} kl {kl:.2f}", flush=True)
        if checkpoint.due():
            save(step + 1)
            print("  ", report(average, classifier, held, held_factors)[0], flush=True)
    save(STEPS)
    average = average.to(memory_format=torch.contiguous_format)
    fold_statistics(average, pictures[:1500])
    text, result = report(average, classifier, held, held_factors)
    print("final", text, flush=True)
    sheet([p for pair in zip(held[:40], result[:40]) for p in pair], 10).save(WORK / "reconstructions.png")
    average.to("cpu").save_pretrained(FOLDER)


if __name__ == "__main__":
    main()
