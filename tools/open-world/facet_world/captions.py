"""Captions as token ids, put together for whole batches on the training's device.

A caption names each attribute by a word, by its private name (a place holder, see nets/text.py), vaguely, or not at all.
"""
import json
from pathlib import Path

import torch

from .colors import PAIRS
from .nets.text import LENGTH
from .values import CHOICES, NUMBERS, describe
from .vocabulary import ATTRIBUTES, CATEGORIES, VAGUE, WORDS, WORDS_OF

# Word orders, and how often each is drawn. A part in braces stands where the attribute's word does; literals after "|" go with that
# attribute and are left out with it.
FORMS = [
    ("a {style} drawing of a {color} {object} {layout}", 0.55), ("a {color} {object} {layout} in|style {style} style|style", 0.15),
    ("a {style} {color} {object} {layout}", 0.15), ("{layout} {color} {object} ,|style {style} style|style", 0.15),
]
MAIN_FORM = 0
PHRASE = 3  # tokens of the longest phrase, "red and blue"
OFF, VAGUELY, WORD, PRIVATE = range(4)  # how a caption says an attribute

# What a word can mean, per attribute. Colors also have phrases of two words.
MEANINGS = {a: list(WORDS_OF[a]) for a in ATTRIBUTES}
MEANINGS["color"] = [*WORDS_OF["color"], *PAIRS]


class Vocabulary:
    """Token ids of the words. Place holders of private names have the ids after the shipped vocabulary."""

    def __init__(self, folder):
        self.tokens = json.loads((Path(folder) / "vocab.json").read_text())
        self.size = len(self.tokens)
        self.start, self.end = self.tokens["<|startoftext|>"], self.tokens["<|endoftext|>"]
        self.id = {w: self.tokens[w + "</w>"] for w in WORDS}
        self.place = {a: self.size + i for i, a in enumerate(ATTRIBUTES)}

    def phrase(self, text):
        ids = [self.id[w] for w in text.split()]
        return ids + [-1] * (PHRASE - len(ids))


class Labels:
    """Values of many pictures as tensors on a device: choices and numbers as describe() gives them, and `meaning`, the index in MEANINGS of
    the word that means the value, -1 where none does."""

    def __init__(self, values, device="cpu"):
        choices, numbers = describe(values)
        self.choices = {a: torch.from_numpy(c).to(device) for a, c in choices.items()}
        self.numbers = {a: torch.from_numpy(n).to(device) for a, n in numbers.items()}
        index = {a: {m: i for i, m in enumerate(MEANINGS[a])} for a in ATTRIBUTES}
        self.meaning = {a: torch.tensor([index[a].get(v[a]["word"], -1) for v in values], device=device) for a in ATTRIBUTES}
        kinds = list(dict.fromkeys(CATEGORIES.values()))
        self.category = torch.tensor([kinds.index(CATEGORIES[v["object"]["name"]]) if v["object"]["name"] in CATEGORIES else -1 for v in values], device=device)

    @classmethod
    def blank(cls, count, device="cpu"):
        """Of pictures of which nothing is known."""
        labels = cls.__new__(cls)
        nothing = torch.full((count,), -1, device=device)
        labels.choices = {a: nothing for a in ATTRIBUTES if CHOICES[a]}
        labels.numbers = {a: torch.full((count, NUMBERS[a]), float("nan"), device=device) for a in ATTRIBUTES if NUMBERS[a]}
        labels.meaning, labels.category = dict.fromkeys(ATTRIBUTES, nothing), nothing
        return labels

    def __getitem__(self, index):
        part = object.__new__(Labels)
        part.choices, part.numbers, part.meaning = ({k: v[index] for k, v in d.items()} for d in (self.choices, self.numbers, self.meaning))
        part.category = self.category[index]
        return part

    def __len__(self):
        return len(self.category)


class CaptionMaker:
    def __init__(self, vocabulary, device="cpu"):
        self.vocabulary, self.device = vocabulary, device
        on = lambda rows: torch.tensor(rows, device=device)
        self.synonyms, self.counts = {}, {}
        for a in ATTRIBUTES:
            rows = [WORDS_OF[a].get(m, [m]) for m in MEANINGS[a]]
            most = max(map(len, rows))
            self.counts[a] = on([len(r) for r in rows])
            self.synonyms[a] = on([[vocabulary.phrase(r[min(i, len(r) - 1)]) for i in range(most)] for r in rows])
        self.vague = {a: on(vocabulary.phrase(w)) for a, w in VAGUE.items()}
        self.category = on([vocabulary.phrase(c) for c in dict.fromkeys(CATEGORIES.values())])
        self.place = {a: on([vocabulary.place[a], -1, -1]) for a in ATTRIBUTES}
        self.shares = torch.tensor([share for _, share in FORMS], device=device)

    def _said(self, attribute, mode, labels, category):
        """Tokens [n, PHRASE] for one attribute, -1 where there is none."""
        meaning = labels.meaning[attribute].clamp(min=0)
        which = (torch.rand(len(meaning), device=self.device) * self.counts[attribute][meaning]).long()
        vague = self.vague[attribute].expand(len(meaning), -1)
        if attribute == "object":
            vague = torch.where((category & (labels.category >= 0))[:, None], self.category[labels.category.clamp(min=0)], vague)
        pick = mode[:, None]
        said = torch.where(pick == WORD, self.synonyms[attribute][meaning, which], torch.where(pick == PRIVATE, self.place[attribute], vague))
        return torch.where(pick == OFF, -1, said)

    def __call__(self, modes, labels, forms=None, categories=0.6):
        """Token ids [n, LENGTH] and the position [n] of the end token, for modes {attribute: [n] of OFF, VAGUELY, WORD, PRIVATE}.

        `forms` [n] are indices into FORMS, random by default; `categories` is the share of vague objects that are called by their category."""
        n = len(labels)
        category = torch.rand(n, device=self.device) < categories
        said = {a: self._said(a, modes[a], labels, category) for a in ATTRIBUTES}
        forms = torch.multinomial(self.shares, n, replacement=True) if forms is None else forms
        rows = torch.full((n, 24), -1, device=self.device)
        for k, (form, _) in enumerate(FORMS):
            parts = []
            for part in form.split():
                literal, _, owner = part.partition("|")
                if part.startswith("{"):
                    parts.append(said[part[1:-1]])
                else:
                    token = torch.full((n, 1), self.vocabulary.id[literal], device=self.device)
                    parts.append(torch.where((modes[owner] == OFF)[:, None], -1, token) if owner else token)
            tokens = torch.cat(parts, 1)
            rows[:, : tokens.shape[1]] = torch.where((forms == k)[:, None], tokens, rows[:, : tokens.shape[1]])
        rows = rows.gather(1, (rows < 0).to(torch.int8).argsort(dim=1, stable=True))[:, : LENGTH - 2]  # what is left out closes up
        count = (rows >= 0).sum(1)
        ids = torch.full((n, LENGTH), self.vocabulary.end, device=self.device)
        ids[:, 0] = self.vocabulary.start
        ids[:, 1:-1] = torch.where(rows >= 0, rows, self.vocabulary.end)
        return ids, count + 1

    def naming(self, attribute):
        """Token ids and ends of captions in the main form, one for each of the attribute's MEANINGS, that name nothing else."""
        n = len(MEANINGS[attribute])
        labels = Labels.blank(n, self.device)
        labels.meaning[attribute] = torch.arange(n, device=self.device)
        modes = {a: torch.full((n,), WORD if a == attribute else VAGUELY if a == "object" else OFF, device=self.device) for a in ATTRIBUTES}
        return self(modes, labels, forms=torch.full((n,), MAIN_FORM, device=self.device))

    def empty(self):
        """Token ids [1, LENGTH] of the empty caption."""
        ids = torch.full((1, LENGTH), self.vocabulary.end, device=self.device)
        ids[:, 0] = self.vocabulary.start
        return ids


def encode_text(text, names, vocabulary, ids, labels):
    """The tower's states [n, LENGTH, WIDTH] of captions whose place holders stand for the labels' values."""
    embedded = text.embed(ids)
    for attribute in ATTRIBUTES:
        rows, columns = (ids == vocabulary.place[attribute]).nonzero(as_tuple=True)
        if len(rows):
            choice, numbers = (d[attribute][rows] if attribute in d else None for d in (labels.choices, labels.numbers))
            embedded = embedded.index_put((rows, columns), names(attribute, choice, numbers))
    return text.states(embedded)
