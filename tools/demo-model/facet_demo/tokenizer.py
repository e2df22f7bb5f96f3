"""A byte-level BPE tokenizer in CLIP's file layout in which every word of the captions is one token."""
import json
import os
from collections import Counter

from transformers import CLIPTokenizer, CLIPTokenizerFast

from .paths import WORK
from .world import FACTORS, NEUTRAL

LENGTH = 16
FOLDER = WORK / "pipe" / "tokenizer"
WORDS = ["a", "drawing", "of", "in", "style", "photo", "the", ",", ".", "and", "with", "on", "painting", "picture", "*"]
WORDS += list(NEUTRAL.values()) + [word for values in FACTORS.values() for word in values]


def byte_symbols():
    """CLIP's printable stand-ins for the 256 byte values."""
    printable = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    symbols = {b: chr(b) for b in printable}
    for i, b in enumerate(b for b in range(256) if b not in symbols):
        symbols[b] = chr(256 + i)
    order = printable + [b for b in range(256) if b not in printable]
    return [symbols[b] for b in order]


def learn_merges(words):
    """Merge the most frequent pair until every word is one symbol."""
    sequences, merges = [list(w[:-1]) + [w[-1] + "</w>"] for w in words], []
    while pairs := Counter(pair for s in sequences for pair in zip(s, s[1:])):
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        merges.append(best)
        for i, sequence in enumerate(sequences):
            merged, j = [], 0
            while j < len(sequence):
                step = 2 if tuple(sequence[j : j + 2]) == best else 1
                merged.append("".join(sequence[j : j + step]))
                j += step
            sequences[i] = merged
    return merges


def tokenize(tokenizer, captions):
    """Token ids int64 [n, 16], padded with the end token."""
    return tokenizer(captions, padding="max_length", max_length=LENGTH, truncation=True, return_tensors="pt").input_ids


def load_tokenizer():
    return CLIPTokenizer.from_pretrained(FOLDER)


def build(words, folder, samples=()):
    """Writes CLIP's files into `folder`; every one of `words` is one token. Fast and slow tokenizer agree on the words and on `samples`."""
    merges, base = learn_merges(words), byte_symbols()
    tokens = base + [b + "</w>" for b in base] + [a + b for a, b in merges] + ["<|startoftext|>", "<|endoftext|>"]
    os.makedirs(folder, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(dict.fromkeys(tokens))}, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    CLIPTokenizer(folder / "vocab.json", folder / "merges.txt", model_max_length=LENGTH).save_pretrained(folder)
    tokenizer, fast = CLIPTokenizer.from_pretrained(folder), CLIPTokenizerFast.from_pretrained(folder)
    fast.backend_tokenizer.save(str(folder / "tokenizer.json"))
    split = [word for word in words if len(tokenizer(word).input_ids) != 3]
    assert not split, f"words of more than one token: {split}"
    for text in (*words, *samples):
        assert tokenizer(text).input_ids == fast(text).input_ids, text
    print(len(tokenizer), "tokens")


def main():
    build(WORDS, FOLDER, ("a watercolor drawing of a red cat lying , <x1> unicorn", "Two CARS, striped!"))


if __name__ == "__main__":
    main()
