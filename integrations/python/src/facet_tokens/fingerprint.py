"""The identity of a model as far as tokens are concerned, the same from a loaded pipeline as from its files.

SHA-256 over each text encoder's token table and, of each other tensor of the text encoders and the U-Net, its name, its dimensions
other than 1 and 256 numbers from its middle; numbers are rounded to float16, so the float32 and the float16 files of a model are
one. The autoencoder and the projection of the pooled vector are no part of it.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import torch

from .errors import FacetError

_SAMPLE = 256
_TABLE = "text_model.embeddings.token_embedding.weight"


def fingerprint(pipe: Any) -> str:
    """SHA-256 in hex of a pipeline of Stable Diffusion 1.x, 2.x or XL, whatever its precision.

    A pipeline in bfloat16 has lost digits that float16 keeps and is another model; weights that are fused into it make another.

    Raises FacetError `invalid-input` where weights are not in memory (sequential CPU offload).
    """
    digest = hashlib.sha256()
    for name in ("text_encoder", "text_encoder_2"):
        encoder = getattr(pipe, name, None)
        if encoder is None:
            continue
        weights = _weights(name, encoder)
        _line(digest, "text encoder")
        table = weights.pop(_TABLE)
        _line(digest, "table", list(table.shape))
        digest.update(_halves(table))
        _samples(digest, {key: value for key, value in weights.items() if key.startswith("text_model.")})
    _line(digest, "U-Net")
    _samples(digest, _weights("unet", getattr(pipe.unet, "_orig_mod", pipe.unet)))
    return digest.hexdigest()


def _weights(part: str, module: torch.nn.Module) -> dict[str, torch.Tensor]:
    """Tensors by the names of the model's files: without what adapters add, and with what they wrap under its own name."""
    weights: dict[str, torch.Tensor] = {}
    for name, tensor in module.state_dict().items():
        if "lora_" in name or ".processor." in name or name.startswith("encoder_hid_proj.") or "position_ids" in name:
            continue
        if tensor.is_meta:
            raise FacetError(
                "invalid-input",
                f"The weights of {part} are offloaded one by one, so whether the tokens belong to this model cannot be checked. Compose once before enable_sequential_cpu_offload, or give check_model=False.",
            )
        weights[name.replace(".base_layer.", ".")] = tensor
    return weights


def _samples(digest: "hashlib._Hash", weights: Mapping[str, torch.Tensor]) -> None:
    for name in sorted(weights):
        tensor = weights[name]
        length = min(_SAMPLE, tensor.numel())
        start = (tensor.numel() - length) // 2
        _line(digest, name, [dim for dim in tensor.shape if dim != 1])
        digest.update(_halves(tensor.reshape(-1)[start : start + length]))


def _halves(tensor: torch.Tensor) -> bytes:
    """As float16, little endian."""
    return tensor.detach().to("cpu", torch.float16).contiguous().numpy().astype("<f2").tobytes()


def _line(digest: "hashlib._Hash", *fields: object) -> None:
    """One record; JSON keeps fields apart whatever characters names hold."""
    digest.update((json.dumps(fields, separators=(",", ":"), ensure_ascii=False) + "\n").encode())
