"""The site: the page and the files of a study in one folder."""

from __future__ import annotations

from collections.abc import Callable, Collection
from importlib import resources
from pathlib import Path

from leftbehind.data.catalogue import licence_of
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results, write_folder
from leftbehind.show.export.terms import terms_of
from leftbehind.show.site.files import write_study


def publish(
    results: Results,
    folder: Path | str,
    *,
    accept: Collection[str] = (),
    shelf: Shelf | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Write a folder of static files: the page, and the study it shows.

    Args:
        results: Results of a study.
        folder: A new or empty folder, or one that was published before, which is replaced
            only when all of the new one is written.
        accept: Identifiers of licences whose unclear terms are accepted.
        shelf: Where polygons come from.
        tell: Called with the name of each file before it is made.

    Raises:
        LeftBehindError: If the folder holds something else, or the study shows figures whose
            terms are unclear and were not accepted, or the page was not built.
    """
    terms = terms_of(results, accept)
    if terms.refused:
        names = ", ".join(licence_of(name).name for name in terms.refused)
        options = " ".join(f"--accept-terms {name}" for name in terms.refused)
        raise LeftBehindError(
            f"the page shows figures whose terms are unclear: {names}",
            mend=f"if you have the right to hand them on: {options}",
        )
    page = page_files()

    def fill(place: Path) -> None:
        for name, data in page.items():
            (place / name).write_bytes(data)
        write_study(place, results, terms, shelf or Shelf(), tell)

    write_folder(Path(folder), fill)


def page_files() -> dict[str, bytes]:
    """The page as it was built, file by file.

    Raises:
        LeftBehindError: If it was not built.
    """
    built = resources.files("leftbehind.show.site") / "page"
    if not (built / "index.html").is_file():
        raise LeftBehindError("the page of the explorer was not built", mend="run: make web")
    return {file.name: file.read_bytes() for file in built.iterdir() if file.is_file()}
