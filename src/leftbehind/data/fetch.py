"""Where the bytes of a table are on this machine, and how to get them here."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from leftbehind.data.catalogue import Table
from leftbehind.errors import LeftBehindError, NotHere

if TYPE_CHECKING:
    import requests

FOLDER = "LEFTBEHIND_DATA"
"""Environment variable that names a folder of tables: mirror/HOST/PATH, derived/FILE."""

CACHE = "LEFTBEHIND_CACHE"
"""Environment variable that names the cache, instead of the system's usual place."""

PATIENCE = 5.0
"""Seconds to wait for a connection before giving the network up."""

RETRIES = 3
"""Tries of a person's own `data get`; a run tries once."""


def data_folder() -> Path | None:
    """The folder named by LEFTBEHIND_DATA, if it is set."""
    named = os.environ.get(FOLDER, "")
    return Path(named).expanduser() if named else None


def cache_folder() -> Path:
    """The folder for what was downloaded and decoded."""
    named = os.environ.get(CACHE, "")
    if named:
        return Path(named).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("leftbehind"))


def path_of(address: str) -> PurePosixPath:
    """The relative path of an address: HOST/PATH, percent-decoded.

    Raises:
        LeftBehindError: If it would lead out of the folder.

    Example:
        >>> print(path_of("https://example.org/a%20b/c.csv"))
        example.org/a b/c.csv
    """
    parts = urlsplit(address)
    path = PurePosixPath(parts.netloc + unquote(parts.path))
    if path.is_absolute() or ".." in path.parts or "\\" in str(path) or not parts.netloc:
        raise LeftBehindError("this address leads out of its folder", where=address)
    return path


def sha256(path: Path) -> str:
    """The checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find(entry: Table, folder: Path | None, cache: Path) -> Path | None:
    """The file of a table on this machine: the data folder first, then the cache.

    Args:
        entry: The catalogue entry.
        folder: The folder of LEFTBEHIND_DATA, laid out as mirror/HOST/PATH and
            derived/FILE.
        cache: The cache folder.

    Returns:
        The path, or nothing. The bytes are not checked here.
    """
    places: list[Path] = []
    if entry.status == "own":
        places.append(Path(entry.file))
    elif entry.status == "derived" and folder:
        places.append(folder / "derived" / entry.file)
    elif entry.address and entry.status == "here to get":
        if folder:
            places.append(folder / "mirror" / path_of(entry.address))
        places.append(cache / "files" / path_of(entry.address))
    return next((place for place in places if place.is_file()), None)


def checked(path: Path, entry: Table, name: str) -> str:
    """The checksum of a file, refused where it is not the one declared.

    Raises:
        LeftBehindError: Naming the file and both checksums.
    """
    found = sha256(path)
    if entry.sha256 and found != entry.sha256:
        raise LeftBehindError(
            f"wrong bytes for {name}: sha256 {found[:12]}… where {entry.sha256[:12]}… is declared",
            where=str(path),
            mend="correct its sha256 in the study, or get the file again"
            if entry.status == "own"
            else f"delete the file and run: leftbehind data get {name}",
        )
    return found


def missing(name: str, entry: Table, why: str = "") -> NotHere:
    """The error for a table that is not on this machine.

    Args:
        name: The table.
        entry: Its entry.
        why: Why its download failed, if it was tried.
    """
    if entry.status == "derived":
        return NotHere(
            f"{name} is published nowhere: it is derived from other tables",
            mend=f"put {entry.file} into the folder derived/ of the folder that {FOLDER} names",
        )
    if entry.status == "own":
        return NotHere("there is no such file", where=entry.file, mend="correct the path")
    if entry.status == "simulated":
        return NotHere(f"{name} is simulated when it is used", mend="there is nothing to get")
    if entry.status != "here to get":
        by_hand = f"get it by hand from {entry.address}" if entry.address else "ask its publisher"
        return NotHere(f"{name} cannot be had here: {entry.status}", mend=by_hand)
    if not entry.address:
        return NotHere(
            f"{name} names neither a file nor an address",
            mend=f'say file = "…" in [table.{name}], or hand a frame to run(…, data=…)',
        )
    return NotHere(
        f"{name} is not on this machine and could not be downloaded" + (f": {why}" if why else ""),
        mend=f"run: leftbehind data get {name}; or set {FOLDER} to a folder that holds it",
    )


def download(
    name: str,
    entry: Table,
    cache: Path,
    *,
    mirror: str = "",
    tries: int = 1,
    progress: Callable[[str, int], Any] | None = None,
) -> Path:
    """Get the bytes of a table into the cache, checked and moved into place whole.

    Args:
        name: The table.
        entry: Its entry.
        cache: The cache folder.
        mirror: A folder laid out as HOST/PATH, or a base address that has that layout,
            to take the bytes from instead of the published address.
        tries: How often a broken download is begun again.
        progress: Makes a progress bar from a name and a number of bytes.

    Returns:
        The file in the cache.

    Raises:
        NotHere: If there is no address, or no connection.
        LeftBehindError: If the bytes that came are not the declared ones.
    """
    if entry.status != "here to get":
        raise missing(name, entry)
    path = path_of(entry.address)
    place = cache / "files" / path
    if mirror and "://" not in mirror:
        try:
            return _copy(name, entry, Path(mirror).expanduser(), path, place)
        except OSError as error:
            raise _not_kept(cache, error) from error
    import pooch
    import requests

    pooch.get_logger().setLevel("WARNING")
    address = f"{mirror.rstrip('/')}/{path}" if mirror else entry.address
    bar = progress(name, entry.bytes) if progress else False
    for turn in range(tries):
        try:
            pooch.retrieve(
                url=address,
                known_hash=f"sha256:{entry.sha256}",
                fname=place.name,
                path=place.parent,
                downloader=pooch.HTTPDownloader(progressbar=bar, timeout=PATIENCE),
            )
            return place
        except requests.RequestException as error:
            if turn + 1 == tries:
                raise missing(name, entry, _reason(error, address)) from error
        except ValueError as error:
            raise LeftBehindError(
                f"wrong bytes for {name}: they are not the ones declared, and were not kept",
                where=address,
                mend="try another mirror; the catalogue's sha256 is what was published",
            ) from error
        except OSError as error:
            raise _not_kept(cache, error) from error
    raise missing(name, entry)


def _reason(error: requests.RequestException, address: str) -> str:
    """Why a download failed, in a few words."""
    import requests

    if error.response is not None:
        return f"{address} answered {error.response.status_code} {error.response.reason}"
    if isinstance(error, requests.Timeout):
        return f"{urlsplit(address).netloc} did not answer within {PATIENCE:g} s"
    if isinstance(error, ValueError):
        return f"{address} is no web address"
    return f"no connection to {urlsplit(address).netloc}, or it broke off"


def _not_kept(cache: Path, error: OSError) -> LeftBehindError:
    return LeftBehindError(
        f"the cache cannot be written: {error.strerror}",
        where=str(cache),
        mend=f"make room, or set {CACHE} to another folder",
    )


def _copy(name: str, entry: Table, mirror: Path, path: PurePosixPath, place: Path) -> Path:
    import shutil

    source = next((m / path for m in (mirror, mirror / "mirror") if (m / path).is_file()), None)
    if source is None:
        raise NotHere(f"the mirror holds no {name}", where=str(mirror), mend=f"it wants {path}")
    checked(source, entry, name)
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_name(f".{place.name}.{os.getpid()}.partial")
    try:
        shutil.copyfile(source, partial)
        partial.replace(place)
    finally:
        partial.unlink(missing_ok=True)
    return place
