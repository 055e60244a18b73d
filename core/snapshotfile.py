"""A snapshot as a file: canonical JSON that another store can read, and in which a single changed byte is found.

``{"content": …, "etappi_snapshot": 1, "name", "seal", "sha256"}`` and a line's end. *sha256* is the hash of the
content, as in the store that the snapshot was taken in; *seal* is the hash of everything but itself, the name too.
Since the text is canonical, a file that says the same in other bytes is not intact either.
"""

import json
from dataclasses import dataclass
from typing import NoReturn

from core.canonical import canonical, sha256
from core.errors import EtappiError
from core.snapshotdiff import Content, well_formed
from core.text import clean

KIND = "etappi_snapshot"
VERSION = 1
FORMAT = 1
"""The newest format of contents that this Etappi reads (store.snapshots)."""
NAME_LIMIT = 60


@dataclass(frozen=True)
class SnapshotFile:
    """What a file holds: the snapshot's *name*, its *content*, the hash *sha256* that it was given and the one *found*
    now; None each where the file does not tell. Only an *intact* one is compared or believed."""

    name: str | None
    content: Content | None
    sha256: str | None
    found: str | None
    intact: bool


def packed(name: str, content: Content) -> bytes:
    """The file of the snapshot *name*."""
    whole = {KIND: VERSION, "name": name, "sha256": sha256(canonical(content)), "content": content}
    return canonical({**whole, "seal": sha256(canonical(whole))}) + b"\n"


def unpacked(data: bytes) -> SnapshotFile:
    """What *data* holds, and whether it is what `packed` wrote.

    EtappiError for an intact file of a later Etappi, whose meaning this one does not know.
    """
    try:
        whole = json.loads(data, parse_constant=_no_number)
        if not isinstance(whole, dict) or KIND not in whole:
            return SnapshotFile(None, None, None, None, intact=False)
        name, content, said = whole.get("name"), whole.get("content"), whole.get("sha256")
        found = sha256(canonical(content))
        rest = {key: value for key, value in whole.items() if key != "seal"}
        sealed = whole.get("seal") == sha256(canonical(rest)) and canonical(whole) + b"\n" == data
    except (ValueError, RecursionError):
        return SnapshotFile(None, None, None, None, intact=False)
    if sealed and (whole[KIND] != VERSION or (isinstance(content, dict) and content.get("format") != FORMAT)):
        raise EtappiError("snapshot.later_format")
    intact = sealed and said == found and isinstance(name, str) and well_formed(content)
    return SnapshotFile(
        clean(name, NAME_LIMIT) if isinstance(name, str) else None, content if intact else None,
        said if isinstance(said, str) else None, found, intact,
    )  # fmt: skip


def _no_number(_: str) -> NoReturn:
    raise ValueError
