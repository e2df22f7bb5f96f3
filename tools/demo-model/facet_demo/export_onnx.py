"""ONNX files of the model: the diffusion parts by Optimum's exporter, the towers and judges by torch's, all stored in half precision."""
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from optimum.exporters.onnx import main_export
from optimum.exporters.onnx.model_configs import UNetOnnxConfig

OPSET = 17
SMALL = 256  # tensors up to this many elements stay float32


class UNetWithTimesteps(UNetOnnxConfig):
    """Optimum's U-Net export, but with int64 timesteps [batch] instead of one scalar, so that a batch may mix timesteps."""

    @property
    def inputs(self):
        return {**super().inputs, "timestep": {0: "batch_size"}}

    def generate_dummy_inputs(self, framework="pt", **kwargs):
        dummy = super().generate_dummy_inputs(framework=framework, **kwargs)
        dummy["timestep"] = torch.randint(0, 1000, (dummy["sample"].shape[0],))
        return dummy


def export_pipeline(pipeline_folder, target):
    """A diffusers folder of Stable Diffusion 1.x shape to Optimum's ONNX folder layout under `target`."""
    import json

    from diffusers import UNet2DConditionModel

    config = UNet2DConditionModel.from_pretrained(pipeline_folder, subfolder="unet").config
    with tempfile.TemporaryDirectory() as scratch:
        main_export(
            str(pipeline_folder), scratch, task="text-to-image", library_name="diffusers", opset=OPSET, do_validation=False,
            custom_onnx_configs={"unet": UNetWithTimesteps(config, task="semantic-segmentation")},
        )
        for source in sorted(Path(scratch).rglob("*")):
            goal = target / source.relative_to(scratch)
            if source.is_dir():
                goal.mkdir(parents=True, exist_ok=True)
            elif source.suffix == ".onnx":
                store_half(source, goal)
            elif source.suffix == ".json" and source.parent.name != "tokenizer":
                settings = {k: v for k, v in json.loads(source.read_text()).items() if k != "_name_or_path"}
                goal.write_text(json.dumps(settings, indent=2) + "\n")
            else:
                shutil.copyfile(source, goal)


def export_module(module, example, path, input_name, output_names):
    """One module with a single picture input and a dynamic batch."""
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "model.onnx"
        torch.onnx.export(
            module.eval().cpu(), (example,), str(full), input_names=[input_name], output_names=output_names, opset_version=OPSET,
            dynamic_axes={name: {0: "batch_size"} for name in [input_name, *output_names]}, dynamo=False,
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        store_half(full, path)


def store_half(source, target):
    """Store the larger float32 tensors as float16, each followed by a Cast: half the size, the same float32 interface."""
    model = onnx.load(source)
    casts = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size <= SMALL or np.abs(values).max() > 65_000:
            continue
        name, half = tensor.name, f"{tensor.name}.half"
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), half))
        casts.append(helper.make_node("Cast", [half], [name], name=f"{name}.to_float", to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, target)
