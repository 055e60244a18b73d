"""What the closing of a quarter works at: reports, locks and snapshots. Both the app and the commands come here.

Each act is one transaction and raises EtappiError or StoreError with one sentence. Reports are undoable; locking is
taken back by `reopen`, and a snapshot stays for good.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core import quarter as quarters
from core.closing import Closed, ClosingOverview, Lock, MissingForm, Report, Restated, SnapshotRow, Verified
from core.codes import code_key
from core.completeness import Completeness
from core.errors import EtappiError
from store import reports
from store.clock import today as today_of
from store.database import reading
from store.desks import ProjectDesk
from store.reporting import judged_on, locks_of
from store.status import shown_quarter

if TYPE_CHECKING:  # the writer's libraries cost more than the first screen: acts take them in
    from store.closingoverview import Near
    from store.editing import Base, Saved
    from store.status import ProjectRow
    from store.writing import Writer


class ClosingDesk(ProjectDesk):
    """Reached as `Desk.closing`."""

    # reading

    def reports(self, quarter: int | None = None) -> tuple[Report, ...]:
        """The reports of every package that runs in a quarter (that of today if None), begun or not."""
        with reading(self.path) as connection:
            project = self._project(connection)
            shown = shown_quarter(project, quarter, today_of(project.fixed_today))
            return reports.reports(connection, project, shown)

    def report(self, package: str, quarter: int) -> Report:
        """One package's report of a quarter; EtappiError where none is owed."""
        with reading(self.path) as connection:
            project = self._project(connection)
            shown = shown_quarter(project, quarter, today_of(project.fixed_today))
            found = reports.reports(connection, project, shown)
            codes = [row[0] for row in connection.execute(
                "SELECT code FROM work_package WHERE project_id = ?", (project.id,)).fetchall()]  # fmt: skip
        for one in found:
            if code_key(one.package) == code_key(package):
                return one
        for code in codes:
            if code_key(code) == code_key(package):
                raise EtappiError("report.not_owed", code=code, quarter=quarters.label(shown))
        raise EtappiError("progress.unknown_package", code=package)

    def base(self, report: Report) -> "Base":
        """What a form that edits *report* is opened with."""
        from store.editing import Base

        with reading(self.path) as connection:
            epoch = connection.execute("SELECT epoch FROM meta").fetchone()[0]
        return Base(report.version, epoch, {name: getattr(report, name) for name in reports.FIELDS if name != "actor"})

    def missing(self, quarter: int | None = None) -> tuple[MissingForm, ...]:
        """Forms that have not come: of a quarter, or of every open one up to that of today."""
        with reading(self.path) as connection:
            return reports.missing(connection, self._project(connection), quarter)

    def completeness(self, quarter: int) -> Completeness:
        """How complete the reports of a quarter are, today or on the day on which it was locked."""
        with reading(self.path) as connection:
            project = self._project(connection)
            day = judged_on(locks_of(connection, project.id), quarter, today_of(project.fixed_today))
            return reports.complete(reports.reports(connection, project, quarter), day)

    def overview(self, quarter: int | None = None, near: "Near | None" = None) -> ClosingOverview:
        """What stands open before a quarter is locked; the first open one if None (store.closingoverview)."""
        from store import closingoverview
        from store.closing import first_open

        with reading(self.path) as connection:
            project = self._project(connection)
            span = quarters.all_between(project.start, project.end)
            following = min(first_open(connection, project.id) or span[0], span[-1])
            return closingoverview.overview(connection, project, quarter or following, near)

    def locks(self) -> tuple[Lock, ...]:
        """The locked quarters, the oldest first."""
        from store import closingoverview

        with reading(self.path) as connection:
            return closingoverview.locks(connection, self._project(connection).id)

    def snapshots(self) -> tuple[SnapshotRow, ...]:
        """The snapshots, newest first."""
        from store import snapshots

        with reading(self.path) as connection:
            return snapshots.listed(connection, self._project(connection).id)

    def verify(self, name: str | None = None) -> tuple[Verified, ...]:
        """Whether snapshots (all, or the one of *name*) are what they were when they were taken."""
        from store import snapshots

        with reading(self.path) as connection:
            return snapshots.verified(connection, self._project(connection).id, name)

    def restated(self) -> tuple[Restated, ...]:
        """Figures of locked quarters that were corrected after a reopening: both values."""
        from store import snapshots

        with reading(self.path) as connection:
            return snapshots.restated(connection, self._project(connection))

    # acts

    def write_report(
        self, package: str, quarter: int, *, state: str | None = None, texts: Mapping[str, str] | None = None,
        note: str | None = None, on: str | None = None, base: "Base | None" = None,
    ) -> "tuple[int, Saved]":  # fmt: skip
        """Write texts of a report and move it to *state* (store.commands.reports); the action's number (0 where nothing
        changed) and what was written."""
        from store.commands.reports import write_report

        said = f"report {package} {quarters.code(quarter)} {state or ''}".strip()
        number, (_, saved) = self._act(said, lambda writer, project: write_report(
            writer, project, package, quarter, today_of(project.fixed_today), state=state, texts=texts, note=note,
            on=on, base=base))  # fmt: skip
        return number if saved.written else 0, saved

    def close(
        self, quarter: int, why: str | None = None, near: "Near | None" = None, decision: str | None = None
    ) -> Closed:  # fmt: skip
        """Lock a quarter after a verified backup, and freeze it in a snapshot, by a *decision* ("26.9.2024 § 5") or
        without. Findings are told; none stops it."""
        from store import backup, closingoverview, decisions
        from store.commands import closing
        from store.commands.decisions import find_or_make

        with reading(self.path) as connection:
            project = self._project(connection)
            today = today_of(project.fixed_today)
            why = decisions.with_why(why or "", decision, today, project) or None
            found = closingoverview.overview(connection, project, quarter, near)
        if found.blocked is not None:
            raise EtappiError(found.blocked, **found.blocked_values)
        backup.before(self.path, "close")

        def act(writer: "Writer", project: "ProjectRow") -> Lock:
            find_or_make(writer, project, decision, today)
            return closing.close(writer, project, quarter, today, why)

        action, lock = self._act(f"close {quarters.code(quarter)}", act, why)
        return Closed(
            quarter=quarter, locked=True, by=lock.actor, at=lock.at, why=lock.why, snapshot=lock.snapshot,
            quarters=(quarter,), action=action, findings=found.findings,
        )  # fmt: skip

    def reopen(self, quarter: int, why: str, decision: str | None = None) -> Closed:
        """Unlock a quarter and every later one, with a reason, by a *decision* ("26.9.2024 § 5") or without. Snapshots
        stay."""
        from store import decisions
        from store.commands import closing
        from store.commands.decisions import find_or_make
        from store.writing import now, who

        with reading(self.path) as connection:
            project = self._project(connection)
        today = today_of(project.fixed_today)
        why = decisions.with_why(why, decision, today, project)

        def act(writer: "Writer", project: "ProjectRow") -> tuple[tuple[int, ...], str | None]:
            find_or_make(writer, project, decision, today)
            return closing.reopen(writer, project, quarter, why)

        action, (opened, kept) = self._act(f"reopen {quarters.code(quarter)}", act, why)
        return Closed(quarter=quarter, locked=False, by=who(), at=now(), why=why, snapshot=kept, quarters=opened,
                      action=action)  # fmt: skip

    def take(self, name: str) -> SnapshotRow:
        """Freeze the project as it stands today under a name."""
        from store import snapshots

        return self._act(f"snapshot take {name}", lambda writer, project: snapshots.take(
            writer, project, name, shown_quarter(project, None, today_of(project.fixed_today))))[1]  # fmt: skip
