"""ComfyUI's view of the small random pipelines: its own classes at their width, and a checkpoint with its names of weights."""

import json
from pathlib import Path
from typing import Any

import comfy.model_base
import comfy.sd
import comfy.sd1_clip
import comfy.sdxl_clip
import comfy.supported_models
import comfy.supported_models_base
import comfy.text_encoders.sd2_clip
import comfy.utils
import models as small
from comfy.ldm.modules.diffusionmodules.openaimodel import Timestep
from safetensors.torch import load_file, save_file


def config(folder: Path, kind: str) -> str:
    """The small text encoder's settings in ComfyUI's form, which are transformers' own."""
    name = "text_encoder_2" if kind == "g" else "text_encoder"
    path = folder / f"small-{kind}.json"
    path.write_text(json.dumps(json.loads((folder / "model" / name / "config.json").read_text())))
    return str(path)


def text_classes(kind: small.Kind, folder: Path) -> tuple[Any, Any]:
    """A tokenizer and a text encoder of ComfyUI's, smaller."""

    class L(comfy.sd1_clip.SDClipModel):
        def __init__(self, device: str = "cpu", dtype: Any = None, model_options: Any = None, **more: Any) -> None:
            settings = {"textmodel_json_config": config(folder, "l"), "return_projected_pooled": False}
            super().__init__(device=device, dtype=dtype, **settings, **more)

    class H(L):
        def __init__(self, **more: Any) -> None:
            super().__init__(special_tokens={"start": 49406, "end": 49407, "pad": 49407}, **more)

    class G(comfy.sd1_clip.SDClipModel):
        def __init__(self, device: str = "cpu", dtype: Any = None) -> None:
            super().__init__(
                device=device, dtype=dtype, layer="hidden", layer_idx=-2, textmodel_json_config=config(folder, "g"),
                special_tokens={"start": 49406, "end": 49407, "pad": 0}, layer_norm_hidden_state=False,
            )  # fmt: skip

    class One(comfy.sd1_clip.SD1ClipModel):
        def __init__(self, device: str = "cpu", dtype: Any = None, model_options: Any = None) -> None:
            name, model = ("h", H) if kind == "sd2" else ("l", L)
            super().__init__(device=device, dtype=dtype, clip_name=name, clip_model=model, model_options=model_options or {})

    class Two(comfy.sdxl_clip.SDXLClipModel):
        def __init__(self, device: str = "cpu", dtype: Any = None, model_options: Any = None) -> None:
            super(comfy.sdxl_clip.SDXLClipModel, self).__init__()
            # The second layer from the end, which of two is the first; ComfyUI does not take -2 of two.
            self.clip_l = L(device, dtype, layer="hidden", layer_idx=0, layer_norm_hidden_state=False)
            self.clip_g = G(device, dtype)
            self.dtypes = {dtype}

    class Words(comfy.sd1_clip.SD1Tokenizer):
        def __init__(self, embedding_directory: Any = None, tokenizer_data: Any = None) -> None:
            def tokenizer(**arguments: Any) -> Any:
                return comfy.sd1_clip.SDTokenizer(embedding_size=small.WIDTH, **arguments)

            super().__init__(embedding_directory, {}, clip_name="h" if kind == "sd2" else "l", tokenizer=tokenizer)

    class TwoWords(comfy.sdxl_clip.SDXLTokenizer):
        def __init__(self, embedding_directory: Any = None, tokenizer_data: Any = None) -> None:
            super().__init__(embedding_directory, {})
            self.clip_l.embedding_size = small.WIDTH
            self.clip_g.embedding_size = small.SECOND_WIDTH

    return (TwoWords, Two) if kind == "xl" else (Words, One)


def supported(kind: small.Kind, folder: Path) -> Any:
    """The family as ComfyUI lists it, at the small width."""
    families = {"sd1": comfy.supported_models.SD15, "sd2": comfy.supported_models.SD20, "xl": comfy.supported_models.SDXL}
    family: Any = families[kind]
    sizes: dict[str, Any] = {"context_dim": small.WIDTH, "model_channels": 32}
    if kind == "xl":
        adm = 6 * 8 + small.SECOND_WIDTH
        sizes |= {"context_dim": small.WIDTH + small.SECOND_WIDTH, "transformer_depth": [1, 2], "adm_in_channels": adm}

    class Small(family):  # type: ignore[misc]
        unet_config = {**family.unet_config, **sizes}  # noqa: RUF012
        unet_extra_config = family.unet_extra_config if kind == "sd1" else {"num_heads": -1, "num_head_channels": 32}

        def model_type(self, state_dict: Any, prefix: str = "") -> Any:
            return comfy.model_base.ModelType.V_PREDICTION if kind == "sd2" else comfy.model_base.ModelType.EPS

        def get_model(self, *arguments: Any, **more: Any) -> Any:
            model = super().get_model(*arguments, **more)
            if kind == "xl":
                model.embedder = Timestep(8)
            return model

        def process_clip_state_dict(self, state_dict: Any) -> Any:
            return comfy.utils.state_dict_prefix_replace(state_dict, {"text.": ""}, filter_keys=True)

        def clip_target(self, state_dict: Any = None) -> Any:
            return comfy.supported_models_base.ClipTarget(*text_classes(kind, folder))

    return Small


def loaded(kind: small.Kind, folder: Path) -> tuple[Any, Any]:
    """ComfyUI's model and clip of `folder/model`."""
    unet = load_file(folder / "model/unet/diffusion_pytorch_model.safetensors")
    depth = [1, 2] if kind == "xl" else [1, 1]
    names = comfy.utils.unet_to_diffusers({
        "num_res_blocks": [1, 1], "channel_mult": [1, 2], "transformer_depth": depth,
        "transformer_depth_output": [depth[0]] * 2 + [depth[1]] * 2, "transformer_depth_middle": depth[1], "model_channels": 32,
    })  # fmt: skip
    state = {f"model.diffusion_model.{names[name]}": value for name, value in unet.items()}
    encoders = {"xl": [("l", "text_encoder"), ("g", "text_encoder_2")], "sd2": [("h", "text_encoder")]}
    for key, part in encoders.get(kind, [("l", "text_encoder")]):
        text = load_file(folder / "model" / part / "model.safetensors")
        state |= {f"text.clip_{key}.transformer.{name}": value for name, value in text.items()}
    path = folder / "checkpoint.safetensors"
    save_file({name: value.contiguous() for name, value in state.items()}, path)
    comfy.supported_models.models.insert(0, supported(kind, folder))
    try:
        model, clip, *_ = comfy.sd.load_checkpoint_guess_config(str(path), output_vae=False, embedding_directory=str(folder))
    finally:
        comfy.supported_models.models.pop(0)
    return model, clip
