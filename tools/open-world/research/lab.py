"""What all experiments share: the frozen model in bfloat16 for drawing, references of tuning and of the final table, transfers, distances, shares.

A reference set is fixed by its seed. A row of the table is a function (factor, index of reference) -> word or vector; `score` draws one token
alone beside other pictures' words, and all four together, and gives a JSON of distances, shares closed and how many of the others were kept."""
import copy
import json
import os
import pickle
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
ROOT = Path(os.environ.get("FACET_BINDING", Path.home() / ".cache/facet/binding"))  # the first world's weights and, in recipe/, its code
os.chdir(ROOT)
sys.path.insert(0, str(ROOT / "recipe"))
import numpy as np
import torch

import narrow
import pixels
import render
import world
from common import to_pictures, to_tensor
from evaluate import MAIN, kept, measure, named_values, nearest_word, references
from judge import load_judge
from measure import Model
from unet import SAMPLER, SCHEDULE

FACTORS = world.FACTORS
VOCABULARY = dict(object=narrow.NAMED, color=world.COLOR_WORDS, style=world.STYLES, layout=list(world.LAYOUTS))
RUNS = ROOT / "runs"
SECOND = dict(object="overlap", color="ends", style="texture", layout="shift")


class Lab(Model):
    """The spike's model with a second U-Net in bfloat16 that draws."""

    def __init__(self):
        super().__init__("unet.pt", "text.pt")
        self.fast = copy.deepcopy(self.unet).bfloat16()
        self.decoder = copy.deepcopy(self.vae).bfloat16()
        self.empty = self.text.states(self.words([""])).detach()
        self.table = {f: torch.stack([self.word_vector(w) for w in VOCABULARY[f]]).detach() for f in FACTORS}

    def states(self, vectors):
        """Hidden states of the main template [n, 16, 128] of four vectors [n, 4, 128] in the order of FACTORS."""
        return self.text.states(self.prompt({f: vectors[:, k] for k, f in enumerate(FACTORS)}))

    def as_vectors(self, words):
        return torch.stack([self.word_vector(w) for w in words]).detach()

    @torch.no_grad()
    def latents(self, context, noise, steps=20, guidance=3.0, batch=64, guided_until=0):
        out = []
        for i in range(0, len(noise), batch):
            z, c = noise[i : i + batch].clone(), context[i : i + batch].bfloat16()
            empty = self.empty.bfloat16().expand(len(z), -1, -1)
            SAMPLER.set_timesteps(steps)
            for t in SAMPLER.timesteps:
                if t >= guided_until:
                    free, guided = self.fast(torch.cat([z, z]).bfloat16(), t, torch.cat([empty, c])).sample.float().chunk(2)
                    v = free + guidance * (guided - free)
                else:
                    v = self.fast(z.bfloat16(), t, c).sample.float()
                z = SAMPLER.step(v, t, z).prev_sample
            out.append(z)
        return torch.cat(out)

    @torch.no_grad()
    def decode(self, z, batch=32):
        return np.concatenate([to_pictures(self.decoder.decode(z[i : i + batch].bfloat16()).sample) for i in range(0, len(z), batch)])

    @torch.no_grad()
    def encode(self, pictures, batch=32):
        return torch.cat([self.decoder.encode(to_tensor(pictures[i : i + batch]).bfloat16()).latent_dist.mean.float() for i in range(0, len(pictures), batch)])


def reference_set(name):
    """`final`: the spike's references; `tune`: sixteen unnamed and eight named of another seed."""
    if name == "final":
        return references()
    rng = np.random.default_rng(4711)
    out = []
    styles = ["dots", "echo", "striped", "outline", "echo", "dots", "pixel", "striped", "echo", "dots", "sketch", "outline", "striped", "dots", "echo", "sticker"]
    layouts = ["single"] * 11 + ["trio", "grid", "escort", "trio", "grid"]
    for i in range(16):
        style = world.style_value(rng, styles[i], True)
        while style["word"]:
            style = world.style_value(rng, styles[i], True)
        color = world.color_value(rng, "hue" if i % 3 == 0 else "free")
        out.append(("unnamed", dict(object=world.object_value(rng, narrow.UNNAMED[i % 4], narrow.SET), color=color, style=style, layout=narrow.layout_value(rng, None, layouts[(i * 5) % 16]))))
    out += [("named", named_values(rng)) for _ in range(8)]
    return [(g, v, render.render(v, np.random.default_rng([17, i]))) for i, (g, v) in enumerate(out)]


class Table:
    """Transfers of one reference set: who stands beside whom, the pictures wanted, and what words reach."""

    def __init__(self, lab, name, count=3, groups=("unnamed", "named")):
        self.lab, self.name, self.count, self.judge = lab, name, count, load_judge("judge")
        self.refs = [r for r in reference_set(name) if r[0] in groups]
        self.pictures = np.stack([p for _, _, p in self.refs])
        path = RUNS / f"table-{name}-{count}-{'-'.join(groups)}.pkl"
        if path.exists():
            self.others, self.wanted, self.clip_words, self.latents = pickle.loads(path.read_bytes())
        else:
            self.clip_words = lab.best_words(self.pictures, objects=narrow.NAMED)
            self.latents = lab.encode(self.pictures)
            self.others = {f: [[named_values(np.random.default_rng([11 if name == "final" else 13, i, k, j])) for j in range(count)] for i in range(len(self.refs))] for k, f in enumerate(FACTORS)}
            self.wanted = {f: [pixels.describe(render.render(v, np.random.default_rng([5, i]))) for i, v in enumerate(self.values(f))] for f in FACTORS}
            path.write_bytes(pickle.dumps((self.others, self.wanted, self.clip_words, self.latents)))

    def values(self, f):
        return [{**other, f: self.refs[i][1][f]} for i, row in enumerate(self.others[f]) for other in row]

    def noise(self, n, key):
        return torch.randn(n, 6, 16, 16, generator=torch.Generator().manual_seed(key))

    def transfer(self, f, slot):
        """Draws and measures token f alone: slot(i) is a word, two words or a vector."""
        slots = {g: [other[g]["word"] for row in self.others[f] for other in row] for g in FACTORS}
        slots[f] = [slot(i) for i in range(len(self.refs)) for _ in range(self.count)]
        n = len(slots[f])
        z = self.lab.latents(self.lab.contexts_of(slots), self.noise(n, 40 + FACTORS.index(f)))
        pictures = self.lab.decode(z)
        return measure(self.judge, pictures, self.values(f), self.wanted[f]), pictures

    def together(self, slot):
        """All four of one picture, two noises."""
        n = len(self.refs)
        slots = {f: [slot(f, i) for i in range(n) for _ in range(2)] for f in FACTORS}
        pictures = self.lab.decode(self.lab.latents(self.lab.contexts_of(slots), self.noise(2 * n, 50)))
        return measure(self.judge, pictures, [v for _, v, _ in self.refs for _ in range(2)], [p for _, _, p in self.refs for _ in range(2)]), pictures

    def row(self, name, slot, factors=FACTORS, all_four=True):
        """Draws what is not there yet; slot(f, i)."""
        path = RUNS / f"row-{self.name}-{name}.pkl"
        row = pickle.loads(path.read_bytes()) if path.exists() else {}
        for f in factors:
            if f not in row:
                row[f] = self.transfer(f, lambda i: slot(f, i))
                path.write_bytes(pickle.dumps(row))
        if all_four and "all" not in row:
            row["all"] = self.together(slot)
            path.write_bytes(pickle.dumps(row))
        return row

    def base(self, name):
        if name == "clip words":
            return self.row(name, lambda f, i: self.clip_words[f][i])
        if name == "nearest words":
            return self.row(name, lambda f, i: nearest_word(f, self.refs[i][1][f], self.clip_words[f][i]))
        if name == "private":
            return self.row(name, lambda f, i: self.lab.private(f, [self.refs[i][1]])[0])
        vectors = self.lab.read(self.pictures)
        return self.row(name, lambda f, i: vectors[f][i])

    def quick(self, slot, factors=FACTORS, transfers=2, group="unnamed"):
        """A table of one group of references and the first transfers only, for candidates: {factor: (distances, chosen places)}."""
        chosen = [i * self.count + j for i, (g, _, _) in enumerate(self.refs) if g == group for j in range(transfers)]
        out = {}
        for f in factors:
            values = self.values(f)
            slots = {g: [other[g]["word"] for row in self.others[f] for other in row] for g in FACTORS}
            slots[f] = [slot(f, i) for i in range(len(self.refs)) for _ in range(self.count)]
            slots = {g: [v[k] for k in chosen] for g, v in slots.items()}
            z = self.lab.latents(self.lab.contexts_of(slots), self.noise(len(values), 40 + FACTORS.index(f))[chosen])
            drawn = self.lab.decode(z)
            own = measure(self.judge, drawn, [values[k] for k in chosen], [self.wanted[f][k] for k in chosen])
            line = {}
            rows = {n: {k: v[chosen] for k, v in self.base(n)[f][0].items()} for n in ("clip words", "nearest words", "private", "read")}
            per = lambda d, key: d[key].reshape(-1, transfers).mean(1)
            for key in (MAIN[f][0], SECOND[f]):
                best = min((per(rows[n], key) for n in ("clip words", "nearest words")), key=np.mean)
                share = lambda d: [round(float((best - per(d, key)).mean() / best.mean()), 2), round(float((best - per(d, key)).std(ddof=1) / len(best) ** 0.5 / best.mean()), 2)]
                line[key] = dict(token=share(own), private=share(rows["private"]), read=share(rows["read"]), distance=round(float(per(own, key).mean()), 3), words=round(float(best.mean()), 3))
            keep = lambda d: round(float(np.mean([kept(d)[g].mean() for g in FACTORS if g != f])), 2)
            line["kept"] = dict(token=keep(own), words=keep(rows["clip words"]), private=keep(rows["private"]))
            line["by other"] = {g: [round(float(kept(own)[g].mean()), 2), round(float(kept(rows["clip words"])[g].mean()), 2)] for g in FACTORS if g != f}
            out[f] = line
            print("  ", f.ljust(7), "  ".join(f"{k}: {line[k]['token'][0]:+.2f}±{line[k]['token'][1]:.2f} (bound {line[k]['private'][0]:+.2f}, read {line[k]['read'][0]:+.2f})" for k in (MAIN[f][0], SECOND[f])), f"kept {line['kept']['token']:.2f} (words {line['kept']['words']:.2f})", flush=True)
            self.last = drawn
        return out

    def report(self, row):
        """Per group and factor: share of the distance of the best words that is closed, its standard error, distances, others kept."""
        words = {n: self.base(n) for n in ("clip words", "nearest words")}
        out = {}
        for group in dict.fromkeys(g for g, _, _ in self.refs):
            chosen = [i for i, (g, _, _) in enumerate(self.refs) if g == group]
            for f in FACTORS:
                if f not in row:
                    continue
                per = lambda r, key, part=f: r[part][0][key].reshape(len(self.refs), -1)[chosen].mean(1)
                line = {}
                for key in (MAIN[f][0], SECOND[f]):
                    best = min((per(r, key) for r in words.values()), key=np.mean)
                    gain = best - per(row, key)
                    line[key] = dict(words=round(float(best.mean()), 3), token=round(float(per(row, key).mean()), 3), closes=round(float(gain.mean() / best.mean()), 3), error=round(float(gain.std(ddof=1) / len(gain) ** 0.5 / best.mean()), 3))
                fine = kept(row[f][0])
                mask = np.repeat([g == group for g, _, _ in self.refs], self.count)
                line["kept"] = round(float(np.mean([fine[g][mask].mean() for g in FACTORS if g != f])), 3)
                wk = kept(words["clip words"][f][0])
                line["words kept"] = round(float(np.mean([wk[g][mask].mean() for g in FACTORS if g != f])), 3)
                out[f"{group} {f}"] = line
            if "all" in row:
                out[f"{group} together"] = {key: round(float(per(row, key, "all").mean()), 3) for key in ("not object", "overlap", "color", "not treatment", "texture")}
        return out


def show(name, report):
    print(name)
    for key, line in report.items():
        if "together" in key:
            print("  " + key.ljust(18), line)
        else:
            print("  " + key.ljust(18), "  ".join(f"{k} {v['closes']:+.2f}±{v['error']:.2f} ({v['token']:.2f}, words {v['words']:.2f})" for k, v in line.items() if isinstance(v, dict)), f"kept {line['kept']:.2f} (words {line['words kept']:.2f})")
    sys.stdout.flush()


def save(name, table, report):
    (RUNS / f"report-{table.name}-{name}.json").write_text(json.dumps(report, indent=1))
    show(f"{table.name}: {name}", report)
