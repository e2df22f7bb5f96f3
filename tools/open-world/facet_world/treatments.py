"""The treatments: from a layout's coverage and tone to a picture. Each takes a Scene and its settings; all colors are sRGB 0..255."""
import math
from dataclasses import dataclass

import cv2
import numpy as np

SIZE = 128
YY, XX = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32)


@dataclass
class Scene:
    alpha: np.ndarray  # coverage 0..1 [128, 128]
    tone: np.ndarray  # 0..1 [128, 128]
    fill: np.ndarray  # the tone's color [128, 128, 3]
    paper: np.ndarray  # the background [128, 128, 3]
    line: np.ndarray  # color of drawn lines [3]
    middle: np.ndarray  # color between the palette's ends [3]
    shade: np.ndarray  # a shadow's color on this background [3]
    rng: np.random.Generator


def mix(under, over, share):
    return under + (over - under) * (share[..., None] if np.ndim(share) == 2 else share)


def _blur(layer, sigma):
    return cv2.GaussianBlur(layer.astype(np.float32), (0, 0), sigma)


def _disk(width):
    side = int(math.ceil(width)) | 1
    yy, xx = np.mgrid[0:side, 0:side] - side // 2
    return (xx**2 + yy**2 <= (width / 2) ** 2 + 0.3).astype(np.uint8)


def _lines(scene, width):
    """The silhouette's edge and strong steps of tone inside, about `width` pixels wide, 0..1."""
    edge = cv2.morphologyEx((scene.alpha * 255).astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    smooth = _blur(scene.tone * scene.alpha, 0.8)
    step = cv2.magnitude(cv2.Sobel(smooth, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(smooth, cv2.CV_32F, 0, 1) / 8)
    inner = (np.clip((step - 0.06) * 18, 0, 1) * 255 * (scene.alpha > 0.5)).astype(np.uint8)
    edge = cv2.dilate(edge, _disk(max(1, width - 1.5))) if width > 2.4 else edge
    inner = cv2.dilate(inner, _disk(width * 0.6)) if width > 3 else inner
    return np.clip(_blur(np.maximum(edge, inner).astype(np.float32) / 255, 0.6), 0, 1)


def _turned(angle):
    """Coordinates along and across a direction, in pixels, from the picture's corner."""
    a = math.radians(angle)
    return XX * math.cos(a) + YY * math.sin(a), YY * math.cos(a) - XX * math.sin(a)


def flat(scene, size, angle):
    return mix(scene.paper, scene.fill, scene.alpha)


def outline(scene, size, angle):
    return mix(flat(scene, size, angle), scene.line, _lines(scene, size))


def sketch(scene, size, angle):
    return mix(scene.paper, scene.line, _lines(scene, size))


def pixel(scene, size, angle):
    small = cv2.resize(flat(scene, size, angle).astype(np.float32), (int(size), int(size)), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (SIZE, SIZE), interpolation=cv2.INTER_NEAREST)


def striped(scene, size, angle):
    across = np.mod(_turned(90 - angle)[0] + scene.rng.uniform(0, size), size)
    keep = np.clip(np.minimum(across, 0.58 * size - across) + 0.5, 0, 1)
    return mix(scene.paper, scene.fill, scene.alpha * (0.12 + 0.88 * keep))


def watercolor(scene, size, angle):
    blotches = cv2.resize(scene.rng.random((6, 6)).astype(np.float32), (SIZE, SIZE), interpolation=cv2.INTER_CUBIC)
    rim = np.clip(_blur(scene.alpha, 1.2) - _blur(scene.alpha, 5), 0, 1)
    return mix(scene.paper, _blur(scene.fill, 3.0), np.clip(_blur(scene.alpha, 2.2) * (0.45 + 0.5 * blotches) + 0.6 * rim, 0, 1))


def sticker(scene, size, angle):
    rim = _blur(cv2.dilate(scene.alpha, _disk(2 * size)), 0.7)
    fallen = cv2.warpAffine(rim, np.float32([[1, 0, 3], [0, 1, 4]]), (SIZE, SIZE))
    shadow = _blur(fallen, 3) * 0.42
    return mix(mix(mix(scene.paper, scene.shade, shadow), np.array([254.0, 254, 252]), rim), scene.fill, scene.alpha)


def dots(scene, size, angle):
    u, v = _turned(angle)
    du, dv = np.mod(u, size) - size / 2, np.mod(v, size) - size / 2
    inside = np.clip(size * (0.50 - 0.16 * scene.tone) - np.hypot(du, dv) + 0.5, 0, 1)
    return mix(scene.paper, scene.fill, scene.alpha * (0.1 + 0.9 * inside))


def echo(scene, size, angle):
    away = cv2.distanceTransform((scene.alpha < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    ring = np.clip(np.abs(np.mod(away, size) - size / 2) - size * 0.24, 0, 1) * (away > size * 0.3) * (away < size * 3.2)
    return mix(mix(scene.paper, scene.middle, ring * 0.85), scene.fill, scene.alpha)


def checker(scene, size, angle):
    u, v = _turned(angle)
    wave = np.sin(u * math.pi / size) * np.sin(v * math.pi / size)
    return mix(scene.paper, scene.fill, scene.alpha * (0.12 + 0.88 * np.clip(wave * size * 0.7 + 0.5, 0, 1)))


TREAT = dict(flat=flat, outline=outline, pixel=pixel, striped=striped, watercolor=watercolor, sticker=sticker, sketch=sketch, dots=dots, echo=echo, checker=checker)
