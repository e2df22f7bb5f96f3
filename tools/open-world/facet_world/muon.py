"""Muon (K. Jordan, 2024) for the matrices and kernels inside a network, AdamW for its ends, norms and biases, as one optimizer."""
import torch
from facet_demo.training import adamw, set_learning_rate


def orthogonal(matrices, rounds=5):
    """Newton-Schulz with the quintic of the original: roughly the nearest semi-orthogonal matrices; [n, rows, columns]."""
    x = matrices.bfloat16()
    tall = x.shape[1] > x.shape[2]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(rounds):
        a = x @ x.mT
        x = 3.4445 * x + (-4.775 * a + 2.0315 * a @ a) @ x
    return (x.mT if tall else x).float()


class Muon:
    """Takes a network and the names of its ends (prefixes), where every row is a separate meaning and AdamW does better."""

    def __init__(self, network, ends, momentum=0.95, decay=0.01):
        inner = {n: p for n, p in network.named_parameters() if p.ndim > 1 and not n.startswith(tuple(ends)) and p.requires_grad}
        self.rest = adamw([p for n, p in network.named_parameters() if n not in inner and p.requires_grad], 1.0, weight_decay=decay)
        self.momentum, self.decay = momentum, decay
        shapes = {}
        for p in inner.values():
            shapes.setdefault((p.shape[0], p.numel() // p.shape[0]), []).append(p)
        self.groups = list(shapes.values())  # matrices of one shape are orthogonalised at once
        self.matrices = [p for group in self.groups for p in group]
        self.buffers = [torch.zeros_like(p) for p in self.matrices]

    def zero_grad(self):
        self.rest.zero_grad(set_to_none=True)
        for p in self.matrices:
            p.grad = None

    @torch.no_grad()
    def step(self, lr):
        """`lr` is a number, or in a captured step a tensor, whose value at each replay counts."""
        set_learning_rate(self.rest, lr)
        for group in self.rest.param_groups:
            group["capturable"] = torch.is_tensor(lr)
        self.rest.step()
        gradients = [p.grad for p in self.matrices]
        torch._foreach_lerp_(self.buffers, gradients, 1 - self.momentum)
        torch._foreach_lerp_(gradients, self.buffers, self.momentum)
        updates, start = [], 0
        for group in self.groups:
            stacked = torch.stack([g.reshape(len(g), -1) for g in gradients[start : start + len(group)]])
            scaled = orthogonal(stacked) * (0.2 * max(stacked.shape[1:]) ** 0.5)  # steps as large as AdamW's, so that one rate serves both
            updates += [u.view_as(p) for u, p in zip(scaled, group)]
            start += len(group)
        torch._foreach_mul_(updates, lr)
        torch._foreach_mul_(self.matrices, 1 - lr * self.decay)
        torch._foreach_sub_(self.matrices, updates)

    def state_dict(self):
        return dict(rest=self.rest.state_dict(), buffers=list(self.buffers))

    def load_state_dict(self, state):
        self.rest.load_state_dict(state["rest"])
        for buffer, saved in zip(self.buffers, state["buffers"], strict=True):
            buffer.copy_(saved)
