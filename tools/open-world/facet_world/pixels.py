"""What is measured on the pixels themselves, between a drawn picture and the render of the values that it should have. No network."""
import cv2
import numpy as np

from .oklab import ciede2000, to_cielab
from .treatments import SIZE

APART = 8.0  # CIEDE2000 from the background from which on a pixel belongs to what stands on it


def _background(lab):
    """The commonest color of the border, 6 pixels wide."""
    border = np.ones(lab.shape[:2], bool)
    border[6:-6, 6:-6] = False
    p = lab[border]
    p = p[:: max(1, len(p) // 150)]
    near = (np.linalg.norm(p[:, None] - p[None], axis=-1) < 6).sum(1)
    return p[np.linalg.norm(p - p[near.argmax()], axis=-1) < 6].mean(0)


def palette_and_mask(picture):
    """Background, dark and light end of what stands on it (CIELAB [3, 3]), and where that is (bool [128, 128])."""
    lab = to_cielab(picture / 255.0)
    ground = _background(lab)
    away = ciede2000(lab, ground)
    mask = cv2.morphologyEx((away > APART).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0
    inside = lab[mask] if mask.sum() >= 40 else lab[away >= np.quantile(away, 0.97)]
    inside = inside[np.argsort(inside[:, 0])]
    third = max(1, len(inside) * 3 // 10)
    return np.stack([ground, inside[:third].mean(0), inside[-third:].mean(0)]), mask


def silhouette(mask):
    """The mask with holes and the gaps of outlines and stripes closed."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (13, 13))
    closed = cv2.morphologyEx(np.pad(mask.astype(np.uint8), 8), cv2.MORPH_CLOSE, kernel)[8:-8, 8:-8]
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return cv2.drawContours(np.zeros_like(closed), contours, -1, 1, -1) > 0


def pose(filled):
    """Centre x, y and extent (root of the box's area) of a silhouette, in shares of the side; single far pixels do not count."""
    if not filled.any():
        return np.zeros(3)
    yy, xx = np.nonzero(filled)
    x0, x1, y0, y1 = *np.quantile(xx, [0.02, 0.98]), *np.quantile(yy, [0.02, 0.98])
    return np.array([(x0 + x1) / 2 / SIZE - 0.5, (y0 + y1) / 2 / SIZE - 0.5, np.sqrt((x1 - x0) * (y1 - y0)) / SIZE])


_YY, _XX = np.mgrid[0:SIZE, 0:SIZE] - SIZE // 2
_RINGS, _SECTORS = [(4, 7), (7, 10), (10, 14), (14, 20), (20, 30), (30, 50)], 12
_BINS = len(_RINGS) * _SECTORS
_BIN = np.full((SIZE, SIZE), _BINS)
for _k, (_low, _high) in enumerate(_RINGS):
    _ring = (np.hypot(_XX, _YY) >= _low) & (np.hypot(_XX, _YY) < _high)
    _BIN[_ring] = _k * _SECTORS + (np.mod(np.degrees(np.arctan2(_YY, _XX))[_ring] + 90 / _SECTORS, 180) // (180 / _SECTORS)).astype(int)
_WINDOW = np.outer(np.hanning(SIZE), np.hanning(SIZE))


def texture(picture):
    """Log power of the lightness in 6 rings x 12 directions [72]; place and color are left out."""
    l = to_cielab(picture / 255.0)[..., 0]
    power = np.abs(np.fft.fftshift(np.fft.fft2((l - l.mean()) / (l.std() + 2) * _WINDOW))) ** 2
    return np.log10((np.bincount(_BIN.ravel(), power.ravel(), _BINS + 1) / np.bincount(_BIN.ravel(), None, _BINS + 1))[:_BINS] + 1e-3)


def describe(picture):
    palette, mask = palette_and_mask(picture)
    filled = silhouette(mask)
    return dict(palette=palette, filled=filled, pose=pose(filled), texture=texture(picture))


def differences(drawn, wanted):
    """Arrays over pairs of pictures (or of their descriptions), all 0 for equal ones: `color` in CIEDE2000, `shift` and `scale` in shares of the
    side, `overlap` one minus the silhouettes' intersection over union, `texture` in decades."""
    rows = []
    for a, b in zip(drawn, wanted):
        a, b = (p if isinstance(p, dict) else describe(p) for p in (a, b))
        rows.append(dict(
            color=ciede2000(a["palette"], b["palette"]).mean(), shift=np.hypot(*(a["pose"] - b["pose"])[:2]), scale=abs(a["pose"][2] - b["pose"][2]),
            overlap=1 - (a["filled"] & b["filled"]).sum() / max(1, (a["filled"] | b["filled"]).sum()), texture=np.abs(a["texture"] - b["texture"]).mean(),
        ))
    return {k: np.array([r[k] for r in rows], float) for k in rows[0]}
