"""For each operator that libs/autodiff differentiates, how a random node of it is written: `OPERATORS`.

A writer takes the graph under construction and the number of the variant, and returns the name of its result, or a list of
names that are all to get a cotangent. Values keep away from kinks, and attributes take values other than their defaults.
"""

# Each registers its own, in the order in which graphs are written.
from . import elementwise, spatial, products, normalization, reductions, rearranging, indexing, composed
from .register import OPERATORS

__all__ = ["OPERATORS"]
