"""What a run leaves: tables by name and a manifest, written whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from leftbehind.engine.frames import Frame
from leftbehind.engine.frames import like as frame_like
from leftbehind.errors import LeftBehindError, nearest, some

FORMAT = 1
"""Version of the folder's layout."""

MANIFEST = "manifest.json"

CONTENTS = "contents.json"
"""In a folder of reports or of exports: the names of the files that were written."""


@dataclass(frozen=True, slots=True)
class Results:
    """The tables of one run of one study, and where they came from.

    Attributes:
        tables: Polars frames by name: `areas`, `groups`, `cuts`, `profiles`, one
            `by_<breakdown>` each, one `nodes_<index>` each; `agreement` if the study names
            published figures of its indices.
        manifest: Study, recipes, checksums, versions, seeds, counts and licences;
            no clock and no paths, so that the same run gives the same bytes.
    """

    tables: dict[str, pl.DataFrame]
    manifest: dict[str, Any]

    def __getitem__(self, name: str) -> pl.DataFrame:
        """A table by name.

        Raises:
            LeftBehindError: If there is none, with the nearest name; of a sketch, if it would
                have a row for each place.
        """
        if name not in self.tables:
            self.require_places()
            raise LeftBehindError(
                f"the results have no table {name}", mend=nearest(name, self.tables)
            )
        return self.tables[name]

    def table(self, name: str, *, like: Frame) -> Frame:
        """A table as a frame of the same kind as one that is in hand.

        Args:
            name: The table.
            like: A frame of any library, such as one that the study was run on.

        Raises:
            LeftBehindError: If there is no such table, with the nearest name.
        """
        return frame_like(like)(self[name])

    @property
    def areas(self) -> pl.DataFrame:
        """One row for each area that was judged."""
        return self["areas"]

    @property
    def groups(self) -> pl.DataFrame:
        """One row for each group, with its areas and people."""
        return self["groups"]

    @property
    def list_of(self) -> str:
        """The group that the study is about."""
        return str(self.manifest["list_of"])

    @property
    def is_sketch(self) -> bool:
        """Whether the study is a sketch, from which no place is named."""
        return bool(self.manifest["study"].get("sketch"))

    def require_places(self) -> None:
        """Refuse what is about places, if the study is a sketch.

        Raises:
            LeftBehindError: If it is one.
        """
        if self.is_sketch:
            raise no_places_of(self.manifest["study"]["name"])

    def without_places(self) -> Results:
        """The same results without any table that has a row for each area."""
        kept = {name: one for name, one in self.tables.items() if "area" not in one.columns}
        return Results(kept, {**self.manifest, "tables_written": list(kept)})

    @property
    def indices(self) -> dict[str, str]:
        """The indices by name, with their titles."""
        return {name: index["title"] for name, index in self.manifest["index"].items()}

    def part_title(self, index: str, part: str) -> str:
        """What a node or indicator of an index is called."""
        made: dict[str, Any] = self.manifest["index"][index]["recipe"]
        return str({**made["node"], **made["indicator"]}[part]["title"])

    def on_list(self) -> pl.DataFrame:
        """The areas of the group that the study is about, the deepest inside first.

        The order is that of `margin`: the ranks by which an area is inside the cut that
        decides. Near misses continue it below zero.
        """
        inside = self.areas.filter(pl.col(f"in_{self.list_of}"))
        return inside.sort("margin", "area", descending=[True, False])

    def near_misses(self) -> pl.DataFrame:
        """The areas narrowly outside, the nearest first."""
        return self.areas.filter("near_miss").sort("margin", "area", descending=[True, False])

    def differences(self) -> pl.DataFrame:
        """The areas on which the computed and the published list differ, if one is named."""
        if "published" not in self.areas.columns:
            return self.areas.clear()
        differ = pl.col("published") != pl.col(f"in_{self.list_of}")
        return self.areas.filter(differ).sort("published", "margin", "area", descending=True)

    def write(self, folder: Path | str) -> Path:
        """Write everything into a folder, moved into place whole.

        Args:
            folder: A new or empty folder, or one that holds earlier results, which are
                replaced only when all of the new ones are written.

        Returns:
            The folder.

        Raises:
            LeftBehindError: If the folder holds something else or cannot be written.
        """

        def fill(partial: Path) -> None:
            for name, frame in self.tables.items():
                frame.write_parquet(partial / f"{name}.parquet", compression="zstd")
            text = json.dumps(self.manifest, indent=1, ensure_ascii=False)
            (partial / MANIFEST).write_text(text + "\n", "utf-8")

        _write_into_place(Path(folder), fill, "the results")
        return Path(folder)

    def _repr_html_(self) -> str:
        from leftbehind.show.html import results_html

        return results_html(self)


def no_places_of(study: str) -> LeftBehindError:
    """The error for what is asked about the places of a sketch.

    Args:
        study: Its name.
    """
    return LeftBehindError(
        "this study is an experimental sketch: no place is named from it, and its results hold "
        "no row about any",
        where=f"study {study}",
        mend="see with `leftbehind run` what it says of no place: counts, cuts and agreement",
    )


def read_results(folder: Path | str) -> Results:
    """Read the results that a run wrote.

    Raises:
        LeftBehindError: If the folder holds no results, or of another format.
    """
    place = Path(folder)
    manifest = _manifest_of(place)
    tables = {}
    for name in manifest["tables_written"]:
        file = place / f"{name}.parquet"
        try:
            tables[name] = pl.read_parquet(file)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise LeftBehindError(
                "this table of the results is missing or not whole",
                where=str(file),
                mend="run the study again",
            ) from error
    found = Results(tables, manifest)
    if found.is_sketch:
        return found
    inside = f"in_{manifest['list_of']}"
    if "areas" not in tables or inside not in tables["areas"].columns:
        raise LeftBehindError(
            f"the table areas has no column {inside}: it is not of this manifest",
            where=str(place),
            mend="run the study again",
        )
    return found


_TOLD = {"study": dict, "list_of": str, "index": dict, "tables": dict, "tables_written": list}
"""What a manifest must say, so that results can be read."""


def _manifest_of(place: Path) -> dict[str, Any]:
    """The manifest of a folder of results.

    Raises:
        LeftBehindError: If there is none, or it is not whole, or of another format.
    """
    try:
        manifest = json.loads((place / MANIFEST).read_text("utf-8"))
    except FileNotFoundError as error:
        raise LeftBehindError(
            "there are no results here",
            where=str(place),
            mend="run: leftbehind run STUDY --out DIR",
        ) from error
    except (OSError, ValueError) as error:
        raise LeftBehindError(
            f"the manifest cannot be read: {error}",
            where=str(place / MANIFEST),
            mend="remove the folder and run the study again",
        ) from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise LeftBehindError(
            f"these are not results of format {FORMAT}",
            where=str(place),
            mend="run the study again",
        )
    for key, kind in _TOLD.items():
        if not isinstance(manifest.get(key), kind):
            raise LeftBehindError(
                f"the manifest does not say its `{key}`",
                where=str(place / MANIFEST),
                mend="remove the folder and run the study again",
            )
    return manifest


def write_folder(folder: Path, fill: Callable[[Path], None]) -> None:
    """Write files into a folder, moved into place whole.

    Args:
        folder: A new or empty folder, or one that was written like this before: it is
            replaced only when all of the new is there.
        fill: Writes the files into the folder that it is given; no folders inside.

    Raises:
        LeftBehindError: If the folder holds something else or cannot be written.
    """

    def fill_and_list(partial: Path) -> None:
        fill(partial)
        names = sorted(path.name for path in partial.iterdir())
        text = json.dumps({"written_by": "leftbehind", "files": names}, indent=1)
        (partial / CONTENTS).write_text(text + "\n", "utf-8")

    _write_into_place(folder, fill_and_list, "the files")


def write_new_folder(folder: Path, fill: Callable[[Path], None]) -> None:
    """Write files that a person goes on with into a folder that is new or empty.

    The folder is not marked as ours, so that nothing else replaces it later.

    Args:
        folder: A new or empty folder.
        fill: Writes the files into the folder that it is given.

    Raises:
        LeftBehindError: If the folder holds anything or cannot be written.
    """
    refuse_filled(folder)
    _write_into_place(folder, fill, "the files")


def refuse_filled(folder: Path) -> None:
    """Refuse a folder that holds anything at all, or cannot be written.

    Raises:
        LeftBehindError: With what is there.
    """
    held = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if held:
        raise LeftBehindError(
            f"the folder holds files already: {some(held)}",
            where=str(folder),
            mend="name a new or empty folder; nothing was touched",
        )
    refuse_foreign(folder)


def _write_into_place(folder: Path, fill: Callable[[Path], None], what: str) -> None:
    """Fill a folder beside the place and move it there; at any failure the old one stays."""
    place = Path(os.path.realpath(folder))  # a link keeps leading where it led
    refuse_foreign(place)
    partial = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
        fill(partial)
        partial.chmod(0o755)
        _swap(partial, place)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise LeftBehindError(
            f"{what} could not be written: {error}; what was there is still there",
            where=str(place),
            mend="make room or name another folder with --out",
        ) from error
    finally:
        if partial is not None:
            shutil.rmtree(partial, ignore_errors=True)


def write_whole(file: Path, data: bytes) -> None:
    """Write a file beside its place and move it there whole.

    Raises:
        LeftBehindError: If it cannot be written; what was there is still there.
    """
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(file)
    except OSError as error:
        raise LeftBehindError(
            f"the file could not be written: {error.strerror}",
            where=str(file),
            mend="name another place with --out",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def refuse_foreign(place: Path) -> None:
    """Refuse a folder that holds anything but earlier results, or cannot be written.

    The folder is replaced whole, so a file of somebody's own in it would be lost.

    Raises:
        LeftBehindError: With what is wrong and what to do.
    """
    above = next(p for p in (place, *place.absolute().parents) if p.exists())
    if not above.is_dir():
        what = "this" if above == place else str(above)
        raise LeftBehindError(
            f"{what} is a file, not a folder", where=str(place), mend="name a folder"
        )
    strangers = _strangers(place) if place.is_dir() else []
    if strangers:
        raise LeftBehindError(
            f"the folder holds files that are no results of leftbehind: {some(strangers)}",
            where=str(place),
            mend="name a new or empty folder; nothing was touched",
        )
    parent = place.absolute().parent if place.exists() else above
    if not os.access(parent, os.W_OK) or (place.exists() and not os.access(place, os.W_OK)):
        raise LeftBehindError(
            "the folder is not writable", where=str(place), mend="name another folder with --out"
        )


def _strangers(place: Path) -> list[str]:
    """What a folder holds besides the tables that its manifest names."""
    found = {path.name for path in place.iterdir()}
    if MANIFEST in found:
        written = _manifest_of(place)["tables_written"]
        found -= {MANIFEST, *(f"{name}.parquet" for name in written)}
    elif CONTENTS in found:
        found -= {CONTENTS, *_listed(place / CONTENTS)}
    return sorted(found)


def _listed(file: Path) -> list[str]:
    """The files that a folder of ours is said to hold; none if it is not of ours."""
    try:
        told = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return []
    ours = isinstance(told, dict) and told.get("written_by") == "leftbehind"
    return [str(name) for name in told.get("files", [])] if ours else []


def _swap(new: Path, place: Path) -> None:
    """Put a folder in the place of another; at any failure the old one is back."""
    if not place.exists():
        new.rename(place)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{place.name}.old.", dir=place.parent))
    try:
        place.replace(old)  # an empty folder may be replaced by a rename
        new.rename(place)
    except BaseException:
        if not place.exists():
            old.rename(place)
        raise
    finally:
        if place.exists():
            shutil.rmtree(old, ignore_errors=True)
