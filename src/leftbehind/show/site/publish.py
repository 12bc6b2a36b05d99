"""The site: the page and the files of a study in one folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib import resources
from pathlib import Path

from leftbehind.analysis.typology import Typology
from leftbehind.data.catalogue import licence_of
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results, write_folder
from leftbehind.show.export.terms import terms_of
from leftbehind.show.messages import LANGUAGE
from leftbehind.show.site.beside import Beside
from leftbehind.show.site.files import write_study


def publish(
    results: Results,
    folder: Path | str,
    *,
    accept: Collection[str] = (),
    shelf: Shelf | None = None,
    tell: Callable[[str], None] = lambda _: None,
    since: Sequence[Beside] = (),
    kinds: Typology | None = None,
) -> None:
    """Write a folder of static files: the page, and the study it shows.

    Args:
        results: Results of a study.
        folder: A new or empty folder, or one that was published before, which is replaced
            only when all of the new one is written.
        accept: Identifiers of licences whose unclear terms are accepted.
        shelf: Where polygons come from.
        tell: Called with the name of each file before it is made.
        since: Studies to set beside it, such as earlier editions.
        kinds: The kinds of neighbourhood of its list; none: nothing is said of kinds.

    Raises:
        LeftBehindError: If the folder holds something else, or a study shows figures whose
            terms are unclear and were not accepted, or the page was not built, or the lists of
            the other studies cannot be laid on the areas of this one, or the kinds are of
            another list.
    """
    terms = terms_of(results, accept)
    beside = (*since, *([kinds] if kinds else ()))
    found = (terms, *(terms_of(one.results, accept) for one in beside))
    if refused := dict.fromkeys(name for one in found for name in one.refused):
        names = ", ".join(licence_of(name).name for name in refused)
        options = " ".join(f"--accept-terms {name}" for name in refused)
        raise LeftBehindError(
            f"the page shows figures whose terms are unclear: {names}",
            mend=f"if you have the right to hand them on: {options}",
        )
    page = page_files()
    messages = messages_of(page)

    def fill(place: Path) -> None:
        for name, data in page.items():
            (place / name).write_bytes(data)
        (place / "messages.ftl").write_text(messages, encoding="utf-8")
        write_study(place, results, terms, shelf or Shelf(), tell, since, kinds)

    write_folder(Path(folder), fill)


def messages_of(page: Mapping[str, bytes]) -> str:
    """The messages that the page says: to put it into another language, this file is enough.

    Args:
        page: The files of the page; it names each message whole.
    """
    file = resources.files("leftbehind.show.messages") / f"{LANGUAGE}.ftl"
    scripts = b"".join(data for name, data in page.items() if name.endswith(".js")).decode()
    named = set(re.findall(r"[a-z]+(?:-[a-z]+)*", scripts))
    entries = re.split(r"\n(?=[a-z])", re.sub(r"^#.*\n", "", file.read_text("utf-8"), flags=re.M))
    said = [one.strip() for one in entries if one.partition(" =")[0].strip() in named]
    return "\n".join(said) + "\n"


def page_files() -> dict[str, bytes]:
    """The page as it was built, file by file.

    Raises:
        LeftBehindError: If it was not built.
    """
    built = resources.files("leftbehind.show.site") / "page"
    if not (built / "index.html").is_file():
        raise LeftBehindError("the page of the explorer was not built", mend="run: make web")
    return {file.name: file.read_bytes() for file in built.iterdir() if file.is_file()}
