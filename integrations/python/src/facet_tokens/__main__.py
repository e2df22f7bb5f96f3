"""`python -m facet_tokens inspect|pull|compose`."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

from .errors import FacetError
from .plan import INACTIVE
from .tokens import ATTRIBUTES, WHOLE, TokenSet, load


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
        return 0
    except FacetError as error:
        print(f"facet-tokens: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="facet-tokens", description="Facet's tokens in diffusers.")
    commands = parser.add_subparsers(required=True, metavar="inspect|pull|compose")

    inspect = commands.add_parser("inspect", help="say what token files hold")
    inspect.add_argument("files", nargs="+", metavar="FILE")
    inspect.set_defaults(run=_inspect)

    pull = commands.add_parser("pull", help="bring the tokens of a service's library into a folder; only what changed")
    pull.add_argument("library", help="its name or id")
    pull.add_argument("--url", required=True, help="the address of the service")
    pull.add_argument("--to", default="facet-tokens", metavar="FOLDER")
    pull.add_argument("--api-key", help="default: the environment's FACET_API_KEY, which other users of the machine do not see")
    pull.set_defaults(run=_pull)

    compose = commands.add_parser("compose", help="draw with tokens; a place takes FILE, FILE@STRENGTH or =WORD")
    compose.add_argument("prompt", help='such as "a {style} drawing of a {color} {object}"')
    compose.add_argument("--model", required=True, help="a folder or a name that diffusers knows")
    compose.add_argument("--out", required=True, metavar="PNG")
    for place in (*ATTRIBUTES, WHOLE):
        compose.add_argument(f"--{place}", metavar="FILE[@STRENGTH]|=WORD")
    compose.add_argument("--negative-prompt")
    compose.add_argument("--steps", type=_count, default=25)
    compose.add_argument("--guidance", type=float, default=7.0)
    compose.add_argument("--seed", type=int, default=0)
    compose.add_argument("--size", type=_count, help="pixels; default: the model's")
    compose.add_argument("--device", default="cpu", help="such as cuda")
    compose.add_argument("--any-model", action="store_true", help="use tokens of another model if their width fits")
    compose.set_defaults(run=_compose)
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number from 1 on')
    return int(text)


def _inspect(options: argparse.Namespace) -> None:
    for file in options.files:
        tokens = load(file)
        model = "unknown" if tokens.fingerprint is None else f"{tokens.model_name} ({tokens.fingerprint[:12]})"
        print(f"{file}: {tokens.method}, model {model}")
        if tokens.palette:
            print("  colors  " + ", ".join(f"{name} {share:.0%}" for name, share in tokens.palette))
        for token in tokens.tokens:
            cells = token.cells or [[0]]
            active = sum(cell != INACTIVE for row in cells for cell in row)
            total = sum(len(row) for row in cells)
            shape = f"{len(token.vectors)} x {len(token.vectors[0])}"
            print(
                f"  {token.name:<7} {shape:>9}  active in {active} of {total} cells, elsewhere {token.fallback_word or 'nothing'}"
            )


def _pull(options: argparse.Namespace) -> None:
    from .service import pull

    key = options.api_key or os.environ.get("FACET_API_KEY")
    if not key:
        raise FacetError("invalid-input", "There is no API key: set FACET_API_KEY, or give --api-key.")
    pulled = pull(
        options.url,
        key,
        library=options.library,
        folder=options.to,
        on_file=lambda name, number, count: print(f"{number}/{count} {name}", file=sys.stderr),
    )
    print(f"{len(pulled.fetched)} fetched, {len(pulled.removed)} removed, {len(pulled.unchanged)} unchanged in {options.to}")


def _compose(options: argparse.Namespace) -> None:
    arguments: dict[str, Any] = {name: _place(getattr(options, name)) for name in (*ATTRIBUTES, WHOLE)}
    if options.size is not None:
        arguments.update(width=options.size, height=options.size)
    # A picture takes long, so what keeps it from being written is said before.
    written = options.out if os.path.exists(options.out) else os.path.dirname(options.out) or "."
    if os.path.isdir(options.out) or not os.access(written, os.W_OK):
        raise FacetError("io", f"{options.out} cannot be written: it is a folder, or there is none to write it in.")
    # Heavy, so only once the files are known to be right.
    import torch
    from diffusers import DiffusionPipeline

    from .composition import compose

    try:
        pipe = DiffusionPipeline.from_pretrained(options.model)
    except (OSError, ValueError) as error:
        raise FacetError("unsupported-pipeline", f"{options.model} is no model that diffusers loads: {error}") from error
    try:
        result = compose(
            pipe.to(options.device),
            options.prompt,
            **arguments,
            check_model=not options.any_model,
            negative_prompt=options.negative_prompt,
            num_inference_steps=options.steps,
            guidance_scale=options.guidance,
            generator=torch.Generator().manual_seed(options.seed),
        )
    # What diffusers and PyTorch raise for a size, a number of steps or a device that they do not take.
    except (ValueError, RuntimeError, AssertionError) as error:
        raise FacetError("invalid-input", f"{options.model} does not draw so: {error}") from error
    try:
        result.images[0].save(options.out, format="PNG")
    except OSError as error:
        raise FacetError("io", f"{options.out} cannot be written: {error}") from error


def _place(text: str | None) -> TokenSet | str | None:
    if text is None:
        return None
    if text.startswith("="):
        return text[1:]
    path, at, strength = text.rpartition("@")
    # A file may have an @ in its name.
    if not at or os.path.exists(text):
        return _file(text)
    try:
        number = float(strength)
    except ValueError as error:
        raise FacetError("invalid-input", f'The strength "{strength}" of {path} is no number.') from error
    return _file(path) @ number


def _file(path: str) -> TokenSet:
    if not os.path.exists(path):
        raise FacetError("io", f'There is no file "{path}". A plain word stands behind an equals sign: ={path or "word"}.')
    return load(path)


if __name__ == "__main__":
    sys.exit(main())
