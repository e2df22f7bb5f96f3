"""The eight objects as polygons in [-1, 1], y downwards. Each polygon has a role that the style turns into a color."""
import math

import numpy as np

BODY, SHADE, INK, LIGHT = 1, 2, 3, 4


def ellipse(cx, cy, rx, ry, points=36):
    angle = np.radians(np.linspace(0, 360, points))
    return np.stack([cx + rx * np.cos(angle), cy + ry * np.sin(angle)], 1)


def polygon(*coordinates):
    return np.array(coordinates, float).reshape(-1, 2)


def box(x0, y0, x1, y1):
    return polygon(x0, y0, x1, y0, x1, y1, x0, y1)


def stroke(coordinates, width):
    """A polyline thickened to `width`."""
    points = np.array(coordinates, float).reshape(-1, 2)
    sides = []
    for i in range(len(points)):
        a, b = points[max(i - 1, 0)], points[min(i + 1, len(points) - 1)]
        direction = (b - a) / (np.linalg.norm(b - a) + 1e-9)
        sides.append(np.array([-direction[1], direction[0]]) * width / 2)
    return np.concatenate([points + np.array(sides), (points - np.array(sides))[::-1]])


PETALS = [(BODY, ellipse(0.44 * math.cos(a), -0.38 + 0.44 * math.sin(a), 0.27, 0.27)) for a in np.arange(6) * math.pi / 3]

OBJECTS = {
    "cat": [
        (BODY, stroke([0.35, 0.6, 0.8, 0.5, 0.85, 0.0, 0.7, -0.25], 0.17)), (BODY, ellipse(0, 0.42, 0.5, 0.45)),
        (BODY, box(-0.42, 0.5, -0.18, 0.95)), (BODY, box(0.13, 0.5, 0.37, 0.95)), (BODY, ellipse(-0.3, -0.3, 0.47, 0.4)),
        (BODY, polygon(-0.74, -0.35, -0.7, -0.97, -0.32, -0.6)), (BODY, polygon(-0.28, -0.6, 0.08, -0.97, 0.14, -0.35)),
        (INK, ellipse(-0.5, -0.33, 0.1, 0.13)), (INK, ellipse(-0.1, -0.33, 0.1, 0.13)),
        (SHADE, polygon(-0.4, -0.13, -0.2, -0.13, -0.3, -0.01)),
    ],
    "fish": [
        (BODY, polygon(-0.45, 0, -0.98, -0.5, -0.85, 0, -0.98, 0.5)), (SHADE, polygon(-0.2, -0.4, 0.1, -0.8, 0.3, -0.35)),
        (SHADE, polygon(-0.1, 0.35, -0.15, 0.72, 0.2, 0.38)), (BODY, ellipse(0.2, 0, 0.75, 0.48)),
        (SHADE, polygon(-0.05, -0.07, -0.37, 0.05, -0.05, 0.22)), (LIGHT, ellipse(0.6, -0.1, 0.18, 0.18)), (INK, ellipse(0.63, -0.1, 0.1, 0.1)),
    ],
    "bird": [
        (SHADE, polygon(0.5, -0.64, 0.98, -0.45, 0.5, -0.28)), (BODY, polygon(-0.45, 0.05, -0.98, -0.15, -0.9, 0.3, -0.4, 0.4)),
        (INK, stroke([-0.12, 0.55, -0.12, 0.95], 0.11)), (INK, stroke([0.17, 0.55, 0.17, 0.95], 0.11)),
        (BODY, ellipse(0, 0.2, 0.55, 0.42)), (BODY, ellipse(0.35, -0.45, 0.34, 0.34)), (SHADE, ellipse(-0.15, 0.18, 0.32, 0.19)),
        (INK, ellipse(0.42, -0.52, 0.11, 0.11)),
    ],
    "house": [
        (BODY, box(-0.62, -0.1, 0.62, 0.92)), (SHADE, polygon(-0.85, -0.08, 0, -0.92, 0.85, -0.08)), (SHADE, box(0.35, -0.85, 0.55, -0.4)),
        (INK, box(-0.15, 0.35, 0.18, 0.92)), (LIGHT, box(-0.5, 0.1, -0.25, 0.37)), (LIGHT, box(0.28, 0.1, 0.52, 0.37)),
    ],
    "tree": [
        (SHADE, box(-0.14, 0.2, 0.14, 0.95)), (BODY, ellipse(-0.36, 0.02, 0.4, 0.36)), (BODY, ellipse(0.36, 0.02, 0.4, 0.36)),
        (BODY, ellipse(0, -0.42, 0.48, 0.46)),
    ],
    "car": [
        (BODY, polygon(-0.55, 0, -0.35, -0.54, 0.38, -0.54, 0.65, 0)), (BODY, box(-0.95, -0.07, 0.95, 0.42)),
        (LIGHT, polygon(-0.38, -0.05, -0.26, -0.38, -0.04, -0.38, -0.04, -0.05)), (LIGHT, polygon(0.1, -0.05, 0.1, -0.38, 0.29, -0.38, 0.45, -0.05)),
        (INK, ellipse(-0.5, 0.42, 0.24, 0.24)), (INK, ellipse(0.52, 0.42, 0.24, 0.24)),
        (LIGHT, ellipse(-0.5, 0.42, 0.1, 0.1)), (LIGHT, ellipse(0.52, 0.42, 0.1, 0.1)),
    ],
    "flower": [
        (SHADE, stroke([0, 0, 0, 0.98], 0.15)), (SHADE, polygon(0, 0.8, 0.25, 0.4, 0.62, 0.34, 0.42, 0.7)), *PETALS, (LIGHT, ellipse(0, -0.38, 0.25, 0.25)),
    ],
    "boat": [
        (SHADE, stroke([0, -0.95, 0, 0.4], 0.12)), (BODY, polygon(0.08, -0.9, 0.08, 0.22, 0.78, 0.22)),
        (SHADE, polygon(-0.08, -0.7, -0.08, 0.22, -0.6, 0.22)), (BODY, polygon(-0.92, 0.32, 0.92, 0.32, 0.6, 0.82, -0.6, 0.82)),
    ],
}
