"""The identity of a model as far as tokens are concerned, the same from a loaded pipeline as from its files.

SHA-256 over each text encoder's token table and, of each other tensor of the text encoders and the U-Net, its name, its dimensions
other than 1 and 256 numbers from its middle; numbers are rounded to float16, so the float32 and the float16 files of a model are
one. The autoencoder and the projection of the pooled vector are no part of it.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

import torch

from .errors import FacetError

_SAMPLE = 256
# In the models' files the names of a text encoder begin so; in its module only with transformers before 5.
_TEXT = "text_model."
_TABLE = f"{_TEXT}embeddings.token_embedding.weight"

# Of adapters' processors, a constant, and copies of projections that are joined for speed (`fuse_qkv_projections`).
_ADDED = (".processor.", "position_ids", ".to_qkv.", ".to_kv.")

# Most of the time goes into tables, which seldom change: where each was read, and the digest behind it.
_read: "WeakKeyDictionary[torch.nn.Module, tuple[tuple[object, ...], hashlib._Hash]]" = WeakKeyDictionary()


def fingerprint(pipe: Any) -> str:
    """SHA-256 in hex of a pipeline of Stable Diffusion 1.x, 2.x or XL, whatever its precision.

    A pipeline in bfloat16 has lost digits that float16 keeps and is another model; weights that are fused into it make another.
    Embeddings that the pipeline has loaded beside (`load_textual_inversion`) are no part of it.

    Raises FacetError `invalid-input` where weights are nowhere in memory.
    """
    digest = hashlib.sha256()
    for name, words in (("text_encoder", "tokenizer"), ("text_encoder_2", "tokenizer_2")):
        encoder = plain(getattr(pipe, name, None))
        if encoder is None:
            continue
        weights = {_TEXT + key.removeprefix(_TEXT): value for key, value in _weights(name, encoder).items()}
        _line(digest, "text encoder")
        table = _own_rows(weights.pop(_TABLE), getattr(pipe, words))
        _line(digest, "table", list(table.shape))
        digest = _with_table(digest, encoder, table)
        _samples(digest, {key: value for key, value in weights.items() if not key.startswith(f"{_TEXT}text_projection.")})
    _line(digest, "U-Net")
    _samples(digest, _weights("unet", plain(pipe.unet)))
    return digest.hexdigest()


def plain(module: Any) -> Any:
    """A network that `torch.compile` has wrapped, itself."""
    return getattr(module, "_orig_mod", module)


def _own_rows(table: torch.Tensor, tokenizer: Any) -> torch.Tensor:
    """Without the rows of words that were added to the tokenizer later."""
    return table[: tokenizer.vocab_size] if len(table) == len(tokenizer) else table


def _with_table(digest: "hashlib._Hash", encoder: torch.nn.Module, table: torch.Tensor) -> "hashlib._Hash":
    """The digest behind a whole table, read once as long as it is the same place in memory with the same numbers in each row."""
    changes = 0 if table.is_inference() else table._version
    # By less than a word's numbers, so that no row goes unseen.
    some = table.reshape(-1)[:: table.shape[1] * 2 // 3]
    place = (digest.digest(), table.data_ptr(), changes, table.dtype, _halves(some))
    known = _read.get(encoder)
    if known is None or known[0] != place:
        digest.update(_halves(table))
        known = (place, digest)
        _read[encoder] = known
    return known[1].copy()


def _weights(part: str, module: torch.nn.Module) -> dict[str, torch.Tensor]:
    """Tensors by the names of the model's files: without what adapters add, and with what they wrap under its own name."""
    tensors = module.state_dict()
    # Beside the layer that an adapter wraps stands what it adds, whatever its kind.
    adapted = {name.partition(".base_layer.")[0] for name in tensors if ".base_layer." in name}
    weights: dict[str, torch.Tensor] = {}
    for name, tensor in tensors.items():
        if ".base_layer." not in name and any(name.startswith(f"{owner}.") for owner in adapted):
            continue
        if any(added in name for added in _ADDED) or name.startswith("encoder_hid_proj."):
            continue
        weights[name.replace(".base_layer.", ".")] = _offloaded(part, module, name) if tensor.is_meta else tensor
    return weights


def _offloaded(part: str, module: torch.nn.Module, name: str) -> torch.Tensor:
    """A weight that accelerate keeps elsewhere and brings when its module runs (sequential CPU offload)."""
    owner, _, own_name = name.rpartition(".")
    hook = getattr(module.get_submodule(owner), "_hf_hook", None)
    for each in getattr(hook, "hooks", [hook]):
        kept = getattr(each, "weights_map", None)
        if kept is not None:
            weight: torch.Tensor = kept[own_name]
            return weight
    raise FacetError(
        "invalid-input",
        f"The weights of {part} are not in memory, so whether the tokens belong to this model cannot be checked. Give check_model=False to use them all the same.",
    )


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
