"""Checks the exported folder: every ONNX file against its PyTorch module, the interfaces, and a picture made by ONNX Runtime alone."""
import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from diffusers import DDIMScheduler, StableDiffusionPipeline
from safetensors.torch import load_file
from transformers import CLIPTokenizerFast

from .classifier import load_classifier
from .export import trained_image_tower
from .paths import EXPORT, WORK
from .training import setup
from .world import FACTORS, NAMES

LIMIT_MB, TOLERANCE = 25, 2e-2  # the tolerance covers weights rounded to half precision


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def run(folder, **inputs):
    return session(folder / "model.onnx").run(None, {k: np.asarray(v) for k, v in inputs.items()})


def compare(name, exported, reference):
    difference = float(np.abs(exported - reference.detach().numpy()).max() / np.abs(reference.detach().numpy()).max())
    print(f"{name}: largest difference {difference:.1e} of the largest value")
    assert exported.shape == tuple(reference.shape) and difference < TOLERANCE, name


def check_parts(folder, pipe):
    """Each part at a batch of 3 and at sizes other than those it was traced with."""
    ids = torch.from_numpy(np.asarray(pipe.tokenizer(["a red cat", "", "an ink boat tiny"], padding="max_length", max_length=16).input_ids))
    text = pipe.text_encoder(ids)
    states, pooled = run(folder / "text_encoder", input_ids=ids.numpy())
    compare("text_encoder last_hidden_state", states, text.last_hidden_state)
    compare("text_encoder pooler_output", pooled, text.pooler_output)
    x, z = torch.randn(3, 3, 96, 64).clamp(-1, 1), torch.randn(3, 4, 16, 24)
    for t in (torch.tensor([17, 500, 981]), torch.tensor([500])):
        out = run(folder / "unet", sample=z.numpy(), timestep=t.numpy(), encoder_hidden_states=text.last_hidden_state.numpy())[0]
        compare(f"unet with {len(t)} timesteps", out, pipe.unet(z, t, text.last_hidden_state).sample)
    posterior = pipe.vae.encode(x).latent_dist
    compare("vae_encoder", run(folder / "vae_encoder", sample=x.numpy())[0], torch.cat([posterior.mean, posterior.logvar], 1))
    compare("vae_decoder", run(folder / "vae_decoder", latent_sample=z.numpy())[0], pipe.vae.decode(z).sample)


def check_towers(folder):
    tower, projection, scale = trained_image_tower()
    x = torch.randn(3, 3, 64, 64).clamp(-1, 1)
    compare("image_encoder", run(folder / "image_encoder", pixel_values=x.numpy())[0], tower(x))
    saved = load_file(folder / "image_encoder" / "text_projection.safetensors")
    assert torch.equal(saved["text_projection.weight"], projection) and float(saved["logit_scale"]) == float(scale)
    for name in ("judge-a", "judge-b"):
        exported = session(folder / "classifiers" / f"{name}.onnx").run(NAMES, {"image": x.numpy()})
        for factor, got, wanted in zip(NAMES, exported, load_classifier(name)(x)):
            compare(f"{name} {factor}", got, wanted)


def onnx_picture(folder, caption, steps=25, guidance=3.0):
    """One picture float [1, 3, 64, 64] from the exported files alone."""
    tokenizer = CLIPTokenizerFast.from_pretrained(folder / "tokenizer")
    ids = np.asarray(tokenizer(["", caption], padding="max_length", max_length=16).input_ids)
    context = run(folder / "text_encoder", input_ids=ids)[0]
    scheduler, unet = DDIMScheduler.from_pretrained(folder / "scheduler"), session(folder / "unet" / "model.onnx")
    scheduler.set_timesteps(steps)
    z = torch.randn(1, 4, 16, 16, generator=torch.Generator().manual_seed(0))
    for t in scheduler.timesteps:
        inputs = dict(sample=z.repeat(2, 1, 1, 1).numpy(), timestep=np.array([int(t)]), encoder_hidden_states=context)
        free, guided = torch.from_numpy(unet.run(None, inputs)[0]).chunk(2)
        z = scheduler.step(free + guidance * (guided - free), t, z).prev_sample
    return run(folder / "vae_decoder", latent_sample=z.numpy())[0]


def check_chain(folder):
    """Text to picture to judges and CLIP: the chain of exported files agrees with itself."""
    wanted = dict(object="cat", color="blue", style="flat", layout="upright")
    picture = onnx_picture(folder, "a flat drawing of a blue cat upright").clip(-1, 1)
    logits = session(folder / "classifiers" / "judge-a.onnx").run(NAMES, {"image": picture})
    seen = {name: FACTORS[name][int(l.argmax())] for name, l in zip(NAMES, logits)}
    tokenizer = CLIPTokenizerFast.from_pretrained(folder / "tokenizer")
    ids = np.asarray(tokenizer([f"a drawing of a {o}" for o in FACTORS["object"]], padding="max_length", max_length=16).input_ids)
    projection = load_file(folder / "image_encoder" / "text_projection.safetensors")["text_projection.weight"].numpy()
    texts = run(folder / "text_encoder", input_ids=ids)[1] @ projection.T
    texts /= np.linalg.norm(texts, axis=1, keepdims=True)
    similarity = run(folder / "image_encoder", pixel_values=picture)[0] @ texts.T
    print("wanted", wanted, "judged", seen, "CLIP object", FACTORS["object"][int(similarity.argmax())])
    assert FACTORS["object"][int(similarity.argmax())] == seen["object"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=EXPORT)
    folder = parser.parse_args().folder
    setup(0)
    size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6
    print(f"{folder.name}: {size:.1f} MB")
    assert size <= LIMIT_MB, "too large for the repository"
    json.loads((folder / "model_index.json").read_text())
    pipe = StableDiffusionPipeline.from_pretrained(WORK / "diffusers", torch_dtype=torch.float32)
    with torch.no_grad():
        check_parts(folder, pipe)
        check_chain(folder)
        check_towers(folder)


if __name__ == "__main__":
    main()
