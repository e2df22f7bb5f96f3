"""Draws with the trained parts, and measures what words and private names reach, against the renders of the true values."""
import json

import numpy as np
import torch

from . import pixels
from .captions import MAIN_FORM, MEANINGS, PRIVATE, WORD, Labels
from .colors import color_value, is_unnamed
from .layouts import MEANT, layout_value
from .nets.unet import LAYERS, Unet, sample
from .nets.vae import LATENTS
from .pictures import to_pictures
from .references import values_of_words
from .render import render, save_png, sheet
from .stages.text import Towers
from .stages.trunk import load_judge, observe
from .stages.vae import load_vae, reconstruct
from .styles import style_value
from .values import held_out, object_value, training_values
from .vocabulary import ATTRIBUTES, DRAWINGS, OBJECT_WORDS, STYLE_WORDS, UNNAMED_OBJECTS

STEPS, GUIDANCE = 25, 2.0


def named_value(attribute, rng):
    """A value that a single word means."""
    make = dict(
        object=lambda: object_value(rng, str(rng.choice(list(OBJECT_WORDS)))), color=lambda: color_value(rng, str(rng.choice(["plain", "scheme"]))),
        style=lambda: style_value(rng, str(rng.choice(list(STYLE_WORDS))), wide=False), layout=lambda: layout_value(rng, str(rng.choice(list(MEANT)))),
    )[attribute]
    while (value := make())["word"] is None:  # at the ends of what a word was taught with its meaning is left open
        pass
    return value


def unnamed_value(attribute, rng):
    """A value that no word means and the model can draw."""
    make = dict(
        object=lambda: object_value(rng, str(rng.choice(UNNAMED_OBJECTS))), color=lambda: color_value(rng, str(rng.choice(["hue", "free"]))),
        style=lambda: style_value(rng), layout=lambda: layout_value(rng, kind=str(rng.choice(["single", "single", "trio", "grid", "escort"]))),
    )[attribute]
    while (value := make())["word"] is not None or (attribute == "color" and not is_unnamed(value["palette"])):
        pass
    return value


class Model:
    def __init__(self, run, unet, towers):
        self.run, self.unet, self.towers = run, unet, towers
        self.vae = load_vae(run)
        self.judge = load_judge(run, "judge") if run.result("judge").exists() else towers.judge

    def states(self, values, by, words=None):
        """Context of captions in the main form; `by` {attribute: WORD, PRIVATE, VAGUELY or OFF}, `words` {attribute: meanings} to say instead of the values' own."""
        labels, n, device = Labels(values, self.run.device), len(values), self.run.device
        for a, chosen in (words or {}).items():
            labels.meaning[a] = torch.tensor([MEANINGS[a].index(w) for w in chosen], device=device)
        modes = {a: torch.full((n,), by[a], device=device) for a in ATTRIBUTES}
        ids, _ = self.towers.captions(modes, labels, forms=torch.full((n,), MAIN_FORM, device=device))
        return self.towers.states(ids, labels)

    @torch.no_grad()
    def draw(self, states, seed=0, steps=STEPS, guidance=GUIDANCE, batch=64):
        """uint8 pictures [n, 128, 128, 3]."""
        generator, out = torch.Generator().manual_seed(seed), []
        empty = self.towers.text.states(self.towers.text.embed(self.towers.captions.empty()))
        noise = torch.randn(len(states), LATENTS, 16, 16, generator=generator).to(self.run.device)
        for i in range(0, len(states), batch):
            z = sample(self.unet, states[i : i + batch], empty, steps, guidance, noise[i : i + batch])
            with self.run.half():
                out.append(to_pictures(self.vae.decode(z)))
        return np.concatenate(out)

    @torch.no_grad()
    def best_words(self, pictures, attribute):
        """Per picture the meaning that the CLIP towers find nearest, among all of the attribute."""
        seen = self.towers.projection(self.towers.features(pictures))
        ids, ends = self.towers.captions.naming(attribute)
        e = self.towers.text.project(self.towers.text.states(self.towers.text.embed(ids)), ends)
        return [MEANINGS[attribute][i] for i in (seen @ e.T).argmax(1).tolist()]


def renders(values, seed=5):
    rng = np.random.default_rng(seed)
    return np.stack([render(v, rng) for v in values])


def judged(model, pictures, values):
    """Per attribute which pictures the judge finds right (objects by concept), and the palettes' CIEDE2000 and poses measured on the pixels."""
    out, labels = observe(model.run, model.judge, pictures), Labels(values, model.run.device)
    right = {a: (out[a].argmax(1) == labels.choices[a]).cpu().numpy() for a in labels.choices}
    concepts = np.array([c for c, _ in DRAWINGS])
    right["object"] = concepts[out["object"].argmax(1).cpu().numpy()] == np.array([v["object"]["name"] for v in values])
    return right | {f"{k} off": v for k, v in pixels.differences(pictures, renders(values)).items()}


def draw_sheet(model, path, count=48):
    """Draws `count` pictures of words and as many of private names only; saves those and gives the figures as text."""
    rng, lines, shown = np.random.default_rng(3), [], []
    for title, by, make in (("words", WORD, named_value), ("private names", PRIVATE, unnamed_value)):
        values = [{a: make(a, rng) for a in ATTRIBUTES} for _ in range(count)]
        drawn = model.draw(model.states(values, dict.fromkeys(ATTRIBUTES, by)))
        figures = judged(model, drawn, values)
        lines.append(f"{title}: " + " ".join(f"{k} {v.mean():.2f}" for k, v in figures.items()))
        shown += [p for pair in zip(renders(values)[:24], drawn[:24]) for p in pair]
    save_png(path, sheet(shown, 12))
    return "; ".join(lines)


# What tells how far a picture is from the wanted value: silhouettes for object and layout, CIEDE2000 for color, texture for style.
DISTANCE = {"object": "overlap", "color": "color", "style": "texture", "layout": "overlap"}


def closed(model, count=40, each=2, seed=11):
    """Per attribute, on unnamed values beside other pictures' words: the distances that the best words (of the image tower), private names and the renderer
    itself leave, which knows the value but of the others only the words, and the shares of the first that the other two close. Words leave
    open where exactly a thing stands or how wide its stripes are: what the renderer closes is all that can be closed."""
    result = {}
    for k, a in enumerate(ATTRIBUTES):
        rng = np.random.default_rng([seed, k])
        references = [{b: unnamed_value(b, rng) for b in ATTRIBUTES} for _ in range(count)]
        found = model.best_words(renders(references, 6), a)
        values = [{**{b: named_value(b, rng) for b in ATTRIBUTES}, a: r[a]} for r in references for _ in range(each)]
        wanted = [pixels.describe(p) for p in renders(values)]
        by = dict.fromkeys(ATTRIBUTES, WORD)
        left = {}
        for row, how, words in (("words", WORD, {a: [w for w in found for _ in range(each)]}), ("private", PRIVATE, None)):
            drawn = model.draw(model.states(values, {**by, a: how}, words), seed=seed)
            left[row] = float(pixels.differences(drawn, wanted)[DISTANCE[a]].mean())
        meant = [values_of_words({b: v[b]["word"] for b in ATTRIBUTES if b != a}, rng) | {a: v[a]} for v in values]
        left["renderer"] = float(pixels.differences(renders(meant, seed), wanted)[DISTANCE[a]].mean())
        shares = {name: round(1 - left[row] / left["words"], 3) for name, row in (("closed", "private"), ("reachable", "renderer"))}
        result[a] = {row: round(off, 4) for row, off in left.items()} | shares
    return result


def named(model, shown, count=192, seed=21):
    """What of pictures drawn by words alone is right, of combinations that training showed or never shows: per attribute, and for colors the share
    within CIEDE2000 10."""
    rng, values = np.random.default_rng(seed), []
    while len(values) < count:
        value = {a: named_value(a, rng) for a in ATTRIBUTES}
        if held_out(value) != shown:
            values.append(value)
    figures = judged(model, model.draw(model.states(values, dict.fromkeys(ATTRIBUTES, WORD)), seed=seed), values)
    result = {k: round(float(v.mean()), 3) for k, v in figures.items()} | {"color within 10": round(float((figures["color off"] <= 10).mean()), 3)}
    worst = {}
    for a in ("object", "style", "layout"):
        words = np.array([v[a]["word"] for v in values])
        worst[a] = min(((str(w), round(float(figures[a][words == w].mean()), 2)) for w in np.unique(words)), key=lambda item: item[1])
    return result | {"worst words": worst}


def through_vae(model, count=512, seed=31):
    """What the judge finds right in renders that went through the VAE alone, and how far palettes and textures moved: what no U-Net can better."""
    rng = np.random.default_rng(seed)
    values = [training_values(rng) for _ in range(count)]
    return {k: round(float(v.mean()), 4) for k, v in judged(model, reconstruct(model.run, model.vae, renders(values)), values).items()}


def main(run):
    """figures.json: through the VAE alone, by words, and what private names close."""
    unet = Unet(LAYERS[run.unet])
    unet.load_state_dict(run.load_result(run.unet))
    model = Model(run, unet.to(run.device).eval().requires_grad_(False), Towers(run))
    figures = {"through the VAE": through_vae(model), "by words": named(model, True), "by words, combinations never shown": named(model, False), "unnamed": closed(model), "guidance": GUIDANCE, "steps": STEPS}
    (run.folder / "figures.json").write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures, indent=1), flush=True)
