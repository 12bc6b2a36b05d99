"""Every sentence that people see, one file for each language, read by report and web."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

LANGUAGE = "en-GB"
"""The language that is written so far; a new one is a new file beside this one."""

NONE = "none"
"""What is given for a part that a sentence can do without."""


def say(message: str, **arguments: Any) -> str:
    """A sentence from the message file, with its arguments filled in.

    Args:
        message: Name of the message.
        **arguments: What the message asks for: texts, and numbers to choose a form by.

    Returns:
        The sentence.

    Raises:
        KeyError: If there is no such message, or it asks for what was not given.

    Example:
        >>> say("areas", number=1, text="1"), say("areas", number=2, text="2")
        ('1 area', '2 areas')
    """
    bundle = _bundle(LANGUAGE)
    if not bundle.has_message(message):
        raise KeyError(f"no message {message}")
    found = bundle.get_message(message)
    if found.value is None:
        raise KeyError(f"message {message} is empty")
    text, problems = bundle.format_pattern(found.value, arguments)
    if problems:
        raise KeyError(f"message {message}: {problems[0]}")
    return str(text)


def listed(head: str, rows: Iterable[str], between: str = "; ") -> str:
    """What is listed, then the list itself, which may be longer than any message.

    Example:
        >>> listed("Weights:", ["income 22.5%", "crime 9.3%"])
        'Weights: income 22.5%; crime 9.3%.'
    """
    return f"{head} {between.join(rows)}."


@cache
def _bundle(language: str) -> FluentBundle:
    from babel import Locale
    from fluent.runtime import FluentBundle, FluentResource

    ordinals = Locale.parse(language, sep="-").ordinal_form

    def ordinal(number: Any) -> Any:
        return str(ordinals(int(number)))

    text = (resources.files("leftbehind.show.messages") / f"{language}.ftl").read_text("utf-8")
    # Marks of direction around each argument would be seen in tables and in tests.
    bundle = FluentBundle([language], use_isolating=False, functions={"ORDINAL": ordinal})
    bundle.add_resource(FluentResource(text))
    return bundle
