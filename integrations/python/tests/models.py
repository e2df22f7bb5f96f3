"""Small random Stable Diffusion pipelines of diffusers, with CLIP's own vocabulary, and token files for them."""

import gzip
import json
from pathlib import Path
from typing import Any, Literal

import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, StableDiffusionXLPipeline, UNet2DConditionModel
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

Kind = Literal["sd1", "sd2", "xl"]
WIDTH, SECOND_WIDTH = 64, 96
LAYERS, XL_LAYERS = 7, 11
BOUNDS = [1000, 800, 600, 200, 0]
MERGES = Path(__file__).parents[3] / "libs/models/data/clip-merges.txt.gz"


def tokenizer(folder: Path, pad: str = "<|endoftext|>") -> CLIPTokenizer:
    """CLIP's: each byte, each byte at the end of a word, the result of each merge, start and end."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    symbols = [chr(code) for code in [*printable, *range(256, 256 + len(others))]]
    merges = gzip.decompress(MERGES.read_bytes()).decode().split("\n")
    words = [*symbols, *(symbol + "</w>" for symbol in symbols), *(merge.replace(" ", "") for merge in merges)]
    words += ["<|startoftext|>", "<|endoftext|>"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps({word: at for at, word in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n")
    return CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"), pad_token=pad, model_max_length=77)


def text_encoder(kind: Literal["l", "g"], act: str) -> Any:
    make: Any = CLIPTextModel if kind == "l" else CLIPTextModelWithProjection
    width = WIDTH if kind == "l" else SECOND_WIDTH
    return make(
        CLIPTextConfig(
            vocab_size=49408,
            hidden_size=width,
            intermediate_size=2 * width,
            num_hidden_layers=2 if kind == "l" else 3,
            num_attention_heads=1,
            max_position_embeddings=77,
            hidden_act=act,
            projection_dim=width,
            bos_token_id=49406,
            eos_token_id=49407,
            attn_implementation="eager",
        )
    )


def pipeline(kind: Kind, folder: Path, seed: int = 0) -> None:
    """Saves a random pipeline as `folder/model`, whose weights are larger than at the start of a training, so that prompts matter."""
    torch.manual_seed(seed)
    linear = kind != "sd1"
    xl: dict[str, Any] = {
        "cross_attention_dim": WIDTH + SECOND_WIDTH,
        "transformer_layers_per_block": (1, 2),
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": 8,
        "projection_class_embeddings_input_dim": 6 * 8 + SECOND_WIDTH,
    }
    unet: Any = UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(32, 64),
        layers_per_block=1,
        down_block_types=("CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
        attention_head_dim=[1, 2] if linear else 8,
        use_linear_projection=linear,
        **(xl if kind == "xl" else {"cross_attention_dim": WIDTH}),
    )
    vae: Any = AutoencoderKL(
        block_out_channels=(32, 32),
        down_block_types=("DownEncoderBlock2D",) * 2,
        up_block_types=("UpDecoderBlock2D",) * 2,
        latent_channels=4,
        sample_size=16,
        norm_num_groups=16,
    )
    text = text_encoder("l", "gelu" if kind == "sd2" else "quick_gelu")
    second = text_encoder("g", "gelu") if kind == "xl" else None
    with torch.no_grad():
        for module in (unet, text, *([] if second is None else [second])):
            for name, weight in module.named_parameters():
                if weight.dim() > 1:
                    scale = 2.0 if ".attn2." in name else 1.0
                    weight.normal_(std=scale / weight[0].numel() ** 0.5)
    scheduler = DDIMScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        clip_sample=False,
        set_alpha_to_one=False,
        steps_offset=1,
        prediction_type="v_prediction" if kind == "sd2" else "epsilon",
    )
    parts: dict[str, Any] = {
        "vae": vae.eval(),
        "text_encoder": text.eval(),
        "tokenizer": tokenizer(folder / "tokenizer-files"),
        "unet": unet.eval(),
        "scheduler": scheduler,
    }
    pipe: Any
    if second is None:
        pipe = StableDiffusionPipeline(**parts, safety_checker=None, feature_extractor=None, requires_safety_checker=False)
    else:
        # OpenCLIP fills up with the first id, which is a "!".
        pad = tokenizer(folder / "second-tokenizer-files", pad="!")
        pipe = StableDiffusionXLPipeline(**parts, text_encoder_2=second.eval(), tokenizer_2=pad, add_watermarker=False)
    pipe.save_pretrained(folder / "model")


# Which cells each attribute's token is active in: stages, and layers of the seven.
CELLS: dict[str, tuple[set[int], set[int]]] = {
    "color": ({2, 3}, {0, 1, 5, 6}),
    "style": ({1, 2, 3}, {0, 6}),
    "object": ({0, 1, 2}, {1, 2, 3, 4}),
    "layout": ({0, 1}, {2, 3, 4}),
}
WORDS = {"color": "red", "style": "ink", "object": "cat", "layout": "sitting"}


def token_file(path: Path, fingerprint: str, seed: int, /, kind: Kind = "sd1", **changes: Any) -> Path:
    """A native token file with four random tokens, written as docs of the format say, without Facet's own writer."""
    layer_count = XL_LAYERS if kind == "xl" else LAYERS
    width = WIDTH + SECOND_WIDTH if kind == "xl" else WIDTH
    generator = torch.Generator().manual_seed(seed)
    head: dict[str, Any] = {
        "format": "facet-tokens",
        "formatVersion": 1,
        "fingerprint": fingerprint,
        "modelName": "small",
        "method": "matte",
        "steps": 1,
        "seed": seed,
        "imageHash": "0" * 64,
        "objectWord": "cat",
        "objectWordOrigin": "given",
        "palette": [{"name": "red", "share": 0.75}, {"name": "blue", "share": 0.25}],
        "map": {
            "formatVersion": 1,
            "source": "edited",
            "note": "",
            "stageBounds": BOUNDS,
            "cells": {
                name: [{"stages": sorted(stages), "groups": [], "layers": sorted(layers)}]
                for name, (stages, layers) in CELLS.items()
            },
        },
        "stageBounds": BOUNDS,
        "tokens": [
            {
                "name": name,
                "cells": [[0 if s in stages and at in layers else -1 for at in range(layer_count)] for s in range(4)],
                "initialWord": WORDS[name],
                **({"fallbackWord": "cat"} if name == "object" else {}),
            }
            for name, (stages, layers) in CELLS.items()
        ],
    }
    tensors = {name: torch.randn(1, width, generator=generator) * 0.15 for name in CELLS}
    save_file(tensors, path, {"facet": json.dumps({**head, **changes})})
    return path
