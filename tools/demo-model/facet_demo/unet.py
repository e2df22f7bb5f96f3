"""The U-Net: Stable Diffusion's block structure made small, and its training on the VAE's latents.

Cosine noise schedule (squaredcos_cap_v2): under Stable Diffusion's own schedule latents of 16x16 are still recognisable when
those of 64x64 are not, and everything would be decided in the last stages. v-prediction with a uniform loss: min-SNR weights would
take the weight off the noisy steps, where object and layout are decided.

Two phases on a CPU: `narrow` (layers_per_block 1, cheap steps), then `full` (layers_per_block 2, 16 cross-attention layers),
which starts as exactly the same function (grow). Run under torch.distributed.run with one process per core, or as one process on a GPU.
"""
import argparse
import copy
import os
import time

import numpy as np
import torch
import torch.distributed as dist
from diffusers import DDIMScheduler, DDPMScheduler, UNet2DConditionModel
from transformers import CLIPTextModel

from .data import load
from .growing import grow
from .paths import WORK
from .tokenizer import load_tokenizer, tokenize
from .training import DEVICE, Checkpoint, adamw, average_share, learning_rate, set_learning_rate, setup, update_average
from .world import leave_open, training_caption

SCHEDULE = dict(num_train_timesteps=1000, beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction", clip_sample=False)
SAMPLER = DDIMScheduler(**SCHEDULE, set_alpha_to_one=False, steps_offset=1, timestep_spacing="leading")
EMPTY_SHARE, VAGUE_SHARE, VAGUE_OPEN = 0.1, 0.12, 0.5
FOLDER = WORK / "pipe" / "unet"


def make_unet(layers_per_block, cross_attention_dim=128):
    channels = [32, 64, 128]
    return UNet2DConditionModel(
        sample_size=16, in_channels=4, out_channels=4, block_out_channels=channels, layers_per_block=layers_per_block,
        down_block_types=["CrossAttnDownBlock2D"] * 3, up_block_types=["CrossAttnUpBlock2D"] * 3,
        mid_block_type="UNetMidBlock2DCrossAttn", cross_attention_dim=cross_attention_dim,
        attention_head_dim=[max(1, c // 32) for c in channels], norm_num_groups=16,
    )


class CaptionEncoder:
    """Captions to the frozen text tower's last hidden states [n, 16, 128], remembered in half precision."""

    def __init__(self):
        self.tokenizer = load_tokenizer()
        self.tower = CLIPTextModel.from_pretrained(WORK / "pipe" / "text_encoder").eval().requires_grad_(False).to(DEVICE)
        self.known = {}

    @torch.no_grad()
    def __call__(self, captions):
        if len(self.known) > 40_000:
            self.known.clear()
        unknown = [c for c in dict.fromkeys(captions) if c not in self.known]
        if unknown:
            states = self.tower(tokenize(self.tokenizer, unknown).to(DEVICE)).last_hidden_state.half()
            self.known.update(zip(unknown, states))
        return torch.stack([self.known[c] for c in captions]).float()


def draw_caption(factors, rng):
    """Mostly all four words; sometimes a vague caption, sometimes none (for classifier-free guidance)."""
    share = rng.random()
    if share < EMPTY_SHARE:
        return ""
    return training_caption(leave_open(factors, rng, VAGUE_OPEN if share < EMPTY_SHARE + VAGUE_SHARE else 0.0), rng)


class GradientAverage:
    """One flat all-reduce of the gradients over the processes; nothing to do when there is only one."""

    def __init__(self, parameters):
        self.parameters, self.world = list(parameters), dist.get_world_size() if dist.is_initialized() else 1
        self.flat = torch.empty(sum(p.numel() for p in self.parameters)) if self.world > 1 else None

    def __call__(self):
        if self.world == 1:
            return
        gradients = [p.grad for p in self.parameters]
        views = [v.view_as(p) for v, p in zip(self.flat.split([p.numel() for p in self.parameters]), self.parameters)]
        torch._foreach_copy_(views, gradients)
        dist.all_reduce(self.flat)
        self.flat /= self.world
        torch._foreach_copy_(gradients, views)


def start_state(phase, checkpoint):
    """The phase's own checkpoint, else (full) the grown result of `narrow`, else nothing."""
    if state := checkpoint.load():
        return state
    if phase == "full" and (narrow := Checkpoint("unet-narrow").load()):
        return dict(seen=0, **{key: grow(narrow[key], make_unet(2).state_dict()) for key in ("model", "average")})
    return None


def train(phase, samples, batch, lr, hold, decay):
    rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    if world > 1:
        dist.init_process_group("gloo")
    setup(0)
    unet = make_unet({"narrow": 1, "full": 2}[phase])
    average = copy.deepcopy(unet).eval().requires_grad_(False)
    checkpoint, seen = Checkpoint(f"unet-{phase}"), 0
    state = start_state(phase, checkpoint)
    if state:
        unet.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        seen = state["seen"]
    unet.to(DEVICE).train()
    average.to(DEVICE)
    optimizer = adamw(unet.parameters(), lr)
    if state and "optimizer" in state:
        optimizer.load_state_dict(state["optimizer"])
    latents, (_, factors) = torch.load(WORK / "latents.pt").float(), load("train")
    noise, encode, average_gradients = DDPMScheduler(**SCHEDULE), CaptionEncoder(), GradientAverage(unet.parameters())
    rng = np.random.default_rng([1000 + rank, seen])
    torch.manual_seed(1_000_000 * rank + seen)
    step, began, first, window = seen // (batch * world), time.time(), seen, []

    def save():
        checkpoint.save(dict(model=unet.state_dict(), average=average.state_dict(), optimizer=optimizer.state_dict(), seen=seen, done=seen >= samples))

    while seen < samples:
        set_learning_rate(optimizer, learning_rate(lr, step, seen / samples, 150, hold))
        index = rng.integers(len(latents), size=batch)
        context = encode([draw_caption(factors[i], rng) for i in index])
        z = latents[torch.from_numpy(index)].to(DEVICE)
        e = torch.randn_like(z)
        t = ((torch.arange(batch) + torch.rand(batch)) / batch * 1000).long().clamp(0, 999).to(DEVICE)  # stratified
        predicted = unet(noise.add_noise(z, e, t), t, context).sample
        loss = (predicted - noise.get_velocity(z, e, t)).square().mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        average_gradients()
        torch.nn.utils.clip_grad_norm_(unet.parameters(), 1.0, foreach=True)
        optimizer.step()
        step, seen = step + 1, seen + batch * world
        if rank == 0:
            update_average(average, unet, average_share(decay, step))
            window.append(loss.item())
            if step % 50 == 0:
                print(f"{phase} seen {seen} ({(seen - first) / (time.time() - began):.1f}/s) v loss {np.mean(window):.4f}", flush=True)
                window.clear()
            if checkpoint.due():
                save()
    if rank == 0:
        save()
        average.cpu().save_pretrained(FOLDER)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("phase", choices=["narrow", "full"])
    parser.add_argument("--samples", type=int, required=True, help="pictures to train on in this phase, over all processes")
    parser.add_argument("--batch", type=int, default=16, help="per process")
    parser.add_argument("--lr", type=float, default=1.5e-3)
    parser.add_argument("--hold", type=float, default=0.35, help="share of the phase before the learning rate falls")
    parser.add_argument("--decay", type=float, default=0.998, help="of the moving average, per step")
    a = parser.parse_args()
    train(a.phase, a.samples, a.batch, a.lr, a.hold, a.decay)


if __name__ == "__main__":
    main()
