"""Facet's tokens in diffusers: each in the layers and at the times at which it means its attribute."""

from .composition import Composition, compose, composition
from .errors import ErrorCode, FacetError
from .fingerprint import fingerprint
from .service import Pulled, pull
from .tokens import Token, TokenSet, load

__all__ = [
    "Composition",
    "ErrorCode",
    "FacetError",
    "Pulled",
    "Token",
    "TokenSet",
    "compose",
    "composition",
    "fingerprint",
    "load",
    "pull",
]
