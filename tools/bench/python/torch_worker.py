"""PyTorch's side of the benchmark: reads one JSON request per line, answers with one JSON line.

  {"load": case}       builds the networks of the case (random weights from a seed), answers {"loaded": ...}
  {"run": n}           runs n iterations, answers {"samples": [{"cpuMs", "wallMs"}, ...], "peakRssBytes"}

A case: {"kind": "forward"|"step"|"inversion", "model": folder with config.json files or "sd15", "batch", "latent",
"contextLength", "threads", "steps", "torchMode": "eager"|"bfloat16"|"compiled"}. Float32 unless it says bfloat16. Weights are frozen: only
conditioning gets gradients.
"""
import json
import platform
import resource
import sys
import time
from pathlib import Path

import torch
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel


def rss_bytes(kind):
    """Resident memory now (VmRSS) or at its highest (VmHWM)."""
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith(kind + ":"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    scale = 1 if platform.system() == "Darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale


def read_config(folder, part):
    return json.loads((Path(folder) / part / "config.json").read_text())


def make_unet(model):
    torch.manual_seed(0)
    if model == "sd15":
        unet = UNet2DConditionModel(sample_size=32, cross_attention_dim=768)
    else:
        unet = UNet2DConditionModel.from_config(read_config(model, "unet"))
    return unet.eval().requires_grad_(False)


def in_mode(unet, mode):
    if mode == "bfloat16":
        return unet.to(torch.bfloat16)
    return torch.compile(unet) if mode == "compiled" else unet


class Forward:
    def __init__(self, case):
        unet = make_unet(case["model"])
        width = unet.config.cross_attention_dim
        self.unet = in_mode(unet, case["torchMode"])
        dtype = torch.bfloat16 if case["torchMode"] == "bfloat16" else torch.float32
        n, size = case["batch"], case["latent"]
        self.latents = torch.randn(n, 4, size, size, dtype=dtype)
        self.timesteps = torch.full((n,), 500)
        self.context = torch.randn(n, case["contextLength"], width, dtype=dtype)

    def run(self):
        with torch.no_grad():
            self.unet(self.latents, self.timesteps, self.context, return_dict=False)


class Step(Forward):
    """Loss and its gradient with respect to the conditioning."""

    def __init__(self, case):
        super().__init__(case)
        self.target = torch.randn_like(self.latents)
        self.weights = torch.ones(case["batch"])

    def run(self):
        context = self.context.requires_grad_(True)
        context.grad = None
        prediction = self.unet(self.latents, self.timesteps, context, return_dict=False)[0]
        losses = ((self.target - prediction) ** 2).mean(dim=(1, 2, 3))
        (losses * self.weights).sum().backward()


class Inversion:
    """Textual inversion as Facet runs it: one vector, AdamW, the picture's latents encoded once."""

    def __init__(self, case):
        folder = case["model"]
        self.steps, self.batch = case["steps"], case["batch"]
        self.unet = make_unet(folder)
        self.text = CLIPTextModel(CLIPTextConfig.from_dict(read_config(folder, "text_encoder"))).eval().requires_grad_(False)
        self.vae = AutoencoderKL.from_config(read_config(folder, "vae_encoder")).eval().requires_grad_(False)
        self.scheduler = DDIMScheduler.from_config(json.loads((Path(folder) / "scheduler/scheduler_config.json").read_text()))
        self.context_length = self.text.config.max_position_embeddings
        self.ids = torch.zeros(1, self.context_length, dtype=torch.long)
        side = case["latent"] * 2 ** (len(self.vae.config.block_out_channels) - 1)
        self.picture = torch.rand(1, 3, side, side) * 2 - 1

    def run(self):
        table = self.text.text_model.embeddings.token_embedding
        vector = table.weight[5].clone().requires_grad_(True)
        optimizer = torch.optim.AdamW([vector], lr=5e-3, weight_decay=0.0)

        def put(_module, _inputs, embeds):
            embeds = embeds.clone()
            embeds[:, 4] = vector
            return embeds

        handle = table.register_forward_hook(put)
        with torch.no_grad():
            clean = self.vae.encode(self.picture).latent_dist.mean * self.vae.config.scaling_factor
        clean = clean.expand(self.batch, -1, -1, -1)
        for _ in range(self.steps):
            timesteps = torch.randint(0, self.scheduler.config.num_train_timesteps, (self.batch,))
            noise = torch.randn_like(clean)
            noised = self.scheduler.add_noise(clean, noise, timesteps)
            is_v = self.scheduler.config.prediction_type == "v_prediction"
            target = self.scheduler.get_velocity(clean, noise, timesteps) if is_v else noise
            context = self.text(input_ids=self.ids).last_hidden_state.expand(self.batch, -1, -1)
            prediction = self.unet(noised, timesteps, context, return_dict=False)[0]
            optimizer.zero_grad()
            torch.nn.functional.mse_loss(prediction, target).backward()
            optimizer.step()
        handle.remove()


KINDS = {"forward": Forward, "step": Step, "inversion": Inversion}


def main():
    # Only answers may stand on stdout; libraries that print there must not break the protocol.
    answers, sys.stdout = sys.stdout, sys.stderr
    work = None
    for line in sys.stdin:
        request = json.loads(line)
        if "load" in request:
            case = request["load"]
            torch.set_num_threads(case["threads"])
            torch.set_num_interop_threads(1)
            before = rss_bytes("VmRSS")
            work = KINDS[case["kind"]](case)
            answer = {"loaded": {"torch": torch.__version__, "python": platform.python_version(), "rssBeforeBytes": before}}
        else:
            samples = []
            for _ in range(request["run"]):
                cpu, wall = time.process_time(), time.perf_counter()
                work.run()
                samples.append({"cpuMs": (time.process_time() - cpu) * 1e3, "wallMs": (time.perf_counter() - wall) * 1e3})
            answer = {"samples": samples, "peakRssBytes": rss_bytes("VmHWM")}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
