"""What a typed step of a recipe is: a small frozen value that says which verb it is.

What a verb does to columns is the engine's matter, so that every engine runs the same recipe.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Step(BaseModel):
    """A step of a recipe; it never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def named(value: Any) -> Any:
    """A bare name is short for the step of that name with its usual settings."""
    return {"method": value} if isinstance(value, str) else value
