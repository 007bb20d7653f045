"""How far colours are from each other, as people see them; published formulas, written again here."""

import numpy as np

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear light.
BLINDNESS = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
    ],
}  # fmt: skip
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip
_WHITE = _TO_XYZ @ np.ones(3)


def linear(colour: str) -> np.ndarray:
    """`#RRGGBB` as linear light."""
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, WCAG 2."""
    light, dark = sorted(
        (float(_TO_XYZ[1] @ linear(colour)) for colour in (one, other)), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, blindness: str | None = None) -> np.ndarray:
    """CIE L*a*b* of a colour as it is seen."""
    light = linear(colour)
    if blindness:
        light = np.clip(np.array(BLINDNESS[blindness]) @ light, 0, 1)
    ratio = (_TO_XYZ @ light) / _WHITE
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array(
        [116 * f[1] - 16, *(scale * a for scale, a in zip((500, 200), -np.diff(f), strict=True))]
    )


def apart(one: str, other: str, blindness: str | None = None) -> float:
    """How far two colours are from each other, CIE 1976; 2.3 can just be seen."""
    return float(np.linalg.norm(lab(one, blindness) - lab(other, blindness)))
