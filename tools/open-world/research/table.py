"""A table: each token alone beside other pictures' words, then all four. usage: table.py tune|final ROW ..., a row a reader or one of "clip words", "nearest words", private, read"""
import sys

import torch

from heads import make
from lab import FACTORS, Lab, Table, save, to_tensor

lab = Lab()
table = Table(lab, sys.argv[1], groups=("unnamed",) if sys.argv[1] == "final" else ("unnamed", "named"))
for name in sys.argv[2:]:
    if name in ("clip words", "nearest words", "private", "read"):
        row = table.base(name)
    else:
        with torch.no_grad():
            tokens = make(lab, name)(lab.trunk.trunk(to_tensor(table.pictures)))
        row = table.row(name, lambda f, i: tokens[i, FACTORS.index(f)])
    save(name, table, table.report(row))
