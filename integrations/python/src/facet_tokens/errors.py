"""What goes wrong, by a code that programs can tell apart and a sentence that says the remedy."""

from typing import Literal

ErrorCode = Literal[
    "io",  # a file cannot be read or written
    "corrupt-file",  # a file is of the right kind and broken
    "unsupported-format",  # a file of another kind, or of a newer version
    "fingerprint-mismatch",  # the tokens belong to another model
    "invalid-input",  # an argument is out of its range, or two do not fit together
    "invalid-prompt",  # a place without a token, or a token without a place
    "prompt-too-long",  # more tokens than the text encoder reads
    "unsupported-pipeline",  # not a Stable Diffusion 1.x, 2.x or XL of diffusers
    "service",  # the Facet service refused, or was not reached
]


class FacetError(Exception):
    """Everything that this package raises on purpose."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.code: ErrorCode = code
