"""The fixtures of this folder."""

from bad_input._builders import town

__all__ = ["town"]
