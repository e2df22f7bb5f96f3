"""Pictures as tensors and back, and batches of them out of the pool."""
import numpy as np
import torch


def to_tensor(pictures, device="cpu"):
    """uint8 [n, height, width, 3] to float32 [n, 3, height, width] in -1..1 on the device, channels last in memory."""
    return _scaled(torch.from_numpy(np.require(pictures, requirements=["C", "W"])).to(device, non_blocking=True))


class Pictures:
    """Shards of pictures (uint8 [SHARD, height, width, 3] each) as one row of them, in a GPU's memory where there is one."""

    def __init__(self, shards, device):
        self.shards, self.device, self.size = shards, device, len(shards[0])
        self.all = None
        if device.type == "cuda":
            self.all = torch.empty(len(self), *shards[0].shape[1:], dtype=torch.uint8, device=device)
            for i, shard in enumerate(shards):
                self.all[i * self.size : (i + 1) * self.size].copy_(torch.from_numpy(np.array(shard)))

    def __len__(self):
        return len(self.shards) * self.size

    def __getitem__(self, index):
        """int64 numpy [n] to float32 [n, 3, height, width] in -1..1."""
        if self.all is not None:
            return _scaled(self.all[torch.from_numpy(index).to(self.device)])
        return to_tensor(np.stack([self._mapped(i) for i in index]), self.device)

    def crops(self, index, corners, side):
        """As by index, of each picture only the square of `side` whose upper left corner is at y, x: int64 numpy [n, 2]."""
        if self.all is None:
            return to_tensor(np.stack([self._mapped(i)[y : y + side, x : x + side] for i, (y, x) in zip(index, corners)]), self.device)
        index, along = torch.from_numpy(index).to(self.device), torch.arange(side, device=self.device)
        rows, columns = (corner[:, None] + along for corner in torch.from_numpy(corners).to(self.device).T)
        return _scaled(self.all[index[:, None, None], rows[:, :, None], columns[:, None, :]])

    def _mapped(self, index):
        return self.shards[index // self.size][index % self.size]


def _scaled(pictures):
    return pictures.permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


def to_pictures(tensor):
    """float [n, 3, height, width] in -1..1 to uint8 [n, height, width, 3]."""
    return ((tensor.float().clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).cpu().numpy()


def psnr(result, target):
    """Mean over pictures uint8 of the peak signal-to-noise ratio, dB."""
    error = ((result.astype(np.float32) - target) ** 2).mean((1, 2, 3)) / 255**2
    return float((-10 * np.log10(np.maximum(error, 1e-8))).mean())
