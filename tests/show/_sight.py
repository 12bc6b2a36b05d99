"""Colours as they are seen, also by those who see fewer of them."""

from __future__ import annotations

import numpy as np
from colorspacious import cspace_convert

BLIND = ("protanomaly", "deuteranomaly", "tritanomaly")
"""Kinds of colour-blindness; each is taken at its strongest."""


def seen(colour: str, kind: str = "") -> np.ndarray:
    """A colour in CAM02-UCS, where a distance of about 1 is the least that is seen; 15 is plain."""
    rgb = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    if kind:
        space = {"name": "sRGB1+CVD", "cvd_type": kind, "severity": 100}
        rgb = np.clip(cspace_convert(rgb, space, "sRGB1"), 0, 1)
    return np.asarray(cspace_convert(rgb, "sRGB1", "CAM02-UCS"))
