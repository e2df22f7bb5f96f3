"""Pictures as tensors and back, and batches of them out of the pool."""
import numpy as np
import torch


def to_tensor(pictures, device="cpu"):
    """uint8 [n, height, width, 3] to float32 [n, 3, height, width] in -1..1 on the device, channels last in memory."""
    return torch.from_numpy(np.require(pictures, requirements=["C", "W"])).to(device, non_blocking=True).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


def to_pictures(tensor):
    """float [n, 3, height, width] in -1..1 to uint8 [n, height, width, 3]."""
    return ((tensor.float().clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).cpu().numpy()


def psnr(result, target):
    """Mean over pictures uint8 of the peak signal-to-noise ratio, dB."""
    error = ((result.astype(np.float32) - target) ** 2).mean((1, 2, 3)) / 255**2
    return float((-10 * np.log10(np.maximum(error, 1e-8))).mean())
