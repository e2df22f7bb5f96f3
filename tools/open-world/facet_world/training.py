"""What every training shares: the run's folder and device, its budget, and a loop that can be stopped at any moment and goes on."""
import copy
import fcntl
import json
import os
import signal
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from facet_demo.training import average_share, update_average
from safetensors.torch import load_file, save_file
from torch.utils._pytree import tree_map

from .pool import Pool

CHECKPOINT_SECONDS, REPORT_SECONDS = 120, 30
WARM_UP_CALLS = 3


class Stopped(Exception):
    """The run was asked to stop; all that it knows is saved."""


@dataclass
class Budget:
    """How long a training lasts: a number of samples, or of seconds where a machine is lent by the minute."""

    samples: int
    seconds: float | None = None

    def progress(self, seen, spent):
        """Share done, 0..1; spent in seconds over all starts."""
        return min(1.0, seen / self.samples if self.seconds is None else spent / self.seconds)


@dataclass
class Run:
    """One training of the model: where its files are and what it may use."""

    folder: Path
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    workers: int = 1
    minutes: float | None = None  # for all stages together
    unet: str = "unet"  # the U-Net that is measured and exported

    def __post_init__(self):
        self.pool = Pool(self.folder / "pool", self.folder / "drawings")

    @property
    def cuda(self):
        return self.device.type == "cuda"

    def half(self):
        """bfloat16 where it is faster: convolutions on both kinds of devices."""
        return torch.autocast(self.device.type, torch.bfloat16)

    def planned(self, name, usual):
        """A size: what plan.json in the folder says of it, else the usual one."""
        plan = self.folder / "plan.json"
        return (json.loads(plan.read_text()) if plan.exists() else {}).get(name, usual)

    def budget(self, stage, samples, share):
        """`share` of the minutes, if there are any; else the samples, or what is planned for the stage."""
        return Budget(self.planned(stage, samples), None if self.minutes is None else self.minutes * 60 * share)

    def result(self, name):
        """The file of a finished part."""
        return self.folder / f"{name}.safetensors"

    def save_result(self, name, tensors):
        temporary = self.result(name).with_suffix(".part")
        save_file({k: v.detach().contiguous().cpu() for k, v in tensors.items()}, temporary)
        os.replace(temporary, self.result(name))

    def load_result(self, name):
        return load_file(self.result(name))


_asked = False


def _ask(*_):
    global _asked
    _asked = True


@contextmanager
def stoppable():
    """Within, the first Ctrl-C or SIGTERM lets the current step end, saves and raises Stopped; a second one ends at once."""

    def handle(*_):
        _ask()
        for s in (signal.SIGINT, signal.SIGTERM):
            signal.signal(s, signal.default_int_handler if s == signal.SIGINT else signal.SIG_DFL)

    before = {s: signal.signal(s, handle) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for s, old in before.items():
            signal.signal(s, old)


def raise_if_stopped():
    if _asked:
        raise Stopped


@contextmanager
def only_one(run, stage):
    """Refuses a stage that another process is making in the same folder."""
    with open(run.folder / f"{stage}.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"stage {stage} is being made by another process in {run.folder}: wait for it, or end it") from None
        yield


def captured(run, step):
    """`step` (of tensors, numbers and dicts of tensors), on a GPU as one CUDA graph: the networks are small, and thousands of launches
    take longer than the work. Shapes stay those of the first call, numbers reach the step as tensors, and what it returns is overwritten
    by the next call. The first calls are made as they are, since libraries choose their kernels in them."""
    if not run.cuda:
        return step
    calls, graph, static, result = 0, torch.cuda.CUDAGraph(), None, None
    stream = torch.cuda.Stream()

    def call(*inputs):
        nonlocal calls, static, result
        if static is None:
            static = tree_map(lambda v: v.clone() if torch.is_tensor(v) else torch.tensor(v, device=run.device), inputs)
        tree_map(lambda mine, new: mine.copy_(new) if torch.is_tensor(new) else mine.fill_(new), static, inputs)
        calls += 1
        if calls <= WARM_UP_CALLS:
            stream.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(stream):
                result = step(*static)
            torch.cuda.current_stream().wait_stream(stream)
            return result
        if calls == WARM_UP_CALLS + 1:
            result = None
            with torch.cuda.graph(graph):
                result = step(*static)
        graph.replay()
        return result

    return call


class Average:
    """The moving average of a network's parameters, with its buffers as they are. `network` is what is kept."""

    def __init__(self, model, decay):
        self.model, self.decay, self.network = model, decay, copy.deepcopy(model).eval().requires_grad_(False)

    def share(self, step):
        """What `follow` is to keep at a step."""
        return average_share(self.decay, step)

    @torch.no_grad()
    def follow(self, share):
        update_average(self.network, self.model, share)
        for buffer, new in zip(self.network.buffers(), self.model.buffers()):
            buffer.copy_(new)


class Loop:
    """Iterates over the steps of a training, yielding the share done. Keeps `parts` (modules and optimizers), the random states and the
    counters in <stage>.pt every two minutes and at a stop, and starts from there."""

    def __init__(self, run, stage, parts, budget, seed=0):
        self.run, self.stage, self.parts, self.budget = run, stage, parts, budget
        self.path = run.folder / f"{stage}.pt"
        self.rng = np.random.default_rng([seed, 0])
        torch.manual_seed(seed)
        self.step = self.seen = 0
        self.spent = 0.0
        self._window, self._extra = {}, ""
        if self.path.exists():
            self._load(torch.load(self.path, map_location="cpu", weights_only=True))

    def _load(self, state):
        for name, part in self.parts.items():
            part.load_state_dict(state["parts"][name])
        self.step, self.seen, self.spent = state["step"], state["seen"], state["spent"]
        self.rng = np.random.default_rng([1, self.step])
        torch.manual_seed(self.step)

    def save(self):
        state = dict(parts={n: p.state_dict() for n, p in self.parts.items()}, step=self.step, seen=self.seen, spent=self.spent)
        temporary = self.path.with_suffix(".part")
        torch.save(state, temporary)
        os.replace(temporary, self.path)

    def note(self, samples, **figures):
        """Counts the samples of the step; `figures` (tensors or numbers) are averaged between two reports."""
        self.seen += samples
        for name, value in figures.items():
            self._window.setdefault(name, []).append(value.detach().clone() if torch.is_tensor(value) else value)

    def say(self, text):
        print(f"{time.strftime('%T')} {self.stage}: {text}", flush=True)

    def _report(self, progress, began, first, before):
        """`before` is the progress at this start, whose pace alone tells how long the rest takes."""
        went = time.time() - began
        rate, left = (self.seen - first) / max(1e-6, went), (1 - progress) * went / max(1e-9, progress - before)
        figures = " ".join(f"{n} {float(torch.stack([torch.as_tensor(v, dtype=torch.float32).cpu() for v in vs]).mean()):.4f}" for n, vs in self._window.items())
        self.say(f"{100 * progress:.1f} % step {self.step} samples {self.seen} ({rate:.1f}/s) {figures} about {left / 60:.0f} min left")
        self._window.clear()

    def __iter__(self):
        began, first, before = time.time(), self.seen, self.spent
        start = self.budget.progress(self.seen, self.spent)
        saved = reported = began
        while (progress := self.budget.progress(self.seen, self.spent)) < 1:
            yield progress
            self.step += 1
            now = time.time()
            self.spent = before + now - began
            if _asked or now - saved > CHECKPOINT_SECONDS:
                self.save()
                saved = time.time()
                raise_if_stopped()
            if now - reported > REPORT_SECONDS:
                self._report(self.budget.progress(self.seen, self.spent), began, first, start)
                reported = now
        self.save()
        self._report(1.0, began, first, start)
