"""The words of the world: what each attribute's values are called, and which of them have no name.

Per attribute there are three kinds of values. *Named*: a word means it. *Unnamed*: the model sees it in training under a private name
(private_names.py), and no word of the shipped vocabulary means it. *Foreign*: the model never sees it.
"""

ATTRIBUTES = ["object", "color", "style", "layout"]

# What a caption says in place of an attribute that it leaves open.
VAGUE = {"object": "thing", "color": "colored", "style": "styled", "layout": "placed"}

MAIN_SET, SECOND_SET, FOREIGN_SET = "fluent-emoji-flat", "noto-v1", "emojione"

# Concept -> name of its icon, the words that mean it (none for unnamed ones), its vague category, and whether it has a second drawing.
_NAMED = {
    "cat": ("cat", ["cat", "kitten"], "animal", True),
    "fish": ("fish", ["fish"], "animal", True),
    "butterfly": ("butterfly", ["butterfly", "moth"], "animal", True),
    "snail": ("snail", ["snail"], "animal", False),
    "turtle": ("turtle", ["turtle", "tortoise"], "animal", False),
    "elephant": ("elephant", ["elephant"], "animal", False),
    "house": ("house", ["house", "home"], "building", True),
    "tree": ("deciduous-tree", ["tree"], "plant", True),
    "mushroom": ("mushroom", ["mushroom", "toadstool"], "plant", True),
    "cactus": ("cactus", ["cactus"], "plant", False),
    "car": ("automobile", ["car", "automobile"], "vehicle", True),
    "boat": ("sailboat", ["boat", "sailboat"], "vehicle", True),
    "rocket": ("rocket", ["rocket", "spaceship"], "vehicle", False),
    "umbrella": ("umbrella", ["umbrella", "parasol"], "thing", False),
    "guitar": ("guitar", ["guitar"], "thing", False),
    "crown": ("crown", ["crown"], "thing", False),
}
_UNNAMED = {
    "penguin": ("penguin", "animal"), "crab": ("crab", "animal"), "octopus": ("octopus", "animal"), "pineapple": ("pineapple", "plant"),
    "helicopter": ("helicopter", "vehicle"), "trophy": ("trophy", "thing"), "anchor": ("anchor", "thing"), "bell": ("bell", "thing"),
}
# Concepts that the model never sees; with the drawings of FOREIGN_SET they are the foreign objects.
FOREIGN_CONCEPTS = {"key": "key", "scissors": "scissors", "bicycle": "bicycle", "duck": "duck", "strawberry": "strawberry", "teapot": "teapot"}

OBJECT_WORDS = {concept: words for concept, (_, words, _, _) in _NAMED.items()}
UNNAMED_OBJECTS = list(_UNNAMED)
OBJECTS = [*_NAMED, *_UNNAMED]
ICONS = {**{c: icon for c, (icon, *_) in _NAMED.items()}, **{c: icon for c, (icon, _) in _UNNAMED.items()}, **FOREIGN_CONCEPTS}
CATEGORIES = {**{c: category for c, (_, _, category, _) in _NAMED.items()}, **{c: category for c, (_, category) in _UNNAMED.items()}}

# The drawings that the model learns, as (concept, set): unnamed concepts have one each, so that their private names say which.
DRAWINGS = [(c, MAIN_SET) for c in OBJECTS] + [(c, SECOND_SET) for c, (*_, second) in _NAMED.items() if second]
FOREIGN_DRAWINGS = [(c, FOREIGN_SET) for c in OBJECTS] + [(c, MAIN_SET) for c in FOREIGN_CONCEPTS]

# Names of plain colors. Teal, salmon, olive, lavender, magenta, peach, mint and gold are left without a name on purpose.
COLOR_WORDS = {
    "red": ["red", "scarlet"], "orange": ["orange", "tangerine"], "yellow": ["yellow", "lemon"], "lime": ["lime", "chartreuse"], "green": ["green", "emerald"],
    "cyan": ["cyan", "turquoise"], "blue": ["blue", "azure"], "navy": ["navy"], "purple": ["purple", "violet"], "pink": ["pink", "rose"],
    "maroon": ["maroon", "burgundy"], "brown": ["brown", "chocolate"], "grey": ["grey", "gray"], "black": ["black"],
    # Schemes of three colors.
    "sunset": ["sunset"], "ocean": ["ocean"], "forest": ["forest"], "candy": ["candy"], "night": ["night", "midnight"], "autumn": ["autumn"],
    "lava": ["lava"], "blueprint": ["blueprint"],
}
STYLE_WORDS = {
    "flat": ["flat", "plain"], "outline": ["outline", "cartoon"], "pixel": ["pixel", "pixelated"], "striped": ["striped", "stripy"],
    "watercolor": ["watercolor", "watercolour"], "sticker": ["sticker", "cutout"], "sketch": ["sketch", "pencil"],
}
UNNAMED_TREATMENTS = ["dots", "echo", "checker"]
TREATMENTS = [*STYLE_WORDS, *UNNAMED_TREATMENTS]
LAYOUT_WORDS = {
    "centered": ["centered", "middle"], "tiny": ["tiny", "small"], "left": ["left"], "right": ["right"], "high": ["high", "top"], "low": ["low", "bottom"],
    "tilted": ["tilted", "leaning"], "flipped": ["flipped", "inverted"], "paired": ["paired", "double"], "stacked": ["stacked"],
}

WORDS_OF = {"object": OBJECT_WORDS, "color": COLOR_WORDS, "style": STYLE_WORDS, "layout": LAYOUT_WORDS}

# Every word of the tokenizer, one token each. Captions use no others; "*" is the place of a learned token.
GLUE = ["a", "drawing", "of", "in", "style", "photo", "the", ",", ".", "and", "with", "on", "painting", "picture", "*"]
WORDS = list(dict.fromkeys([*GLUE, *VAGUE.values(), *CATEGORIES.values(), *(w for table in WORDS_OF.values() for words in table.values() for w in words)]))
