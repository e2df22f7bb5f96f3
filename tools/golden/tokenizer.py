"""Golden token ids of transformers' CLIPTokenizer (without ftfy) and CLIPTokenizerFast for libs/diffusion's tokenizer.

Writes, from one seed:
  libs/diffusion/test/golden/tokenizer-bpe/    a vocabulary of about 5,000 entries trained here (vocab.json, merges.txt)
  libs/diffusion/test/golden/tokenizer-demo/   a copy of the demo model's tokenizer files
  libs/diffusion/test/golden/tokenizer.json.gz   10,000 strings, their ids under the first ("bpe", and "bpeFast" by the rules
                                                 of tokenizer.json) and, for the first DEMO_STRINGS, under the second
                                                 ("demo") and under CLIP's own vocabulary ("clip", "clipFast")

Run from the repository root with the demo model's environment (Python 3.12, transformers 4.57.3, tokenizers 0.22.2, no ftfy):
  tools/demo-model/.venv/bin/python tools/golden/tokenizer.py [--demo <tokenizer folder>]
"""
import argparse
import gzip
import json
import random
import shutil
import tempfile
import unicodedata
from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers, Regex
from transformers import CLIPTokenizer, CLIPTokenizerFast

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "libs/diffusion/test/golden"
DEMO_STRINGS = 2_000
SPECIAL = ["<|startoftext|>", "<|endoftext|>"]
PATTERN = r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""

SUBJECTS = "cat dog house horse sailor fisherman astronaut lighthouse teapot violin dragon mountain river bicycle".split()
MADE_OF = "glass wood marble paper copper velvet stone ice clay feathers wool porcelain".split()
LOOKS = "red crimson blue turquoise green golden violet orange pink silver striped watercolor pastel baroque".split()
DOING = "sitting standing lying running sleeping dancing flying swimming reading painting".split()
REST = "a an the of in on with and drawing photo painting picture style by oil canvas highly detailed trending".split()
FOREIGN = ["naïve", "café", "façade", "Ærøskøbing", "žluťoučký", "кошка", "красный", "γάτα", "ΣΊΣΥΦΟΣ", "猫", "赤い猫の絵",
           "고양이", "แมว", "बिल्ली", "قطة حمراء", "חתול", "größer", "İstanbul", "ﬁnal", "Ａｂｃ", "ǅungla", "ὈΔΥΣΣΕΎΣ"]
ODD = ["\u200d", "\u200b", "\ufeff", "\u00ad", "\x00", "\x07", "\x1b[0m", "\x1c", "\x85", "\ufffd", "\u2028", "\u2029",
       "\u00a0", "\u3000", "\u2003", "\u202e", "\u0301", "\u0345", "\u20e3", "\ufe0f", "\ue000", "\t", "\n", "\r\n", "\v", "\f",
       "😀", "👩‍🚀", "🏳️‍🌈", "🇫🇷", "👍🏽", "½", "②", "Ⅷ", "٣", "௧", "ſ", "'ſ", "K", "Å", "ﬀ", "ß", "ẞ", "ı", "’s", "´"]
MARKUP = ["&amp;", "&lt;b&gt;", "&#39;", "&quot;", "<b>", "</a>", "(red:1.3)", "[[x]]", "{a|b}", "C++", "#tag", "@me", "50%",
          "1,024.5", "3:4", "--", "...", "!?!", "'s", "it's", "they'LL", "I'D", "we've", "don't", "o'clock", "''", "\\n"]
TEXT_MARKS = SPECIAL + ["<|ENDOFTEXT|>", "<|endoftext|", "|endoftext|>", "<|endoftext|>cat", "x<|startoftext|>", "<|EndOfText|>"]


def train(words: list[str]) -> None:
    """A byte-level vocabulary in CLIP's layout, trained on made-up text."""
    rng = random.Random(1)
    corpus = [" ".join(rng.choices(words, k=12)) for _ in range(6000)]
    bpe = Tokenizer(models.BPE(end_of_word_suffix="</w>", unk_token=SPECIAL[1]))
    bpe.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    bpe.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(PATTERN), behavior="removed", invert=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    bpe.train_from_iterator(corpus, trainers.BpeTrainer(vocab_size=5000, show_progress=False, end_of_word_suffix="</w>"))
    merges = [tuple(m) for m in json.loads(bpe.to_str())["model"]["merges"]]
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokens = letters + [c + "</w>" for c in letters] + [a + b for a, b in merges] + SPECIAL
    folder = OUT / "tokenizer-bpe"
    folder.mkdir(parents=True, exist_ok=True)
    ids = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    (folder / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False) + "\n", encoding="utf-8")
    lines = ["#version: 0.2"] + [f"{a} {b}" for a, b in merges]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    config = {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77, "bos_token": SPECIAL[0], "eos_token": SPECIAL[1],
              "unk_token": SPECIAL[1], "pad_token": SPECIAL[1]}
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")


def is_known(text: str) -> bool:
    """Whether the Unicode tables of tokenizers 0.22 know all characters: they are those of Unicode 14."""
    return not any(0x31350 <= ord(c) <= 0x323AF for c in text)


def write_clip(folder: Path) -> None:
    """CLIP's own vocabulary, put together from its merge rules as OpenAI's code does it."""
    merges = gzip.open(ROOT / "libs/models/data/clip-merges.txt.gz").read().decode().split("\n")
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    symbols = [chr(b) for b in printable] + [chr(256 + i) for i in range(256 - len(printable))]
    tokens = symbols + [s + "</w>" for s in symbols] + [m.replace(" ", "") for m in merges] + SPECIAL
    assert len(tokens) == 49408
    (folder / "vocab.json").write_text(json.dumps({token: i for i, token in enumerate(tokens)}), encoding="utf-8")
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *merges]) + "\n", encoding="utf-8")


def made_up_word(rng: random.Random) -> str:
    parts = ["ka", "ro", "mi", "ten", "sol", "vra", "qui", "ple", "x", "ous", "ing", "ne", "dor", "éa", "łu", "zh"]
    return "".join(rng.choices(parts, k=rng.randint(1, 5)))


def any_character(rng: random.Random) -> str:
    """A character that Unicode 15 assigns, from anywhere; later ones depend on the reader's Unicode tables."""
    while True:
        c = chr(rng.choice([rng.randint(1, 0x7F), rng.randint(0x80, 0x2FFF), rng.randint(0x3000, 0xFFFF), rng.randint(0x10000, 0x323AF)]))
        if unicodedata.category(c) not in ("Cn", "Cs"):
            return c


def make_string(rng: random.Random, words: list[str]) -> str:
    kind = rng.random()
    if kind < 0.30:
        parts = rng.choices(words, k=rng.randint(0, 16))
    elif kind < 0.75:
        parts = [rng.choice(rng.choice([words, words, FOREIGN, ODD, MARKUP, TEXT_MARKS])) for _ in range(rng.randint(1, 10))]
    elif kind < 0.97:
        parts = ["".join(any_character(rng) for _ in range(rng.randint(1, 6))) for _ in range(rng.randint(1, 5))]
    else:
        parts = [rng.choice([made_up_word(rng) * rng.randint(10, 40), "a" * rng.randint(1, 300), "1" * rng.randint(1, 80), "é" * 70, "!" * 90])]
    text = "".join(p + rng.choice([" ", " ", " ", "", "  ", ", ", "\t", "\n", "\u00a0"]) for p in parts)
    return rng.choice([str, str, str, str.upper, str.title])(text)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--demo", default=str(ROOT / "models/demo/tokenizer"))
    demo_folder = arguments.parse_args().demo
    rng = random.Random(20240)
    words = SUBJECTS + MADE_OF + LOOKS + DOING + REST * 3 + FOREIGN + [made_up_word(rng) for _ in range(6000)]
    train(words)
    strings = ["", " ", "\t\n", *FOREIGN, *ODD, *MARKUP, *TEXT_MARKS]
    while len(strings) < 10_000:
        strings.append(make_string(rng, words))
    for file in ["vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json"]:
        (OUT / "tokenizer-demo").mkdir(exist_ok=True)
        shutil.copy(Path(demo_folder) / file, OUT / "tokenizer-demo" / file)
    golden: dict[str, object] = {"strings": strings}
    for name, folder, count in [("bpe", OUT / "tokenizer-bpe", len(strings)), ("demo", demo_folder, DEMO_STRINGS)]:
        tokenizer = CLIPTokenizer.from_pretrained(folder)
        assert tokenizer.fix_text is None, "ftfy is installed; the golden ids are those without it"
        golden[name] = [tokenizer(s, add_special_tokens=False)["input_ids"] for s in strings[:count]]
    with tempfile.TemporaryDirectory() as clip_folder:
        write_clip(Path(clip_folder))
        slow = CLIPTokenizer.from_pretrained(clip_folder)
        golden["clip"] = [slow(s, add_special_tokens=False)["input_ids"] for s in strings[:DEMO_STRINGS]]
        for name, folder, count in [("bpeFast", OUT / "tokenizer-bpe", len(strings)), ("clipFast", clip_folder, DEMO_STRINGS)]:
            tokenizer = CLIPTokenizerFast.from_pretrained(folder)
            golden[name] = [tokenizer(s, add_special_tokens=False)["input_ids"] if is_known(s) else None for s in strings[:count]]
    normalizer = json.loads(tokenizer.backend_tokenizer.to_str())["normalizer"]
    golden["normalizer"] = normalizer
    data = json.dumps(golden, ensure_ascii=True, separators=(",", ":")).encode()
    (OUT / "tokenizer.json.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    print(f"{len(strings)} strings, {(OUT / 'tokenizer.json.gz').stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
