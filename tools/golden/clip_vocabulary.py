"""CLIP's merge rules as libs/models ships them, and how open_clip splits some prompts with them.

Run from the repository root with Python that has open_clip_torch (its wheel holds the vocabulary; `pip install --no-deps
open_clip_torch`, then ftfy and regex):
    python tools/golden/clip_vocabulary.py

Writes libs/models/data/clip-merges.txt.gz and libs/models/test/golden/clip-tokens.json.
"""

import gzip
import importlib.util
import json
import sys
from pathlib import Path

PROMPTS = [
    "", "a photo of a cat", "A watercolor drawing of a blue boat, tiny!", "don't  stop", "naïve café 北京 🐱",
    "1girl, (masterpiece:1.2), 8k", "https://example.org/a_b?c=d", "supercalifragilisticexpialidocious",
]


def main():
    package = Path(importlib.util.find_spec("open_clip").origin).parent
    merges = gzip.open(package / "bpe_simple_vocab_16e6.txt.gz").read().decode().split("\n")[1 : 49152 - 256 - 2 + 1]
    text = "\n".join(merges).encode()
    Path("libs/models/data/clip-merges.txt.gz").write_bytes(gzip.compress(text, 9, mtime=0))
    spec = importlib.util.spec_from_file_location("clip_tokenizer", package / "tokenizer.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["clip_tokenizer"] = module
    spec.loader.exec_module(module)
    tokenizer = module.SimpleTokenizer()
    golden = {prompt: tokenizer(prompt)[0].tolist() for prompt in PROMPTS}
    out = {prompt: ids[: len([i for i in ids if i]) ] for prompt, ids in golden.items()}
    Path("libs/models/test/golden/clip-tokens.json").write_text(json.dumps(out, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
