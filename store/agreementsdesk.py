"""What the app works at where it is about agreements: obligations, deadlines, the grant, goals, where outputs are kept.

Each act is one transaction, undoable, and raises EtappiError or StoreError with one sentence. A day is an ISO date;
None is the project's today.
"""

from collections.abc import Collection, Iterable, Mapping
from sqlite3 import Connection
from typing import TYPE_CHECKING

from core.agreements import (
    DeadlineRow,
    GoalRow,
    GrantRow,
    MatrixCell,
    ObligationLine,
    ObligationMatrix,
    ObligationTold,
    OutputRow,
    Owed,
)
from core.obligations import Terms
from store import agreements, network, obligations
from store.clock import today as today_of
from store.database import reading
from store.desks import ProjectDesk
from store.status import ProjectRow

if TYPE_CHECKING:  # the writer's libraries cost more than the first screen: acts take them in
    from core.agreements import Changed
    from core.reminders import Addressee, Reminder, Sender
    from store.editing import Base, Saved


class AgreementsDesk(ProjectDesk):
    """Reached as `Desk.agreements`."""

    # reading

    def obligations(self, day: str | None = None) -> tuple[ObligationLine, ...]:
        """Every obligation with its sums on a day."""
        with reading(self.path) as connection:
            project = self._project(connection)
            return obligations.overview(connection, project, day or self._today(project))

    def matrix(self, day: str | None = None) -> ObligationMatrix:
        """Organisations by obligations on a day."""
        with reading(self.path) as connection:
            project = self._project(connection)
            return obligations.matrix(connection, project, day or self._today(project))

    def owed(self, organisation_id: int, day: str | None = None) -> tuple[Owed, ...]:
        """All that one organisation owes, and how it stands."""
        with reading(self.path) as connection:
            project = self._project(connection)
            return obligations.owed(connection, project, day or self._today(project), organisation_id=organisation_id)

    def owers(self, code: str, day: str | None = None) -> tuple[Owed, ...]:
        """All that owe one obligation, and how they stand; EtappiError if there is none of that code."""
        with reading(self.path) as connection:
            project = self._project(connection)
            return obligations.owed(connection, project, day or self._today(project), code=code)

    def foremost(self, day: str | None = None) -> tuple[Terms, dict[int, MatrixCell]] | None:
        """The first obligation of the plan (as a rule the own plans) and how each stands that owes it, by its id; None
        where there is no obligation."""
        with reading(self.path) as connection:
            project = self._project(connection)
            every = obligations.all_terms(connection, project.id)
            if not every:
                return None
            found = obligations.owed(connection, project, day or self._today(project), code=every[0].code)
            return every[0], {one.organisation_id: MatrixCell(one.standing, True, one.days_late is not None)
                              for one in found}  # fmt: skip

    def overdue(self, day: str | None = None) -> tuple[Owed, ...]:
        """What is past its due date and neither done nor not required, the latest first."""
        with reading(self.path) as connection:
            project = self._project(connection)
            return obligations.overdue(connection, project, day or self._today(project))

    def history(self, code: str, organisation_id: int) -> tuple[ObligationTold, ...]:
        """Everything that was told of an organisation and an obligation, the newest first."""
        with reading(self.path) as connection:
            terms = obligations.terms_of(connection, self._project(connection).id, code)
            return obligations.history(connection, terms, organisation_id)

    def reminders(
        self,
        organisation_ids: Collection[int] | None = None,
        names: Collection[str] | None = None,
        wave: str | None = None,
    ) -> "tuple[Sender, tuple[Reminder, ...], tuple[Addressee, ...]]":
        """Everything that organisations (of these ids or these names; all, where neither is given) owe today, answers
        to a *wave* (``CODE/WAVE``) too where it is over; who asks for it, and how a contact file may call every
        organisation."""
        from store import reminders

        with reading(self.path) as connection:
            project = self._project(connection)
            day = self._today(project)
            known = reminders.addressees(connection)
            wanted = organisation_ids if names is None else {one.id for one in known if one.name in names}
            found = reminders.reminders(connection, project, day, wanted, wave=wave)
            return reminders.sender(connection, project, day), found, known

    def terms_base(self, code: str) -> tuple[Terms, "Base"]:
        """An obligation and what its form is opened with: title, role, work_package_id, due, proof."""
        from store.editing import Base

        with reading(self.path) as connection:
            terms = obligations.terms_of(connection, self._project(connection).id, code)
            values: dict[str, object] = {"title": terms.title, "role": terms.role, "due": terms.due,
                                         "work_package_id": terms.package_id, "proof": terms.proof}  # fmt: skip
            return terms, Base(terms.version, _epoch(connection), values)

    def deadlines(self, since: str | None = None) -> tuple[DeadlineRow, ...]:
        """Deadlines and meetings from the day *since* on (today if None), and earlier reports and payments not done."""
        with reading(self.path) as connection:
            project = self._project(connection)
            return agreements.deadlines(connection, project.id, since or self._today(project))

    def all_deadlines(self) -> tuple[DeadlineRow, ...]:
        """Deadlines and meetings of the whole project."""
        with reading(self.path) as connection:
            return agreements.deadlines(connection, self._project(connection).id)

    def grant(self) -> GrantRow | None:
        """The funder's decision; None where none is told."""
        with reading(self.path) as connection:
            return agreements.grant(connection, self._project(connection).id)

    def goals(self) -> tuple[GoalRow, ...]:
        """The goals of the project, in order."""
        with reading(self.path) as connection:
            return agreements.goals(connection, self._project(connection).id)

    def outputs(self) -> tuple[OutputRow, ...]:
        """The register of outputs in plan order."""
        with reading(self.path) as connection:
            project = self._project(connection)
            return agreements.outputs(connection, project, self._today(project))

    # acts

    def set_state(
        self, code: str, organisation_ids: Iterable[int], state: str, *, on: str | None = None,
        reason: str | None = None, proof: str | None = None, anyway: bool = False,
    ) -> "Changed":  # fmt: skip
        """Say how organisations stand with an obligation from the day *on* (today) on (store.commands.obligations)."""
        from store.commands import obligations as commands

        ids = tuple(organisation_ids)
        return self._act(f"obligation {code} {state}", lambda writer, project: commands.set_state(
            writer, project, code, ids, state, on or self._today(project), self._today(project), reason=reason,
            proof=proof, anyway=anyway), about=lambda connection: network.called(connection, ids))[1]  # fmt: skip

    def define(
        self, code: str, title: str, *, role: str | None = None, package: str | None = None, due: str | None = None,
        proof: str | None = None,
    ) -> Terms:  # fmt: skip
        """Make an obligation: of those with *role* (in *package*, a code), all of *package*, or all of the network."""
        from store.commands import obligations as commands

        return self._act(f"obligation add {code}", lambda writer, project: commands.define(
            writer, project, code, title, role=role, package=package, due=due, proof=proof))[1]  # fmt: skip

    def change(self, terms: Terms, base: "Base", wanted: dict[str, object]) -> "Saved":
        """Change an obligation that a form was opened with (`terms_base`)."""
        from store.commands import obligations as commands

        return self._act(f"obligation edit {terms.code}", lambda writer, _: commands.change(
            writer, terms.id, base, wanted))[1]  # fmt: skip

    def remove(self, code: str) -> Terms:
        """Take an obligation away that nothing was told of."""
        from store.commands import obligations as commands

        return self._act(f"obligation remove {code}", lambda writer, project: commands.remove(
            writer, project, code))[1]  # fmt: skip

    def add_deadline(
        self, title: str, on_date: str, *, at_time: str | None = None, kind: str = "other", recipient: str | None = None
    ) -> int:
        """Add a deadline or a meeting; returns its id."""
        from store.commands import agreements as commands

        return self._act(f"deadline add {title}", lambda writer, project: commands.add_deadline(
            writer, project.id, title, on_date, at_time=at_time, kind=kind, recipient=recipient))[1]  # fmt: skip

    def change_deadline(self, row: DeadlineRow, wanted: dict[str, object]) -> "Saved":
        """Change a deadline that a form was opened with as *row*: title, on_date, at_time, kind, recipient, done_on."""
        from store.commands import agreements as commands
        from store.editing import Base

        with reading(self.path) as connection:
            epoch = _epoch(connection)
        base = Base(row.version, epoch, {name: getattr(row, name) for name in wanted})
        return self._act(f"deadline edit {row.title}", lambda writer, _: commands.change_deadline(
            writer, row.id, base, wanted))[1]  # fmt: skip

    def deadline_done(self, deadline_id: int, on: str | None) -> str:
        """Say on which day a deadline was met (None: not yet); returns its title."""
        from store.commands import agreements as commands

        return self._act("deadline done", lambda writer, _: commands.deadline_done(writer, deadline_id, on))[1]

    def remove_deadline(self, deadline_id: int) -> str:
        """Take a deadline away; returns its title."""
        from store.commands import agreements as commands

        return self._act("deadline remove", lambda writer, _: commands.remove_deadline(writer, deadline_id))[1]

    def set_record(self, item_code: str, values: Mapping[str, str | None]) -> str:
        """Say where an output is kept: link, edition, keeper, review_on (those given; None clears); gives its code."""
        from store.commands import agreements as commands

        return self._act(f"set {item_code} register", lambda writer, project: commands.set_record(
            writer, project, item_code, values))[1]  # fmt: skip

    def _today(self, project: ProjectRow) -> str:
        return today_of(project.fixed_today)


def _epoch(connection: Connection) -> str:
    return str(connection.execute("SELECT epoch FROM meta").fetchone()[0])
