"""What the app works at: one project of one store, each question and each act one call. Opens and closes its own
connections, so it may be called from any thread."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import TYPE_CHECKING

from core.board import Board
from core.network import NetworkFilter, NetworkRow, OrganisationPage
from core.text import clean, folded
from store import network, obligations
from store.clock import today as today_of
from store.database import reading
from store.desks import ProjectDesk
from store.locks import Holder, holder
from store.status import ProjectRow, projects, read_board, shown_quarter

if TYPE_CHECKING:  # the writer's libraries cost more than the first screen: acts take them in
    from core.importing import Known
    from core.records import BatchLine, BatchRow, NameDecision, WaitingRow
    from store.agreementsdesk import AgreementsDesk
    from store.closingdesk import ClosingDesk
    from store.commands.waiting import SettledName
    from store.editing import Base, Saved
    from store.eventsdesk import EventsDesk
    from store.snapshotdesk import SnapshotDesk
    from store.surveysdesk import SurveysDesk
    from store.undo import UndoneAction
    from store.workdesk import WorkDesk
    from store.writing import Writer


@dataclass(frozen=True)
class Pulse:
    """The end of the log: when it differs from an earlier one somebody has changed something; *actor* is who."""

    action: int
    change: int
    actor: str | None


@dataclass(frozen=True)
class UndoOffer:
    """What undo would take back: number, command, who, when (UTC) and how many changes."""

    number: int
    command: str
    actor: str
    at: str
    changes: int


@dataclass(frozen=True)
class Hit:
    """Something that the palette finds: kind (organisation, package, item), its id, name and what stands behind it."""

    kind: str
    id: int
    name: str
    more: str


NEWS = """
SELECT actor, command FROM v_action WHERE project_id = ? AND id > ? AND undo_of IS NULL AND NOT undone
ORDER BY id DESC LIMIT 50"""


class Desk(ProjectDesk):
    """The whole project; parts of it have desks of their own. *since* is the number of the last action that the user
    had seen when the app was closed, and the instant of it (UTC); None where that is not known."""

    since: tuple[int, str] | None = None

    @property
    def agreements(self) -> "AgreementsDesk":
        """The desk of obligations, deadlines, the grant, goals and the register of outputs."""
        from store.agreementsdesk import AgreementsDesk

        return AgreementsDesk(self.path, self.code)

    @property
    def work(self) -> "WorkDesk":
        """The desk of items and indicators."""
        from store.workdesk import WorkDesk

        return WorkDesk(self.path, self.code)

    @property
    def closing(self) -> "ClosingDesk":
        """The desk of quarter reports, locks and snapshots."""
        from store.closingdesk import ClosingDesk

        return ClosingDesk(self.path, self.code)

    @property
    def snapshots(self) -> "SnapshotDesk":
        """The desk of snapshots: taking, listing, showing, comparing them."""
        from store.snapshotdesk import SnapshotDesk

        return SnapshotDesk(self.path, self.code)

    @property
    def events(self) -> "EventsDesk":
        """The desk of events, counts and reach."""
        from store.eventsdesk import EventsDesk

        return EventsDesk(self.path, self.code)

    @property
    def surveys(self) -> "SurveysDesk":
        """The desk of surveys."""
        from store.surveysdesk import SurveysDesk

        return SurveysDesk(self.path, self.code)

    # reading

    def board(self, quarter: int | None = None) -> Board:
        """The Overview's board with the history of earlier quarters, the sums of obligations, and what is new since
        the user last looked."""
        with reading(self.path) as connection:
            project = self._project(connection)
            board = read_board(connection, project, quarter, history=True)
            more: dict[str, object] = {"obligations": obligations.sums(connection, project, board.today)}
            if self.since is not None:
                news = connection.execute(NEWS, (project.id, self.since[0])).fetchall()
                more |= {"since": self.since[1], "news": tuple(news)}
            return Board(**{**board.as_dict(), **more})

    def projects(self) -> tuple[tuple[str, str], ...]:
        """(code, name) of every project of the store."""
        with reading(self.path) as connection:
            return tuple((row.code, row.name) for row in projects(connection))

    def network(self, wanted: NetworkFilter, quarter: int | None = None, order: str = "name") -> "NetworkList":
        """The matrix under a filter in an order (core.network.ORDERS), read by window; the quarter of today if None."""
        with reading(self.path) as connection:
            project = self._project(connection)
            shown = shown_quarter(project, quarter, today_of(project.fixed_today))
            reader = network.NetworkReader(project.id, shown, wanted, order)
            return NetworkList(
                path=self.path, reader=reader, ids=reader.ids(connection),
                packages=network.packages(connection, project.id),
                coverage=network.coverage(connection, project.id, shown),
            )  # fmt: skip

    def page(self, organisation_id: int) -> OrganisationPage | None:
        """One organisation whole; None if it is gone."""
        with reading(self.path) as connection:
            return network.organisation_page(connection, self._project(connection).id, organisation_id)

    def unconfirmed(self, organisation_ids: Sequence[int], package: int | None = None) -> int:
        """How many roles of organisations (in a package, or in all) `confirm` would confirm."""
        with reading(self.path) as connection:
            return network.unconfirmed(connection, self._project(connection).id, organisation_ids, package)

    def labels_of(self, organisation_ids: Sequence[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The labels that all of these organisations have, and those that only some of them have."""
        with reading(self.path) as connection:
            return network.labels_of(connection, self._project(connection).id, organisation_ids)

    def labels(self) -> tuple[str, ...]:
        """Every label that is in use in the project."""
        with reading(self.path) as connection:
            rows = connection.execute(
                "SELECT DISTINCT text FROM label WHERE project_id = ? ORDER BY text", (self._project(connection).id,)
            )
            return tuple(text for (text,) in rows.fetchall())

    def find(self, text: str, limit: int = 20) -> tuple[Hit, ...]:
        """Organisations (by name, short name, spelling), packages and items (by code, title) that *text* finds."""
        plain, like = folded(text), f"%{clean(text)}%"
        with reading(self.path) as connection:
            project = self._project(connection).id
            packages = connection.execute(
                "SELECT id, code, title FROM work_package WHERE project_id = ? ORDER BY position", (project,)
            ).fetchall()
            items = connection.execute(
                "SELECT i.id, i.code, i.title FROM item AS i JOIN work_package AS w ON w.id = i.work_package_id "
                "WHERE i.project_id = ? ORDER BY w.position, i.kind, i.position", (project,)
            ).fetchall()  # fmt: skip
            rows = connection.execute(
                "SELECT o.id, o.short, o.name FROM v_member AS m JOIN organisation AS o ON o.id = m.organisation_id "
                "WHERE m.project_id = :project AND (o.folded LIKE :plain OR o.short LIKE :like OR EXISTS (SELECT 1 "
                "FROM spelling AS s WHERE s.organisation_id = o.id AND s.text LIKE :like)) "
                "ORDER BY o.sort_key LIMIT :limit",
                {"project": project, "plain": f"%{plain}%", "like": like, "limit": limit},
            ).fetchall()
        fitting = {
            kind: [Hit(kind, *row) for row in some if plain in folded(f"{row[1]} {row[2]}")]
            for kind, some in (("package", packages), ("item", items))
        }
        organisations = [Hit("organisation", *row) for row in rows]
        return tuple([*fitting["package"], *organisations, *fitting["item"]][:limit])

    def epoch(self) -> str:
        """The file's epoch: new after a restore, so that forms opened before it cannot save."""
        with reading(self.path) as connection:
            return str(connection.execute("SELECT epoch FROM meta").fetchone()[0])

    def pulse(self) -> Pulse:
        """The end of the log: cheap enough to ask every two seconds."""
        with reading(self.path) as connection:
            action, change = connection.execute(
                "SELECT (SELECT ifnull(max(id), 0) FROM action), (SELECT ifnull(max(id), 0) FROM change)"
            ).fetchone()
            row = connection.execute("SELECT actor FROM action WHERE id = ?", (action,)).fetchone()
            return Pulse(action, change, row[0] if row else None)

    def holder(self) -> Holder | None:
        """Who holds the write lock, if somebody does."""
        return holder(self.path)

    def project_id(self) -> int:
        """The project's id in the store."""
        with reading(self.path) as connection:
            return self._project(connection).id

    def known(self) -> "Known":
        """What an import needs to know of the store."""
        from store import queries

        with reading(self.path) as connection:
            return queries.known(connection, self._project(connection).id)

    def waiting(self) -> "tuple[WaitingRow, ...]":
        """Rows of imports whose names wait to be settled."""
        from store import queries

        with reading(self.path) as connection:
            return queries.waiting(connection, self._project(connection).id)

    def batches(self) -> "tuple[BatchRow, ...]":
        """What was imported, newest first."""
        from store import queries

        with reading(self.path) as connection:
            return queries.batches(connection, self._project(connection).id)

    def batch_rows(self, number: int) -> "tuple[BatchLine, ...]":
        """What the rows of an import became."""
        from store import queries

        with reading(self.path) as connection:
            return queries.batch_rows(connection, self._project(connection).id, number)

    def name_decisions(self) -> "tuple[NameDecision, ...]":
        """What was decided about names, newest first."""
        from store import queries

        with reading(self.path) as connection:
            return queries.name_decisions(connection, self._project(connection).id)

    def undo_offer(self, number: int | None = None) -> UndoOffer:
        """What `undo` would take back: the action *number*, else one's own last; EtappiError if there is nothing."""
        from store.undo import target_of_undo
        from store.writing import who

        with reading(self.path) as connection:
            target = target_of_undo(connection, number, who())
            return _offer(connection, target)

    def redo_offer(self) -> UndoOffer:
        """What `redo` would bring back; EtappiError if there is nothing."""
        from store.undo import target_of_redo
        from store.writing import who

        with reading(self.path) as connection:
            target = target_of_redo(connection, who())
            undone = connection.execute("SELECT undo_of FROM action WHERE id = ?", (target,)).fetchone()[0]
            return _offer(connection, int(undone))

    # acts: each one transaction; all raise EtappiError or StoreError with one sentence

    def add_role(
        self, package_id: int, organisation_id: int, role: str, certainty: str, first: int | None, last: int | None
    ) -> int:
        """Give an organisation a role in a package; returns the action's number."""
        from store.commands import roles

        return self._act("role add", lambda writer, project: roles.add_role(
            writer, project.id, package_id, organisation_id, role, certainty, first, last),
            about=lambda connection: network.called(connection, (organisation_id,), package_id))[0]  # fmt: skip

    def change_role(self, row_id: int, base: "Base", wanted: dict[str, object]) -> "Saved":
        """Change a role that a form was opened with."""
        from store.commands import roles

        return self._act("role edit", lambda writer, _: roles.change_role(writer, row_id, base, wanted),
                         about=lambda connection: network.role_called(connection, row_id))[1]  # fmt: skip

    def remove_role(self, row_id: int, base: "Base") -> None:
        """Take a role away."""
        from store.commands import roles

        self._act("role remove", lambda writer, _: roles.remove_role(writer, row_id, base),
                  about=lambda connection: network.role_called(connection, row_id))  # fmt: skip

    def confirm(self, cells: Iterable[tuple[int, int | None]]) -> int:
        """Confirm roles of organisations (in one package, or all); returns how many became confirmed."""
        from store.commands import roles

        wanted = tuple(cells)
        ids, packages = tuple(dict.fromkeys(id for id, _ in wanted)), {package for _, package in wanted}
        package = packages.pop() if len(packages) == 1 else None
        return self._act("role confirm", lambda writer, project: roles.confirm(writer, project.id, wanted),
                         about=lambda connection: network.called(connection, ids, package))[1]  # fmt: skip

    def set_labels(self, organisation_ids: Iterable[int], wanted: Sequence[str]) -> int:
        """Give organisations exactly these labels; returns how many changed."""
        from store.commands import roles

        ids = tuple(organisation_ids)
        return self._act("label", lambda writer, project: roles.set_labels(writer, project.id, ids, wanted),
                         about=lambda connection: network.called(connection, ids))[1]  # fmt: skip

    def change_labels(self, organisation_ids: Iterable[int], more: Sequence[str], fewer: Sequence[str]) -> int:
        """Give organisations the labels *more*, take *fewer* away; returns how many changed."""
        from store.commands import roles

        ids = tuple(organisation_ids)
        return self._act("label", lambda writer, project: roles.change_labels(
            writer, project.id, ids, more, fewer), about=lambda connection: network.called(connection, ids),
        )[1]  # fmt: skip

    def edit_organisation(self, organisation_id: int, base: "Base", wanted: dict[str, object]) -> "Saved":
        """Change name, short name and network of an organisation that a form was opened with."""
        from store.commands import organisations

        return self._act("org edit", lambda writer, project: organisations.edit(
            writer, project.id, organisation_id, base, wanted),
            about=lambda connection: network.called(connection, (organisation_id,)))[1]  # fmt: skip

    def set_short(self, organisation_id: int, base: "Base", short: str) -> "Saved":
        """Give an organisation another short name."""
        from store.commands import roles

        return self._act("org short", lambda writer, _: roles.set_short(writer, organisation_id, base, short),
                         about=lambda connection: network.called(connection, (organisation_id,)))[1]  # fmt: skip

    def rename(self, name: str, new_name: str) -> str:
        """Give an organisation another name; returns it."""
        from store.commands import organisations

        return self._act(f"org rename {name}", lambda writer, _: organisations.rename(writer, name, new_name))[1]

    def merge(self, keep: str, gone: str) -> tuple[str, str, int]:
        """Make two organisations one, after a backup; returns both names and how many roles moved."""
        from store import backup
        from store.commands import organisations

        backup.before(self.path, "merge")
        return self._act(f"org merge {keep} < {gone}", lambda writer, _: organisations.merge(writer, keep, gone))[1]

    def split(self, spelling: str) -> tuple[str, str]:
        """Make a spelling an organisation of its own; returns its name and the one it was part of."""
        from core.short_names import propose
        from store.commands import organisations

        def act(writer: "Writer", _: ProjectRow) -> tuple[str, str]:
            taken = {row[0] for row in writer.connection.execute("SELECT short FROM organisation").fetchall()}
            return organisations.split(writer, spelling, propose(clean(spelling), taken))

        return self._act(f"org split {spelling}", act)[1]

    def settle(self, name: str, answer: str, apart: Sequence[str] = (), why: str | None = None) -> "SettledName":
        """Settle a name that waits (store.commands.waiting); *why* is the reason for skipping it."""
        from store.commands import waiting

        return self._act(f"org settle {name}", lambda writer, project: waiting.settle(
            writer, project.id, name, answer, apart), why)[1]  # fmt: skip

    def forget(self, decision: "NameDecision") -> tuple[str, str]:
        """Take a decision about a name back; returns spelling and organisation."""
        from store.commands import waiting

        act = waiting.forget_spelling if decision.kind == "spelling" else waiting.forget_apart
        return self._act(f"org forget {decision.text}", lambda writer, _: act(writer, decision.id))[1]

    def set_network(self, name: str, inside: bool) -> str:
        """Put an organisation in the network or outside it; returns its name."""
        from store.commands import organisations

        return self._act(
            f"org {'inside' if inside else 'outside'} {name}",
            lambda writer, project: organisations.set_network(writer, project.id, name, network=inside),
        )[1]

    def undo(self, number: int) -> "UndoneAction":
        """Take back the action *number*."""
        from store.undo import target_of_undo
        from store.writing import who

        return self._take_back("undo", lambda connection: target_of_undo(connection, number, who()))

    def redo(self) -> "UndoneAction":
        """Take back one's own newest undo."""
        from store.undo import target_of_redo
        from store.writing import who

        return self._take_back("redo", lambda connection: target_of_redo(connection, who()))

    def _take_back(self, verb: str, target_of: "Callable[[Connection], int]") -> "UndoneAction":
        from store.undo import take_back
        from store.writing import writing

        with reading(self.path) as connection:
            target = target_of(connection)
            project = connection.execute("SELECT project_id FROM action WHERE id = ?", (target,)).fetchone()[0]
        with writing(self.path, verb, project_id=project, undo_of=target) as writer:
            return take_back(writer, target)


@dataclass(frozen=True)
class NetworkList:
    """The matrix as a list reads it: the organisations in order, its packages (id, code, title) and their coverage
    (organisations by highest role), and rows by window."""

    path: str
    reader: network.NetworkReader
    ids: tuple[int, ...]
    packages: tuple[tuple[int, str, str], ...]
    coverage: dict[int, tuple[int, ...]]

    @property
    def length(self) -> int:
        """How many organisations there are under the filter."""
        return len(self.ids)

    @property
    def quarter(self) -> int:
        """The quarter that it holds for."""
        return self.reader.quarter

    def rows(self, start: int, stop: int) -> tuple[NetworkRow | None, ...]:
        """Rows *start* to before *stop*; None for an organisation that is gone since the list was read."""
        with reading(self.path) as connection:
            return self.reader.of(connection, self.ids[start:stop])

    def place_of(self, organisation_id: int) -> int | None:
        """The row of an organisation, or None where the filter leaves it out."""
        return self.ids.index(organisation_id) if organisation_id in self.ids else None


def _offer(connection: Connection, number: int) -> UndoOffer:
    from store.queries import actions

    row = next(row for row in actions(connection, 100_000) if row.number == number)
    return UndoOffer(row.number, row.command, row.actor, row.at, row.changes)
