"""The tokenizer, in CLIP's file layout, with a token for every word of the captions."""


def main(run):
    from facet_demo.tokenizer import build  # needs transformers, which only this stage and the export do

    from ..vocabulary import WORDS

    build(WORDS, run.folder / "tokenizer", ("a watercolor drawing of a red and blue cat left , <x1> unicorn", "Two CARS, striped!"))
