"""What a judge says of a picture as words, for Facet's factor classifiers: logits of all words of an attribute, whatever the picture's values are."""
import math

import torch
from torch import nn

from .colors import CENTRES, PLAIN, SCHEMES
from .layouts import MEANT
from .values import ARRANGEMENT_KINDS, numbers_of
from .vocabulary import ATTRIBUTES, DRAWINGS, OBJECT_WORDS, STYLE_WORDS, TREATMENTS

WORDS = {"object": list(OBJECT_WORDS), "color": [*PLAIN, *SCHEMES], "style": list(STYLE_WORDS), "layout": list(MEANT)}


def _numbers(attribute, values):
    return torch.stack([torch.from_numpy(numbers_of(attribute, value)) for value in values])


class Verdicts(nn.Module):
    """image [n, 3, 128, 128] in -1..1 to logits over WORDS, in the order of ATTRIBUTES."""

    def __init__(self, judge):
        super().__init__()
        self.judge = judge
        concepts = torch.tensor([[c == word for c, _ in DRAWINGS] for word in WORDS["object"]])
        self.register_buffer("other_drawings", torch.where(concepts, 0.0, -math.inf))
        self.register_buffer("palettes", _numbers("color", [dict(palette=CENTRES[w]) for w in WORDS["color"]]))
        poses = [dict(kind=kind, x=x, y=y, size=size, turn=turn, mirror=False) for kind, x, y, size, turn in MEANT.values()]
        self.register_buffer("poses", _numbers("layout", poses))
        self.arrangements = [ARRANGEMENT_KINDS.index(pose["kind"]) for pose in poses]
        self.treatments = [TREATMENTS.index(word) for word in WORDS["style"]]

    def forward(self, image):
        out = self.judge(image)
        near = lambda told, centres: -(told[:, None] - centres[None]).square().sum(-1)
        found = dict(
            object=(out["object"][:, None] + self.other_drawings[None]).logsumexp(-1), color=near(out["color numbers"], self.palettes),
            style=out["style"][:, self.treatments], layout=out["layout"].log_softmax(-1)[:, self.arrangements] + near(out["layout numbers"], self.poses),
        )
        return tuple(found[a] for a in ATTRIBUTES)
