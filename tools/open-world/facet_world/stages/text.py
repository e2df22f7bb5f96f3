"""The text tower and the private names, against the frozen trunk and a projection (the CLIP image tower).

Two losses: the contrastive one, on batches that mostly name one attribute only, so that their texts differ in nothing else; and that the
numbers of each value can be told from the states that the U-Net will see, through noise. Contrast alone asks only for what tells a value from
the few hundred of its batch: in a first world it left directions of the palette, and stripes' angles, a thousandth of the states' variance,
and the U-Net never learned to look there.
"""
import math

import torch
import torch.nn.functional as F
from facet_demo.training import adamw, learning_rate, set_learning_rate
from torch import nn

from ..captions import MEANINGS, OFF, PRIVATE, VAGUELY, WORD, CaptionMaker, Labels, Vocabulary, encode_text
from ..nets.judge import FEATURES, Judge, value_loss
from ..nets.text import PROJECTION, WIDTH, PrivateNames, TextTower
from ..pictures import to_tensor
from ..pool import to_measure
from ..training import Loop
from ..values import CHOICES, NUMBERS
from ..vocabulary import ATTRIBUTES
from .trunk import load_judge

SAMPLES, SHARE = 260_000, 0.15
CPU_BATCH, CUDA_BATCH, LR, MAX_SCALE = 160, 512, 1.5e-3, math.log(80)
ALONE = 0.75  # batches that name one attribute only
NOISE, TOLD = 0.25, 0.4  # noise on the states, of their own deviation; weight of the numbers' loss


class Projection(nn.Module):
    """The trunk's features to the sphere that captions share."""

    def __init__(self):
        super().__init__()
        self.projection = nn.Linear(FEATURES, PROJECTION)

    def forward(self, features):
        return F.normalize(self.projection(features), dim=-1)


class Readout(nn.Module):
    """Linear maps from the states to the values, one set for the attribute's own place and one for the caption's end. Training's alone."""

    def __init__(self):
        super().__init__()
        sizes = {a: n for a, n in CHOICES.items() if n} | {f"{a} numbers": n for a, n in NUMBERS.items() if n}
        self.own, self.end = (nn.ModuleDict({name: nn.Linear(WIDTH, n) for name, n in sizes.items()}) for _ in range(2))


@torch.no_grad()
def trunk_features(run, judge, pictures, batch=256):
    """The trunk's features [n, FEATURES] of uint8 pictures."""
    out = []
    for i in range(0, len(pictures), batch):
        with run.half():
            out.append(judge.trunk(to_tensor(pictures[i : i + batch], run.device)).float())
    return torch.cat(out)


def contrastive_loss(logits, fits):
    """Symmetric cross-entropy with the target spread evenly over all fitting pairs. Both [pictures, captions]."""
    rows = -((fits / fits.sum(1, keepdim=True)) * logits.log_softmax(1)).sum(1).mean()
    columns = -((fits / fits.sum(0, keepdim=True)) * logits.log_softmax(0)).sum(0).mean()
    return (rows + columns) / 2


def draw_modes(labels, rng, device):
    """How a batch's captions say each attribute, and which captions fit which pictures [pictures, captions]."""
    n = len(labels)
    only = str(rng.choice(ATTRIBUTES)) if rng.random() < ALONE else None
    modes, fits = {}, torch.ones(n, n, dtype=torch.bool, device=device)
    for a in ATTRIBUTES:
        said = torch.full((n,), a == only, device=device) if only else torch.rand(n, device=device) > 0.25
        private = said & ((torch.rand(n, device=device) < 0.5) | (labels.meaning[a] < 0))
        word = said & ~private
        open_ = torch.full((n,), VAGUELY, device=device) if a == "object" else torch.where(torch.rand(n, device=device) < 0.5, VAGUELY, OFF)
        modes[a] = torch.where(word, WORD, torch.where(private, PRIVATE, open_))
        fits &= ~word[None] | (labels.meaning[a][:, None] == labels.meaning[a][None])
        same = labels.choices[a][:, None] == labels.choices[a][None] if a == "object" else torch.eye(n, dtype=torch.bool, device=device)
        fits &= ~private[None] | same
    return modes, fits.float()


def told_loss(readout, states, ids, ends, modes, labels, vocabulary):
    """How badly the values that captions say can be told from their noisy states, at the attributes' places and at the end."""
    noisy = states + NOISE * states.detach().std() * torch.randn_like(states)
    at_end = noisy[torch.arange(len(ids), device=ids.device), ends]
    known = {a: modes[a] >= WORD for a in ATTRIBUTES}
    mask = lambda a, t, empty: torch.where(known[a].view(-1, *[1] * (t.ndim - 1)), t, empty)
    choices = {a: mask(a, c, -1) for a, c in labels.choices.items() if known[a].any()}
    numbers = {a: mask(a, v, float("nan")) for a, v in labels.numbers.items() if known[a].any()}
    total = value_loss({k: head(at_end) for k, head in readout.end.items()}, choices, numbers, smoothing=0.0)
    for a in ATTRIBUTES:  # the place of a private name is known by its token; words share their readout with it through the end
        rows, columns = (ids == vocabulary.place[a]).nonzero(as_tuple=True)
        if len(rows):
            at = noisy[rows, columns]
            own = {k: head(at) for k, head in readout.own.items() if k.split()[0] == a}
            wanted = ({a: d[a][rows]} if a in d else {} for d in (labels.choices, labels.numbers))
            total = total + value_loss(own, *wanted, smoothing=0.0)
    return total


class Towers:
    """The trained text side and image side, for the stages that follow. The image side is that of the stage `image` once that is done."""

    def __init__(self, run):
        self.run, self.vocabulary = run, Vocabulary(run.folder / "tokenizer")
        self.text, self.names, self.projection, self.judge = TextTower(self.vocabulary.size), PrivateNames(), Projection(), Judge()
        state = run.load_result("text")
        self.scale = float(state["scale"].exp())
        state |= run.load_result("image") if run.result("image").exists() else {f"judge.{k}": v for k, v in run.load_result("trunk").items()}
        for prefix, part in (("text.", self.text), ("names.", self.names), ("projection.", self.projection), ("judge.", self.judge)):
            part.load_state_dict({k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)})
            part.to(run.device).eval().requires_grad_(False)
        self.captions = CaptionMaker(self.vocabulary, run.device)

    def states(self, ids, labels):
        return encode_text(self.text, self.names, self.vocabulary, ids, labels)

    def features(self, pictures, judge=None):
        return trunk_features(self.run, judge or self.judge, pictures)


@torch.no_grad()
def zero_shot(text, projection, captions, features, labels):
    """Per attribute, accuracy of the words on pictures whose value has one; captions name that attribute only. Colors without phrases of two."""
    result = {}
    for a in ATTRIBUTES:
        known = sum(" " not in meaning for meaning in MEANINGS[a])
        ids, ends = captions.naming(a)
        e = text.project(text.states(text.embed(ids[:known])), ends[:known])
        rows = (labels.meaning[a] >= 0) & (labels.meaning[a] < known)
        result[a] = round(float(((projection(features[rows]) @ e.T).argmax(1) == labels.meaning[a][rows]).float().mean()), 3)
    return result


@torch.no_grad()
def told(readout, text, names, vocabulary, captions, labels):
    """Per attribute, the share of the numbers' variance that is told from the place of its private name, without noise and with it."""
    result, n = {}, len(labels)
    for a in labels.numbers:
        modes = {b: torch.full((n,), PRIVATE if a == b else VAGUELY, device=labels.category.device) for b in ATTRIBUTES}
        ids, _ = captions(modes, labels)
        states = encode_text(text, names, vocabulary, ids, labels)
        at, wanted, shares = states[ids == vocabulary.place[a]], labels.numbers[a], []
        known = ~wanted.isnan()
        spread = ((wanted - wanted.nanmean(0)).nan_to_num().square() * known).sum(0)
        for noise in (0.0, NOISE):
            off = readout.own[f"{a} numbers"](at + noise * states.std() * torch.randn_like(at)) - wanted.nan_to_num()
            shares.append((1 - (off.square() * known).sum(0) / spread).min().item())
        result[a] = [round(s, 3) for s in shares]
    return result


def main(run):
    judge = load_judge(run, "trunk")
    vocabulary = Vocabulary(run.folder / "tokenizer")
    captions = CaptionMaker(vocabulary, run.device)
    numbers = run.pool.numbers()[: 96 if run.cuda else 8]
    features = torch.cat([trunk_features(run, judge, run.pool.pictures(n)) for n in numbers])
    labels = Labels([v for n in numbers for v in run.pool.values(n)], run.device)
    held, held_values = to_measure(1024)
    held_features, held_labels = trunk_features(run, judge, held), Labels(held_values, run.device)
    torch.manual_seed(0)
    text, names, projection, readout = TextTower(vocabulary.size), PrivateNames(), Projection(), Readout()
    spread = features.std(0) + 0.1
    with torch.no_grad():  # features of different size count alike at first
        projection.projection.weight.normal_(0, 0.05).div_(spread.cpu())
        projection.projection.bias.copy_(-projection.projection.weight @ features.mean(0).cpu())
    parts = nn.ModuleDict(dict(text=text, names=names, projection=projection, readout=readout)).to(run.device)
    parts.register_parameter("scale", nn.Parameter(torch.tensor(math.log(12.0), device=run.device)))
    optimizer = adamw(parts.parameters(), LR, weight_decay=0.02)
    loop = Loop(run, "text", dict(model=parts, optimizer=optimizer), run.budget("text", SAMPLES, SHARE))
    batch = CUDA_BATCH if run.cuda else CPU_BATCH

    def figures():
        return f"zero-shot {zero_shot(text, projection, captions, held_features, held_labels)} told {told(readout, text, names, vocabulary, captions, held_labels)}"

    for progress in loop:
        set_learning_rate(optimizer, learning_rate(LR, loop.step, progress, 60, 0.3, floor=0.03))
        index = torch.from_numpy(loop.rng.integers(len(labels), size=batch)).to(run.device)
        mine = labels[index]
        modes, fits = draw_modes(mine, loop.rng, run.device)
        ids, ends = captions(modes, mine)
        states = encode_text(text, names, vocabulary, ids, mine)
        x = features[index]
        logits = parts.scale.exp() * projection(x + 0.1 * torch.randn_like(x) * spread) @ text.project(states, ends).T
        contrast, numbers_off = contrastive_loss(logits, fits), told_loss(readout, states, ids, ends, modes, mine, vocabulary)
        optimizer.zero_grad(set_to_none=True)
        (contrast + TOLD * numbers_off).backward()
        nn.utils.clip_grad_norm_(parts.parameters(), 1.0, foreach=True)
        optimizer.step()
        with torch.no_grad():
            parts.scale.clamp_(max=MAX_SCALE)
        best = fits.gather(1, logits.argmax(1, keepdim=True)).mean()
        loop.note(batch, contrast=contrast, told=numbers_off, fits=best)
        if loop.step % 400 == 399:
            loop.say(figures())
    loop.say(f"done, {figures()}")
    length = text.text_model.embeddings.token_embedding.weight[list(vocabulary.id.values())].norm(dim=-1).mean()
    loop.say(f"mean length of words {length:.3f}, scale {parts.scale.exp():.1f}")
    run.save_result("text", {k: v for k, v in parts.state_dict().items() if not k.startswith("readout.")})
