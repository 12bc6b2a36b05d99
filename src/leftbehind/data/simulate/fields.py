"""Smooth random fields: neighbours are alike, at several scales at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from leftbehind.data.simulate.streams import Array, Whole

_LATTICE = 96
"""Points along one side of the lattice on which the large scales are drawn. It does not
grow with the country, so that a seed names one island, whatever the number of areas."""

_PERIOD = 144
"""The lattice is cut out of a periodic one of this side: far enough that opposite shores
do not resemble each other. A product of 2s and 3s, which the Fourier transform likes."""

_SCALES = ((0.13, 1.0), (0.05, 0.7), (0.02, 0.4))
"""Region, town, quarter: width as a share of the island's side, and amplitude; invented."""

_TEXTURE_WIDTH = 1.5
"""Width of the smallest scale, the neighbourhood, in small areas; invented."""


@dataclass(frozen=True, slots=True)
class Spots:
    """Where points lie on the lattice, to read any field there.

    Attributes:
        corner: The lattice point up and left of each point, (points,).
        right: Share of the way to the next lattice point across, (points,), 0 to 1.
        down: Share of the way to the next lattice point down, (points,), 0 to 1.
    """

    corner: Whole
    right: Array
    down: Array

    def read(self, lattice: Array) -> Array:
        """Values of a lattice field at the points, (points,), between its four corners."""
        flat = lattice.ravel()
        above = flat[self.corner] * (1 - self.right) + flat[self.corner + 1] * self.right
        corner = self.corner + _LATTICE
        below = flat[corner] * (1 - self.right) + flat[corner + 1] * self.right
        return above * (1 - self.down) + below * self.down


def spots(x: Array, y: Array) -> Spots:
    """Find points on the lattice.

    Args:
        x: Place across, (points,), 0 to 1 of the island's box.
        y: Place down, (points,), 0 to 1.

    Returns:
        Their places.
    """
    across, down = x * (_LATTICE - 1), y * (_LATTICE - 1)
    column = np.clip(across.astype(np.int64), 0, _LATTICE - 2)
    row = np.clip(down.astype(np.int64), 0, _LATTICE - 2)
    return Spots(row * _LATTICE + column, across - column, down - row)


@lru_cache(maxsize=1)
def _filter() -> Array:
    """What each frequency is multiplied by: a sum of Gaussians, one for each scale."""
    squared = np.fft.fftfreq(_PERIOD)[:, None] ** 2 + np.fft.rfftfreq(_PERIOD)[None, :] ** 2
    total = np.zeros_like(squared)
    for width, amplitude in _SCALES:
        sigma = width * _LATTICE
        # A Gaussian of this width keeps 1 / (4 π σ²) of the variance of white noise.
        total += (
            amplitude * np.sqrt(4 * np.pi) * sigma * np.exp(-2 * (np.pi * sigma) ** 2 * squared)
        )
    return cast("Array", total)


def smooth(rng: np.random.Generator) -> Array:
    """A smooth random field on the lattice.

    Args:
        rng: Its random numbers.

    Returns:
        Values of about mean 0 and variance of about 1, (lattice, lattice).

    Example:
        >>> field = smooth(np.random.default_rng(1))
        >>> bool(np.corrcoef(field[:, 1:].ravel(), field[:, :-1].ravel())[0, 1] > 0.9)
        True
    """
    waves = np.fft.rfft2(rng.standard_normal((_PERIOD, _PERIOD)))
    field = np.fft.irfft2(waves * _filter(), s=(_PERIOD, _PERIOD))
    amplitude = np.sqrt(sum(a * a for _, a in _SCALES))
    return cast("Array", np.ascontiguousarray(field[:_LATTICE, :_LATTICE]) / amplitude)


def texture(rng: np.random.Generator, shape: tuple[int, int]) -> Array:
    """Variation between neighbourhoods, which reaches only a few small areas.

    Args:
        rng: Its random numbers.
        shape: Rows and columns of the grid of cells.

    Returns:
        Values of mean 0 and variance of about 1, (rows x columns,).
    """
    from scipy.ndimage import gaussian_filter

    white = rng.standard_normal(shape, dtype=np.float32)
    blurred = gaussian_filter(white, _TEXTURE_WIDTH, mode="wrap", truncate=3.0)
    blurred *= np.sqrt(4 * np.pi) * _TEXTURE_WIDTH
    return cast("NDArray[np.float32]", blurred).ravel().astype(np.float64)


def standard(values: Array) -> Array:
    """Values with mean 0 and standard deviation 1; all 0 where they do not differ.

    Example:
        >>> standard(np.array([1.0, 3.0])), standard(np.array([7.0]))
        (array([-1.,  1.]), array([0.]))
    """
    centred = values - values.mean()
    spread = float(centred.std())
    return centred / spread if spread > 0 else np.zeros_like(centred)
