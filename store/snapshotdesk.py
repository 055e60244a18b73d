"""What the Snapshots screen and the verbs `snapshot` and `diff` work at: taking, listing, showing, comparing.

A snapshot is meant by its name, by ``now`` (the project as it stands) or by the path of a file that `export` wrote,
in this order. Everything but `take` reads only.
"""

import json
import os
import stat
from dataclasses import dataclass
from sqlite3 import Connection

from core import quarter as quarters
from core.canonical import canonical, sha256
from core.closing import Restated, SnapshotRow
from core.difftelling import telling
from core.errors import EtappiError
from core.filenames import file_name
from core.meetings import is_steering, number_of
from core.snapshotdiff import Content, SnapshotDifference, difference
from core.snapshotfile import packed, unpacked
from core.snapshotview import SnapshotView
from core.telling import Telling
from store import snapshots
from store.clock import today as today_of
from store.database import reading
from store.desks import ProjectDesk
from store.reportcontent import ReportContent, report_content
from store.status import ProjectRow, shown_quarter

NOW = "now"
FILE_LIMIT = 100_000_000
"""Bytes of a file that are read; a snapshot of a large project has a few million."""
REOPENED = """
SELECT command, why FROM action WHERE project_id = ? AND command LIKE 'reopen %' AND at >= ? AND at <= ? ORDER BY id"""
LOCKED = """
SELECT s.name, l.quarter FROM quarter_lock AS l JOIN snapshot AS s ON s.id = l.snapshot_id WHERE l.project_id = ?"""
MEETINGS = """
SELECT title, on_date FROM deadline WHERE project_id = ? AND kind = 'meeting' AND on_date >= ? ORDER BY on_date"""


@dataclass(frozen=True)
class Side:
    """A snapshot that is compared or shown: its *name* (None: the present), its quarter, day (ISO) and hash; *row* of
    this store, where it is in it; *file* its path, where it was read from one."""

    name: str | None
    quarter: int
    as_of: str
    sha256: str
    row: SnapshotRow | None
    file: str | None
    content: Content

    @property
    def view(self) -> SnapshotView:
        """Its facts and figures."""
        return SnapshotView(self.content)


@dataclass(frozen=True)
class Comparison:
    """Two snapshots, what differs and what that says (`locales.snapshotwords` words it)."""

    old: Side
    new: Side
    difference: SnapshotDifference
    telling: Telling


@dataclass(frozen=True)
class SnapshotPage:
    """A snapshot whole; *restated* are figures that it and another freeze have otherwise."""

    side: Side
    restated: tuple[Restated, ...]


@dataclass(frozen=True)
class Checked:
    """Whether a snapshot of the store, or a *file*, is what it was: its hash as it was given and as it is *found* now.
    *name* and *quarter* are None where a damaged file does not tell them."""

    name: str | None
    quarter: int | None
    sha256: str | None
    found: str | None
    intact: bool
    file: str | None = None


@dataclass(frozen=True)
class Meeting:
    """A meeting that is coming: its title, day (ISO), its number as people say it ("4/2024"), and whether it is one of
    the steering group."""

    title: str
    on_date: str
    number: str | None
    steering: bool


class SnapshotDesk(ProjectDesk):
    """Reached as `Desk.snapshots`."""

    # reading

    def listed(self) -> tuple[SnapshotRow, ...]:
        """The snapshots, newest first."""
        with reading(self.path) as connection:
            return snapshots.listed(connection, self._project(connection).id)

    def show(self, name: str) -> SnapshotPage:
        """One snapshot whole; EtappiError where there is none or it is damaged."""
        with reading(self.path) as connection:
            project = self._project(connection)
            side = _side(connection, project, name)
            every = snapshots.restated(connection, project)
        return SnapshotPage(side, tuple(one for one in every if side.name in (one.old_snapshot, one.new_snapshot)))

    def compare(self, old: str | None = None, new: str = NOW) -> Comparison:
        """What differs between two snapshots, the newest and the present if none is named.

        EtappiError where there is no snapshot yet, one is damaged, or the two are of different projects.
        """
        with reading(self.path) as connection:
            project = self._project(connection)
            if old is None:
                rows = snapshots.listed(connection, project.id)
                if not rows:
                    raise EtappiError("snapshot.none_yet")
                old = rows[0].name
            before, after = _side(connection, project, old), _side(connection, project, new)
            codes = {side.content["project"] for side in (before, after)}
            if len(codes) > 1:
                raise EtappiError("diff.other_project", codes=", ".join(sorted(codes)))
            reasons = _reasons(connection, project.id, before, after)
        found = difference(before.content, after.content)
        return Comparison(before, after, found, telling(before.view, after.view, found, reasons))

    def sentences(self, old: str | None = None, new: str = NOW) -> Telling:
        """What `compare` tells, without the rest."""
        return self.compare(old, new).telling

    def verify(self, name: str | None = None) -> tuple[Checked, ...]:
        """Whether snapshots (all of the store, or the one of *name*, or the file at *name*) are what they were."""
        with reading(self.path) as connection:
            project = self._project(connection)
            if name is not None and not _known(connection, project.id, name) and os.path.lexists(name):
                return (checked_file(name),)
            return tuple(
                Checked(one.snapshot.name, one.snapshot.quarter, one.snapshot.sha256, one.found, one.intact)
                for one in snapshots.verified(connection, project.id, name)
            )

    def export(self, name: str) -> tuple[str, bytes]:
        """A snapshot as a file that another store can read (core.snapshotfile), and a name for it."""
        with reading(self.path) as connection:
            project = self._project(connection)
            if not _known(connection, project.id, name):
                raise EtappiError("snapshot.unknown", name=name)
            content = snapshots.read_content(connection, project.id, name)
        return file_name(project.code, name, ending="snapshot.json"), packed(name, content)

    def locks(self) -> dict[str, int]:
        """The quarters that are locked, by the name of the snapshot that the lock took."""
        with reading(self.path) as connection:
            return dict(connection.execute(LOCKED, (self._project(connection).id,)).fetchall())

    def report(self, name: str | None = None) -> ReportContent:
        """What a report of a snapshot, or of the present, is made of."""
        with reading(self.path) as connection:
            return report_content(connection, self._project(connection), name)

    def next_meeting(self) -> Meeting | None:
        """The next meeting of the steering group, or else the next meeting, that is not past; None if there is none."""
        with reading(self.path) as connection:
            project = self._project(connection)
            today = today_of(project.fixed_today)
            rows = connection.execute(MEETINGS, (project.id, today)).fetchall()
        found = [Meeting(title, day, number_of(title), is_steering(title)) for title, day in rows]
        return next((one for one in found if one.steering), found[0] if found else None)

    def free_name(self, wish: str) -> str:
        """*wish*, or ``wish (2)`` and so on where a snapshot of that name is there."""
        taken = {row.name for row in self.listed()}
        number = 1
        while (name := wish if number == 1 else f"{wish} ({number})") in taken:
            number += 1
        return name

    # acts

    def take(self, name: str) -> SnapshotRow:
        """Freeze the project as it stands today under a name; EtappiError where it is empty, taken or ``now``."""
        from store.closingdesk import ClosingDesk

        if name.strip().casefold() == NOW:
            raise EtappiError("snapshot.name_reserved", name=NOW)
        return ClosingDesk(self.path, self.code).take(name)


def _known(connection: Connection, project_id: int, name: str) -> bool:
    query = "SELECT 1 FROM snapshot WHERE project_id = ? AND name = ?"
    return connection.execute(query, (project_id, name)).fetchone() is not None


def _side(connection: Connection, project: ProjectRow, name: str) -> Side:
    """The snapshot that is meant by *name*: of the store, the present, or a file."""
    rows = snapshots.listed(connection, project.id)
    row = next((one for one in rows if one.name == name), None)
    if row is not None:
        content = snapshots.read_content(connection, project.id, name)
        return Side(row.name, row.quarter, row.as_of, row.sha256, row, None, content)
    if name == NOW:
        shown = shown_quarter(project, None, today_of(project.fixed_today))
        plain = canonical(snapshots.content_of(connection, project, shown))
        content = json.loads(plain)
        return Side(None, shown, content["as_of"], sha256(plain), None, None, content)
    if not os.path.lexists(name):
        raise EtappiError("snapshot.unknown", name=name)
    file = unpacked(_read(name))
    if not file.intact or file.content is None or file.sha256 is None:
        raise EtappiError("snapshot.file_damaged", 1, path=name)
    known = next((one for one in rows if one.sha256 == file.sha256), None)
    return Side(file.name, quarters.parse(file.content["quarter"]), file.content["as_of"], file.sha256, known, name,
                file.content)  # fmt: skip


def checked_file(path: str) -> Checked:
    """Whether the snapshot in the file at *path* is what it was; no store is needed for it."""
    file = unpacked(_read(path))
    quarter = quarters.parse(file.content["quarter"]) if file.content is not None else None
    return Checked(file.name, quarter, file.sha256, file.found, file.intact, path)


def _read(path: str) -> bytes:
    """The bytes of the file at *path*; EtappiError where it cannot be read or is none."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise EtappiError("snapshot.no_file", path=path)
            data = file.read(FILE_LIMIT + 1)
    except OSError as error:
        raise EtappiError("snapshot.cannot_read", path=path, why=os.strerror(error.errno or 0)) from error
    if len(data) > FILE_LIMIT:
        raise EtappiError("snapshot.no_file", path=path)
    return data


def _reasons(connection: Connection, project_id: int, old: Side, new: Side) -> dict[str, str]:
    """By quarter, why its lock was opened between the two snapshots, as far as this store knows them."""
    if old.row is None:
        return {}
    until = "9999" if new.row is None else new.row.at
    out: dict[str, list[str]] = {}
    for command, why in connection.execute(REOPENED, (project_id, old.row.at, until)).fetchall():
        first = str(command).split()[1]
        for code in old.content["locked"]:
            if code >= first and why and why not in out.setdefault(code, []):
                out[code].append(why)
    return {code: "; ".join(whys) for code, whys in out.items() if whys}
