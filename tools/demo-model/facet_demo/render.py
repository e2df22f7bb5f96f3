"""Draws one combination as a 64x64 RGB picture. Pillow and numpy only; everything random comes from the given generator."""
import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .shapes import OBJECTS
from .world import words

SIZE, OVERSAMPLE, BLOCK = 64, 3, 4
HIGH = SIZE * OVERSAMPLE
COLORS = {
    "red": (216, 36, 40), "orange": (246, 136, 22), "yellow": (246, 220, 46), "green": (40, 164, 62),
    "blue": (38, 84, 218), "purple": (142, 52, 196), "pink": (250, 138, 190), "black": (44, 44, 48),
}
# Layout -> drawings of (rotation in degrees, scale, shift right, shift down in pixels).
PLACES = {
    "upright": [(0, 1, 0, 0)], "lying": [(90, 1, 0, 0)], "flipped": [(180, 1, 0, 0)],
    "tiny": [(0, 0.5, -14.5, 14.5)], "paired": [(0, 0.57, -15.5, 0), (0, 0.57, 15.5, 0)],
}
INK_COLOR, LIGHT_COLOR = np.array([30, 30, 34], np.float32), np.array([250, 246, 232], np.float32)
_rows, _columns = np.mgrid[0:HIGH, 0:HIGH].astype(np.float32) / OVERSAMPLE


def role_map(object_word, layout, rng):
    """The oversampled picture of roles (0 background, else shapes.BODY ... LIGHT), with small jitter of place, size and angle."""
    image = Image.new("L", (HIGH, HIGH), 0)
    draw = ImageDraw.Draw(image)
    shift, scale, turn = rng.uniform(-2, 2, 2), 1 + rng.uniform(-0.06, 0.06), rng.uniform(-5, 5)
    for rotation, size, right, down in PLACES[layout]:
        angle = math.radians(rotation + turn)
        matrix = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]) * 25 * size * scale * OVERSAMPLE
        center = (np.array([SIZE / 2 + right, SIZE / 2 + down]) + shift) * OVERSAMPLE
        for role, outline in OBJECTS[object_word]:
            draw.polygon([tuple(point) for point in (outline @ matrix.T + center)], fill=role)
    return image


def smooth_noise(rng, cells=6):
    coarse = (rng.random((cells, cells)) * 255).astype(np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((HIGH, HIGH), Image.BICUBIC), np.float32)[..., None] / 255


def blur(array, radius):
    """Gaussian blur by `radius` final pixels of a float array [high, high] or [high, high, 3] in 0..255."""
    image = Image.fromarray(np.clip(array, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(radius * OVERSAMPLE))
    return np.asarray(image, np.float32)


def shrink(array, size):
    """Box average of a float array [high, high, channels] to [size, size, channels]."""
    n = HIGH // size
    return array.reshape(size, n, size, n, -1).mean((1, 3))


def draw_ink(roles, painted, background, inside, rng):
    width = 2 * OVERSAMPLE - 1
    edge = np.asarray(roles.filter(ImageFilter.MaxFilter(width))) != np.asarray(roles.filter(ImageFilter.MinFilter(width)))
    return np.where(edge[..., None], 18.0, np.where(inside, painted * 0.85 + 255 * 0.15, background))


def draw_striped(roles, painted, background, inside, rng):
    stripe = ((_columns + _rows) * 0.7071 + rng.uniform(0, 6)) % 5.6 < 3.1
    return np.where(inside, np.where(stripe[..., None], painted, background * 0.87 + painted * 0.13), background)


def draw_watercolor(roles, painted, background, inside, rng):
    soft = blur(np.where(inside, painted, background), 1.3)
    wash = blur(inside[..., 0] * 255.0, 1.9)[..., None] / 255 * (0.16 + 0.5 * smooth_noise(rng))
    return soft + (background - soft) * wash


def draw_pixel(painted, background, inside, rng):
    """Blocks of 4 pixels on the grid of the f4 latents: hardened outline, every block its own brightness. [64, 64, 3]"""
    blocks = SIZE // BLOCK
    cover = shrink(inside.astype(np.float32), blocks)
    color = shrink(painted * inside, blocks) / np.maximum(cover, 1e-3)
    color = color * rng.uniform(0.84, 1.1, (blocks, blocks, 1)) + rng.uniform(0, 12, (blocks, blocks, 1))
    cover = np.clip((cover - 0.5) * 1.8 + 0.5, 0, 1)
    mosaic = color * cover + shrink(background, blocks) * (1 - cover)
    return mosaic.repeat(BLOCK, 0).repeat(BLOCK, 1)


def render(combination, rng):
    """Four indices to a picture, uint8 [64, 64, 3]."""
    word = words(combination)
    roles = role_map(word["object"], word["layout"], rng)
    jitter = 4 if word["color"] == "black" else 10
    base = np.clip(np.array(COLORS[word["color"]], np.float32) + rng.uniform(-jitter, jitter, 3), 0, 255)
    shade = base + 58 if word["color"] == "black" else base * 0.72
    level = rng.uniform(226, 250) + rng.uniform(-4, 4, 3)
    background = level.astype(np.float32) + (_rows[..., None] / SIZE - 0.5) * rng.uniform(-10, 10)
    index = np.asarray(roles)
    painted = np.stack([np.zeros(3), base, shade, INK_COLOR, LIGHT_COLOR]).astype(np.float32)[index]
    inside = (index > 0)[..., None]
    if word["style"] == "pixel":
        picture = draw_pixel(painted, background, inside, rng)
    elif word["style"] == "flat":
        picture = shrink(np.where(inside, painted, background), SIZE)
    else:
        draw = {"ink": draw_ink, "striped": draw_striped, "watercolor": draw_watercolor}[word["style"]]
        picture = shrink(draw(roles, painted, background, inside, rng), SIZE)
    return np.clip(picture + 0.5, 0, 255).astype(np.uint8)


def sheet(pictures, columns, scale=1, gap=2):
    """Pictures uint8 [n, 64, 64, 3] as one contact sheet image."""
    cell = SIZE * scale + gap
    image = Image.new("RGB", (columns * cell, -(-len(pictures) // columns) * cell), (90, 90, 90))
    for i, picture in enumerate(pictures):
        image.paste(Image.fromarray(picture).resize((SIZE * scale,) * 2, Image.NEAREST), (i % columns * cell, i // columns * cell))
    return image
