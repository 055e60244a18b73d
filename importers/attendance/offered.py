"""Lists of attendance that lie in a folder and wait to be imported, and the events that they fit.

What is kept of a list is what tells it apart: its format, title, start and how many people it has; never who they are.
"""

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import EtappiError
from core.events import EventRow
from core.importing import Known
from core.text import clean, folded
from importers.attendance import recognise, texts
from importers.attendance.attaching import dated, first_join, near
from importers.attendance.model import AttendanceFile, Format, Kind, Told
from importers.attendance.words import AttendanceWords
from importers.detect import read_file

FILES_MOST = 40  # the newest of a folder: more would keep both cores of a small machine busy
BYTES_MOST = 2_000_000
WORD_LEAST = 5  # letters from which on a word in both titles means something
SAME, SIMILAR, TIME = 3, 2, 1


@dataclass(frozen=True)
class Waiting:
    """A list that waits: *starts* are the ISO times or days at which its event may have begun (two where the order of
    day and month is written nowhere), *people* those on it; *changed* is the file's own time."""

    path: str
    file: str
    format: Format
    kind: Kind
    title: str | None
    starts: tuple[str, ...]
    people: int
    sha256: str
    changed: int


Seen = tuple[str, int, int]
"""A file as it was looked at: its path, its time in nanoseconds and its size."""


def waiting_in(
    folder: str, known: Known, words: AttendanceWords, cache: MutableMapping[Seen, Waiting | None],
    stop: Callable[[], bool] = lambda: False,
) -> tuple[Waiting, ...]:  # fmt: skip
    """The lists in *folder* that were not imported, newest first, as far as they were read before *stop* said so.

    *cache* remembers what each file is, so that none is read twice. A folder or file that cannot be read holds none.
    """
    out = []
    for seen in _newest(folder):
        if stop():
            break
        if seen not in cache:
            cache[seen] = _looked_at(seen, known, words)
        found = cache[seen]
        if found is not None and found.sha256 not in known.batches:
            out.append(found)
    return tuple(out)


def offers(lists: Iterable[Waiting], events: Sequence[EventRow]) -> dict[int, tuple[Waiting, ...]]:
    """For each event, by its id, the lists that fit it better than any other event: the surest first."""
    out: dict[int, list[tuple[int, Waiting]]] = {}
    for one in lists:
        ranked = [(fit(one, event), event.id) for event in events if event.state != "cancelled"]
        best = max((rank for rank, _ in ranked), default=0)
        for rank, event_id in ranked if best else ():
            if rank == best:
                out.setdefault(event_id, []).append((rank, one))
    return {
        event_id: tuple(one for _, one in sorted(found, key=lambda pair: (-pair[0], -pair[1].changed)))
        for event_id, found in out.items()
    }


def fit(one: Waiting, event: EventRow) -> int:
    """How well a list fits an event: SAME title and start (15 minutes, or the day where no hour is known), SIMILAR
    (the same title on that day, or that start and a word in common), the TIME alone where the list has no other
    title; 0 where it is not of that event."""
    same = one.title is not None and folded(one.title) == folded(event.title)
    if event.start is None:
        first, last = event.window or ("", "")
        return SIMILAR if same and any(first <= start[:10] <= last for start in one.starts) else 0
    if not any(start[:10] == event.start[:10] for start in one.starts):
        return 0
    if not any(near(start, event.start) for start in one.starts):
        return SIMILAR if same else 0
    if same:
        return SAME
    if one.title is None:
        return TIME
    return SIMILAR if _words(one.title) & _words(event.title) else 0


def _words(title: str) -> set[str]:
    return {word for word in folded(title).replace("-", " ").split() if len(word) >= WORD_LEAST}


def _newest(folder: str) -> list[Seen]:
    try:
        with os.scandir(folder) as entries:
            found = [(entry.path, entry.stat()) for entry in entries if not entry.name.startswith(".")]
    except OSError:
        return []
    files = [(path, one.st_mtime_ns, one.st_size) for path, one in found
             if stat.S_ISREG(one.st_mode) and 0 < one.st_size <= BYTES_MOST]  # fmt: skip
    return sorted(files, key=lambda seen: -seen[1])[:FILES_MOST]


def _looked_at(seen: Seen, known: Known, words: AttendanceWords) -> Waiting | None:
    """The list that a file is; None for anything else."""
    path, changed, _ = seen
    file = clean(Path(path).name)
    try:
        content = read_file(path, None, BYTES_MOST)
        grids = texts.grids_of(content, file)
        reading = recognise.read(grids, words)
        readings = [reading]
        if any(question.kind == "date" for question in reading.questions):
            readings = [recognise.read(grids, words, Told(order=order)) for order in ("day-month", "month-day")]
    except EtappiError:
        return None
    told = [_when(one, known) for one in readings]
    starts = tuple(dict.fromkeys(start for _, start in told if start is not None))
    if not starts:
        return None
    people = sum(one.persons or 0 for one in reading.counts) if reading.kind == "counts" else len(reading.people)
    return Waiting(path, file, reading.format, reading.kind, told[0][0], starts, people,
                   hashlib.sha256(content).hexdigest(), changed)  # fmt: skip


def _when(reading: AttendanceFile, known: Known) -> tuple[str | None, str | None]:
    title, day = dated(reading.title, None, known)
    start = reading.start or day
    if start is None and reading.kind == "presence":
        start = first_join(one.joined for one in reading.people)
    return title, start
