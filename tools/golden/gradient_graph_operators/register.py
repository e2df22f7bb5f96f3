"""Where writers are registered, and what they share: random shapes, attributes and broadcasts."""

OPERATORS = {}


def writes(name, since=13, until=23):
    def register(function):
        OPERATORS[name] = (function, since, until)
        return function

    return register


def shape(g, least=1, most=3, length=4):
    return [g.rng.randint(1, length) for _ in range(g.rng.randint(least, most))]


def chance(g, probability=0.5):
    return g.rng.random() < probability


def some(g, **choices):
    """Attributes: each with a value of its list, or left out."""
    return {key: g.rng.choice(values) for key, values in choices.items() if chance(g, 0.75)}


def broadcast(g, full):
    """A shape that broadcasts to `full`: axes left out from the front, others of length 1."""
    rest = full[g.rng.randint(0, len(full)):]
    return [length if chance(g, 0.6) else 1 for length in rest]


def pair(g):
    """Two shapes that broadcast to one another, sometimes both ways."""
    full = shape(g, 0)
    left = [length if chance(g, 0.75) else 1 for length in full]
    right = broadcast(g, full)
    return (left, right) if chance(g) else (right, left)
