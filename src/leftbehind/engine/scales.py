"""Scales: figures made comparable by their own size, not by their rank."""

from __future__ import annotations

from typing import Literal

import numpy as np

from leftbehind.engine.numbers import Array, known

Reference = Literal["largest", "mean", "median"] | float
"""What figures are set against: one of all areas, or a number in their own unit."""

NORMAL = 1.482602218505602
"""What a median distance from the median is multiplied by to be a standard deviation where
figures are normal, 1 / Φ⁻¹(3/4)."""


def z_score(values: Array) -> Array:
    """Distance from the mean in sample standard deviations (n − 1, as COINr).

    Example:
        >>> z_score(np.array([1.0, 2.0, 3.0]))
        array([-1.,  0.,  1.])
    """
    mean = np.nanmean(values, axis=0)
    squares = np.nansum((values - mean) ** 2, axis=0)
    spread = np.sqrt(squares / np.maximum(known(values) - 1.0, 1.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(spread > 0, (values - mean) / spread, values - mean))


def robust_z(values: Array) -> Array:
    """Distance from the median in median distances, scaled to standard deviations.

    Where more than half of the areas are alike, that distance is 0 and the mean distance from
    the median, times √(π / 2), stands for it.

    Source: Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers, ASQC.

    Example:
        >>> robust_z(np.array([1.0, 2.0, 3.0, 4.0, 100.0])).round(3)
        array([-1.349, -0.674,  0.   ,  0.674, 65.426])
    """
    apart = values - np.nanmedian(values, axis=0)
    spread = NORMAL * np.nanmedian(np.abs(apart), axis=0)
    mean = np.sqrt(np.pi / 2.0) * np.nanmean(np.abs(apart), axis=0)
    spread = np.where(spread > 0, spread, mean)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(spread > 0, apart / spread, apart))


def min_max(values: Array, low: float, high: float) -> Array:
    """Stretch so that the smallest value is low and the largest is high."""
    smallest, largest = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(largest > smallest, (values - smallest) / (largest - smallest), 0.0)
    share = np.where(np.isnan(values), np.nan, share)
    return np.asarray(low + share * (high - low))


def goalposts(values: Array, low: float, high: float) -> Array:
    """The share of the way from one number to another, 0 to 1, never beyond.

    Example:
        >>> goalposts(np.array([10.0, 30.0, 90.0]), 20.0, 60.0)
        array([0.  , 0.25, 1.  ])
    """
    return np.asarray(np.clip((values - low) / (high - low), 0.0, 1.0))


def beyond(values: Array, target: float) -> Array:
    """How far areas are above a target, as a share of the farthest; 0 at it or below.

    Example:
        >>> beyond(np.array([3.0, 5.0, 9.0]), 4.0)
        array([0. , 0.2, 1. ])
    """
    over = np.where(np.isnan(values), np.nan, np.maximum(values - target, 0.0))
    farthest = np.nanmax(over, axis=0)
    return np.asarray(over / np.where(farthest > 0, farthest, 1.0))


def against(values: Array, reference: Reference) -> Array:
    """Figures over the size of a reference: 1 is as much, and their order stays.

    Example:
        >>> against(np.array([2.0, 4.0, 8.0]), "median")
        array([0.5, 1. , 2. ])
        >>> against(np.array([-2.0, -4.0]), "largest")
        array([-1., -2.])
    """
    if reference == "largest":
        size = np.nanmax(values, axis=0)
    elif reference == "mean":
        size = np.nanmean(values, axis=0)
    elif reference == "median":
        size = np.nanmedian(values, axis=0)
    else:
        size = np.asarray(float(reference))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(values / np.abs(size))
