"""The reader on the world's own model, as the product makes it: features are the image encoder's embeddings, views are made of colors alone, and nothing knows true values.

usage: product.py STATE samples|pictures|fit|wake|table ... (STATE: a folder of `facet_world train`; everything is written to STATE/binding)"""
import argparse
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from facet_world import pixels
from facet_world.captions import MEANINGS, Labels
from facet_world.measure import Model, named_value, renders, unnamed_value
from facet_world.nets.text import PROJECTION, WIDTH
from facet_world.nets.unet import LAYERS, STEPS, Unet, kept_signal, noised
from facet_world.pictures import to_pictures, to_tensor
from facet_world.pool import SHARD
from facet_world.stages.text import Towers
from facet_world.stages.trunk import load_judge, observe
from facet_world.training import Run
from facet_world.vocabulary import ATTRIBUTES, DRAWINGS, WORDS_OF
from prior import around_words
from networks import Heads

SLOTS = {"style": 2, "color": 6, "object": 7, "layout": 8}  # of "a {style} drawing of a {color} {object} {layout}"
PART, SAMPLE_STEPS, GUIDANCE, GUIDED_UNTIL = 512, 8, 3.0, 300
DISTANCES = {"object": ("not object", "overlap"), "color": ("color",), "style": ("not treatment", "texture"), "layout": ("overlap", "shift")}


class Lab:
    def __init__(self, state, unet):
        self.run = Run(state, unet=unet)
        net = Unet(LAYERS[unet])
        net.load_state_dict(self.run.load_result(unet))
        self.unet = net.eval().requires_grad_(False)
        self.model = Model(self.run, self.unet, Towers(self.run))
        self.towers, self.folder = self.model.towers, state / "binding"
        self.folder.mkdir(exist_ok=True)
        text, ids = self.towers.text, self.towers.vocabulary.id
        with torch.no_grad():
            table = text.text_model.embeddings.token_embedding.weight
            self.words = {a: list(dict.fromkeys(w for synonyms in WORDS_OF[a].values() for w in synonyms)) for a in ATTRIBUTES}
            self.vector = lambda phrase: torch.stack([table[ids[w]] for w in phrase.split() if w != "and"]).mean(0)
            self.table = {a: torch.stack([self.vector(w) for w in self.words[a]]) for a in ATTRIBUTES}
            base = torch.full((1, 16), self.towers.vocabulary.end)
            base[0, 0] = self.towers.vocabulary.start
            for at, word in enumerate("a flat drawing of a red cat left".split()):
                base[0, 1 + at] = ids[word]
            self.base = text.embed(base)
            self.empty = text.states(text.embed(self.towers.captions.empty()))

    def states(self, vectors):
        """Of vectors [n, 4, WIDTH] in the order of ATTRIBUTES."""
        x = self.base.expand(len(vectors), -1, -1).clone()
        for k, a in enumerate(ATTRIBUTES):
            x[:, SLOTS[a]] = vectors[:, k]
        return self.towers.text.states(x)

    @torch.no_grad()
    def features(self, pictures):
        return torch.cat([self.towers.projection(self.towers.features(pictures[i : i + 256])) for i in range(0, len(pictures), 256)])

    @torch.no_grad()
    def latents(self, context, noise, steps, guidance, guided_until=0):
        kept, out, stride = kept_signal(), [], STEPS // steps
        for i in range(0, len(noise), 64):
            z, c = noise[i : i + 64], context[i : i + 64]
            empty = self.empty.expand(len(z), -1, -1)
            for k in reversed(range(steps)):
                t = k * stride + 1
                a, b = kept[t], kept[max(0, t - stride)]
                if t >= guided_until:
                    free, said = self.unet(torch.cat([z, z]), torch.full((2 * len(z),), t), torch.cat([empty, c])).chunk(2)
                    v = free + guidance * (said - free)
                else:
                    v = self.unet(z, torch.full((len(z),), t), c)
                z = b.sqrt() * (a.sqrt() * z - (1 - a).sqrt() * v) + (1 - b).sqrt() * (a.sqrt() * v + (1 - a).sqrt() * z)
            out.append(z)
        return torch.cat(out)

    @torch.no_grad()
    def decode(self, z):
        out = []
        for i in range(0, len(z), 64):
            with self.run.half():
                out.append(to_pictures(self.model.vae.decode(z[i : i + 64])))
        return np.concatenate(out)


def samples(a, lab):
    for part in range(a.count // PART):
        path = lab.folder / f"samples-{part:03d}.pt"
        if path.exists():
            continue
        began, rng = time.process_time(), np.random.default_rng([2, part])
        vectors = torch.from_numpy(np.stack([around_words(lab.table[f], rng, PART) for f in ATTRIBUTES], 1))
        noise = torch.randn(PART, 12, 16, 16, generator=torch.Generator().manual_seed(1000 + part))
        with torch.no_grad():
            pictures = lab.decode(lab.latents(lab.states(vectors), noise, SAMPLE_STEPS, GUIDANCE, GUIDED_UNTIL))
        torch.save((vectors, lab.features(pictures)), path)
        print(part, round(time.process_time() - began), "CPU-s", flush=True)


def recolor(pictures, rng):
    """Another view of uint8 pictures: turned about the grey axis, more or less colorful, and tinted. A linear map of RGB for each picture."""
    n = len(pictures)
    axis = np.full(3, 3**-0.5)
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    grey = np.outer(axis, axis)
    turn = rng.uniform(0, 2 * np.pi, n)[:, None, None]
    chroma = rng.uniform(0.3, 1.5, n)[:, None, None]
    matrix = grey + chroma * (np.cos(turn) * (np.eye(3) - grey) + np.sin(turn) * cross)
    tint = rng.normal(size=(n, 3)) @ (np.eye(3) - grey) * 0.12
    x = pictures.reshape(n, -1, 3) / 255.0 - 0.5
    return ((np.einsum("nij,npj->npi", matrix, x) + tint[:, None] + 0.5).clip(0, 1) * 255).round().astype(np.uint8).reshape(pictures.shape)


def pictures(a, lab):
    shown = np.concatenate([lab.run.pool.pictures(n) for n in range(a.count // SHARD)])
    rng = np.random.default_rng(7)
    with torch.no_grad(), lab.run.half():
        latents = torch.cat([lab.model.vae.encode(to_tensor(shown[i : i + 64]))[0].float() for i in range(0, len(shown), 64)])
    own = lab.features(shown)
    painted = torch.stack([lab.features(recolor(shown, rng)) for _ in range(2)])
    torch.save(dict(latents=latents.half(), own=own, painted=painted), lab.folder / "pictures.pt")


def load_samples(lab):
    parts = [torch.load(p) for p in sorted(lab.folder.glob("samples-*.pt"))]
    return torch.cat([v for v, _ in parts]), torch.cat([x for _, x in parts])


def heads_of(lab, name=None):
    heads = Heads(torch.stack([lab.table[f].mean(0) for f in ATTRIBUTES]), PROJECTION)
    if name:
        heads.load_state_dict(torch.load(lab.folder / f"{name}.pt"))
    return heads


def regression(guess, true):
    return 0.5 * (guess - true).square().sum(-1).mean() / 0.25


def fit(a, lab):
    vectors, x = load_samples(lab)
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))
    held, used = order[:256], order[256:]
    heads = heads_of(lab)
    heads.mean.copy_(x.mean(0)), heads.spread.copy_(x.std(0) + a.floor * x.std())
    with torch.no_grad():
        spread = lab.states(vectors[:512]).std(0).clamp_min(0.05)
    far = lambda g, v: ((lab.states(g) - lab.states(v)) / spread).square().mean()
    optimizer = torch.optim.AdamW(heads.parameters(), lr=a.lr, weight_decay=0.02, betas=(0.9, 0.98))
    for step in range(a.steps):
        for group in optimizer.param_groups:
            group["lr"] = a.lr * min(1, (step + 1) / 50) * 0.5 * (1 + np.cos(np.pi * step / a.steps))
        i = used[torch.randint(len(used), (192,))]
        guess = heads(x[i] + torch.randn_like(x[i]) * heads.spread * 0.15)
        loss = regression(guess, vectors[i])
        if a.encoder and step % 2 == 0:
            loss = loss + far(guess[:32], vectors[i[:32]])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        if (step + 1) % 300 == 0:
            with torch.no_grad():
                guess = heads(x[held])
                print(step + 1, f"held {regression(guess, vectors[held]):.4f} states {far(guess, vectors[held]):.4f} train {regression(heads(x[used[:256]]), vectors[used[:256]]):.4f} cos", F.cosine_similarity(guess, vectors[held], dim=-1).mean(0).numpy().round(3), flush=True)
    torch.save(heads.state_dict(), lab.folder / f"{a.name}.pt")


def wake(a, lab):
    vectors, x = load_samples(lab)
    real = torch.load(lab.folder / "pictures.pt")
    latents, own, painted = real["latents"].float(), real["own"], real["painted"]
    heads, kept, B = heads_of(lab, a.start), kept_signal(), 32
    optimizer = torch.optim.AdamW(heads.parameters(), lr=a.lr, weight_decay=0.0, betas=(0.9, 0.98))
    window = []
    for step in range(a.steps):
        for group in optimizer.param_groups:
            group["lr"] = a.lr * min(1, (step + 1) / 30) * 0.5 * (1 + np.cos(np.pi * step / a.steps))
        i = torch.randint(len(own), (B,))
        view = own[i] if a.plain else painted[torch.randint(2, (B,)), i]
        blur = lambda v, by: v + torch.randn_like(v) * heads.spread * by
        tokens = torch.stack([heads.slot(k, blur(own[i] if f == "color" else view, 0.1)) for k, f in enumerate(ATTRIBUTES)], 1)
        if not a.joint:
            turn = F.one_hot(torch.randint(0, 4, (B,)), 4).bool()[..., None]
            tokens = torch.where(turn, tokens, tokens.detach())
        t = ((torch.arange(B) + torch.rand(B)) / B * 800).long() + 200
        noise = torch.randn_like(latents[i])
        noisy, wanted = noised(latents[i], noise, kept[t])
        drawn = (lab.unet(noisy, t, lab.states(tokens)) - wanted).square().mean()
        j = torch.randint(len(x), (96,))
        replay = regression(heads(blur(x[j], 0.15)), vectors[j])
        optimizer.zero_grad(set_to_none=True)
        (drawn + a.replay * replay).backward()
        nn.utils.clip_grad_norm_(heads.parameters(), 1.0)
        optimizer.step()
        window.append((drawn.item(), replay.item()))
        if (step + 1) % 50 == 0:
            print(step + 1, f"{time.process_time():.0f} CPU-s denoising {np.mean([w for w, _ in window]):.4f} replay {np.mean([r for _, r in window]):.4f}", flush=True)
            window.clear()
            torch.save(heads.state_dict(), lab.folder / f"{a.name}.pt")


class Table:
    """Each token alone beside other pictures' words, unnamed references."""

    def __init__(self, lab, count, each, seed=11):
        self.lab, self.count, self.each, self.seed = lab, count, each, seed
        self.judge = load_judge(lab.run, "judge") if lab.run.result("judge").exists() else lab.towers.judge
        self.values, self.wanted, self.refs, self.found = {}, {}, {}, {}
        for k, a in enumerate(ATTRIBUTES):
            rng = np.random.default_rng([seed, k])
            self.refs[a] = [{b: unnamed_value(b, rng) for b in ATTRIBUTES} for _ in range(count)]
            self.values[a] = [{**{b: named_value(b, rng) for b in ATTRIBUTES}, a: r[a]} for r in self.refs[a] for _ in range(each)]
            self.wanted[a] = [pixels.describe(p) for p in renders(self.values[a])]
        self.pictures = {a: renders(self.refs[a], 6) for a in ATTRIBUTES}
        self.x = {a: lab.features(self.pictures[a]) for a in ATTRIBUTES}
        with torch.no_grad():
            for a in ATTRIBUTES:
                ids, ends = lab.towers.captions.naming(a)
                e = lab.towers.text.project(lab.towers.text.states(lab.towers.text.embed(ids)), ends)
                score = lab.towers.scale * self.x[a] @ e.T
                self.found[a] = ([MEANINGS[a][i] for i in score.argmax(1).tolist()], score.softmax(1).max(1).values)

    def row(self, name, slots, only=ATTRIBUTES):
        """slots(a) is [count, WIDTH]."""
        result = {}
        for k, a in enumerate(only):
            vectors = torch.stack([torch.stack([self.lab.vector(v[b]["word"]) if v[b]["word"] else torch.zeros(WIDTH) for b in ATTRIBUTES]) for v in self.values[a]])
            vectors[:, ATTRIBUTES.index(a)] = slots(a).repeat_interleave(self.each, 0)
            noise = torch.randn(len(vectors), 12, 16, 16, generator=torch.Generator().manual_seed(40 + ATTRIBUTES.index(a)))
            with torch.no_grad():
                drawn = self.lab.decode(self.lab.latents(self.lab.states(vectors), noise, 12, 3.0))
            result[a] = self.measure(drawn, self.values[a], self.wanted[a])
        return result

    def measure(self, drawn, values, wanted):
        out, labels = observe(self.lab.run, self.judge, drawn), Labels(values)
        concepts = [c for c, _ in DRAWINGS]
        p = out["object"].softmax(1)
        mine = torch.tensor([[c == v["object"]["name"] for c in concepts] for v in values])
        style = out["style"].softmax(1).gather(1, labels.choices["style"][:, None])[:, 0]
        arranged = out["layout"].argmax(1) == labels.choices["layout"]
        d = pixels.differences(drawn, wanted)
        kept = {"object": ((p * mine).sum(1) > 0.5), "color": torch.from_numpy(d["color"] < 10), "style": style > 0.5, "layout": arranged & torch.from_numpy(d["shift"] < 0.15)}
        return d | {"not object": (1 - (p * mine).sum(1)).numpy(), "not treatment": (1 - style).numpy()} | {f"kept {k}": v.float().numpy() for k, v in kept.items()}

    def show(self, name, row, base):
        for a in row:
            text = []
            for key in DISTANCES[a]:
                per = lambda r: r[a][key].reshape(-1, self.each).mean(1)
                words, gain = per(base), per(base) - per(row)
                text.append(f"{key} {gain.mean() / words.mean():+.2f}±{gain.std(ddof=1) / len(gain) ** 0.5 / words.mean():.2f} ({per(row).mean():.2f}, words {words.mean():.2f})")
            kept = np.mean([row[a][f"kept {b}"].mean() for b in ATTRIBUTES if b != a])
            print(f"{name:14s} {a:7s}", "  ".join(text), f"kept {kept:.2f}", flush=True)


def table(a, lab):
    t = Table(lab, a.count, a.each)
    words = lambda f: torch.stack([lab.vector(w) for w in t.found[f][0]])
    base = t.row("words", words)
    t.show("words", base, base)

    def private(f):
        labels = Labels(t.refs[f])
        choice, numbers = (d.get(f) for d in (labels.choices, labels.numbers))
        return lab.towers.names(f, choice, numbers)

    with torch.no_grad():
        t.show("private", t.row("private", private), base)
        for name in a.names:
            heads, _, how = name.partition(":")
            net = heads_of(lab, heads).eval()

            def slots(f, net=net, how=how):
                v = net.slot(ATTRIBUTES.index(f), t.x[f])
                if "long" in how:
                    v = F.normalize(v, dim=-1) * lab.table[f].norm(dim=-1).mean()
                if "sure" in how:
                    v = torch.where((t.found[f][1] > float(how[-2:]) / 100)[:, None], words(f), v)
                return v

            t.show(name, t.row(name, slots), base)


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("state", type=Path)
    p.add_argument("stage", choices=["samples", "pictures", "fit", "wake", "table"])
    p.add_argument("names", nargs="*")
    p.add_argument("--name", default="h0")
    p.add_argument("--start", default="h0")
    p.add_argument("--unet", default="unet-narrow")
    p.add_argument("--count", type=int, default=4096)
    p.add_argument("--each", type=int, default=2)
    p.add_argument("--steps", type=int, default=900)
    p.add_argument("--lr", type=float, default=2e-3)
    p.add_argument("--replay", type=float, default=0.3)
    p.add_argument("--floor", type=float, default=0.3)
    p.add_argument("--encoder", action="store_true", help="fit: also the distance in the text encoder's output")
    p.add_argument("--joint", action="store_true")
    p.add_argument("--plain", action="store_true", help="wake: no views")
    a = p.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(2)
    globals()[a.stage](a, Lab(a.state, a.unet))
