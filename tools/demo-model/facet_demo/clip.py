"""The small CLIP: a text tower (transformers' CLIPTextModelWithProjection) and an image tower (frozen classifier trunk + projection).

A batch is groups of pictures that differ in ONE factor, so that every word matters; captions leave factors open, so one picture
may fit several captions and the targets are shared among them.
"""
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from .classifier import FEATURES, load_classifier
from .data import load, to_tensor
from .paths import WORK
from .tokenizer import LENGTH, load_tokenizer, tokenize
from .training import DEVICE, Checkpoint, adamw, half_precision, learning_rate, set_learning_rate, setup
from .world import FACTORS, NAMES, SIZES, caption, leave_open, training_caption

STEPS, GROUPS, LR, OPEN, PROJECTION = 1_600, 24, 1.5e-3, 0.2, 96
MAX_LOGIT_SCALE = math.log(60)
FOLDER = WORK / "pipe"


def make_text_tower(tokenizer):
    return CLIPTextModelWithProjection(CLIPTextConfig(
        vocab_size=len(tokenizer), hidden_size=128, intermediate_size=384, num_hidden_layers=3, num_attention_heads=4,
        max_position_embeddings=LENGTH, projection_dim=PROJECTION, bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id,
    ))


class ImageTower(nn.Module):
    """pixel_values [batch, 3, 64, 64] in [-1, 1] -> image_embeds [batch, 96], unit length."""

    def __init__(self, trunk):
        super().__init__()
        self.trunk = trunk
        self.projection = nn.Linear(FEATURES, PROJECTION)

    def project(self, features):
        return F.normalize(self.projection(features), dim=-1)

    def forward(self, pixel_values):
        return self.project(self.trunk(pixel_values))


@torch.no_grad()
def trunk_features(trunk, pictures):
    chunks = [to_tensor(pictures[i : i + 250]).to(DEVICE) for i in range(0, len(pictures), 250)]
    with half_precision():
        return torch.cat([trunk(x).float() for x in chunks])


def draw_groups(rng, by_factors):
    """Indices of pictures: GROUPS times a random combination with one factor running through its words."""
    chosen = []
    for _ in range(GROUPS):
        combination, k = [int(rng.integers(n)) for n in SIZES], int(rng.integers(len(SIZES)))
        for value in range(SIZES[k]):
            combination[k] = value
            if members := by_factors.get(tuple(combination)):
                chosen.append(members[int(rng.integers(len(members)))])
    return chosen


def contrastive_loss(logits, fits):
    """Symmetric cross-entropy with the target spread evenly over all fitting pairs. Both [pictures, captions]."""
    rows = -((fits / fits.sum(1, keepdim=True)) * logits.log_softmax(1)).sum(1).mean()
    columns = -((fits / fits.sum(0, keepdim=True)) * logits.log_softmax(0)).sum(0).mean()
    return (rows + columns) / 2


@torch.no_grad()
def zero_shot(text_tower, image_tower, tokenizer, pictures, factors):
    """Accuracy per factor on pictures, (a) naming only that factor, (b) naming all four with that one varied."""
    images = image_tower.project(trunk_features(image_tower.trunk, pictures))

    def embed(captions):
        return F.normalize(text_tower(tokenize(tokenizer, captions).to(DEVICE)).text_embeds, dim=-1)

    alone = dict(object="a drawing of a {}", color="a {} thing", style="a {} drawing of a thing", layout="a drawing of a thing {}")
    result = {}
    for k, name in enumerate(NAMES):
        choices = embed([alone[name].format(word) for word in FACTORS[name]])
        by_word = ((images @ choices.T).argmax(1).cpu().numpy() == factors[:, k]).mean()
        right = 0
        for i in range(200):
            captions = [caption([*factors[i][:k], v, *factors[i][k + 1 :]]) for v in range(SIZES[k])]
            right += int((images[i] @ embed(captions).T).argmax()) == factors[i, k]
        result[name] = dict(alone=round(float(by_word), 4), in_full_caption=float(right) / 200)
    return result


def main():
    setup(0)
    rng = np.random.default_rng(0)
    tokenizer = load_tokenizer()
    text_tower = make_text_tower(tokenizer).to(DEVICE)
    image_tower = ImageTower(load_classifier("trunk").trunk).to(DEVICE)
    pictures, factors = load("train")
    features = trunk_features(image_tower.trunk, pictures)
    with torch.no_grad():  # start the projection on whitened features
        spread = features.std(0) + 0.1
        image_tower.projection.weight.normal_(0, 0.05).div_(spread)
        image_tower.projection.bias.copy_(-image_tower.projection.weight @ features.mean(0))
    scale = nn.Parameter(torch.tensor(math.log(12.0), device=DEVICE))
    trained = [*text_tower.parameters(), *image_tower.projection.parameters(), scale]
    optimizer = adamw(trained, LR, weight_decay=0.02)
    checkpoint, start = Checkpoint("clip"), 0
    if state := checkpoint.load():
        text_tower.load_state_dict(state["text"])
        image_tower.projection.load_state_dict(state["projection"])
        scale.data.copy_(state["scale"])
        optimizer.load_state_dict(state["optimizer"])
        start = state["step"]
        rng = np.random.default_rng([0, start])

    def save(step):
        checkpoint.save(dict(
            text=text_tower.state_dict(), projection=image_tower.projection.state_dict(), scale=scale.data,
            optimizer=optimizer.state_dict(), step=step,
        ))

    by_factors = {}
    for i, f in enumerate(factors):
        by_factors.setdefault(tuple(f), []).append(i)
    for step in range(start, STEPS):
        set_learning_rate(optimizer, learning_rate(LR, step, step / STEPS, 60, 0, floor=0.03))
        index = draw_groups(rng, by_factors)
        opened = [leave_open(factors[i], rng, OPEN) for i in index]
        wanted = np.array([[-1 if v is None else v for v in f] for f in opened])
        fits = torch.from_numpy(((wanted[None] == -1) | (wanted[None] == factors[index][:, None])).all(-1)).float().to(DEVICE)
        ids = tokenize(tokenizer, [training_caption(f, rng) for f in opened]).to(DEVICE)
        noisy = features[index] + 0.15 * torch.randn(len(index), FEATURES, device=DEVICE)
        logits = scale.exp() * image_tower.project(noisy) @ F.normalize(text_tower(ids).text_embeds, dim=-1).T
        loss = contrastive_loss(logits, fits)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(trained, 1.0, foreach=True)
        optimizer.step()
        scale.data.clamp_(max=MAX_LOGIT_SCALE)
        if (step + 1) % 100 == 0:
            top = fits.gather(1, logits.argmax(1, keepdim=True)).mean()
            print(f"{step + 1} loss {loss:.3f} best caption fits {top:.3f} scale {scale.exp():.1f}", flush=True)
        if checkpoint.due():
            save(step + 1)
    save(STEPS)
    text_tower.eval()
    print("zero-shot", zero_shot(text_tower, image_tower, tokenizer, *load("held")), flush=True)
    text_tower.cpu().save_pretrained(FOLDER / "clip_text")
    CLIPTextModel.from_pretrained(FOLDER / "clip_text").save_pretrained(FOLDER / "text_encoder")
    torch.save(dict(projection=image_tower.projection.cpu().state_dict(), logit_scale=scale.data.cpu()), FOLDER / "clip_image.pt")


if __name__ == "__main__":
    main()
