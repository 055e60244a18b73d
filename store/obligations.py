"""Reading what organisations owe. Who owes what is decided by core.obligations alone, for the quarter of the day."""

from collections.abc import Iterable, Mapping
from sqlite3 import Connection

from core import quarter as quarters
from core.agreements import MatrixCell, MatrixRow, ObligationLine, ObligationMatrix, ObligationTold, Owed
from core.codes import code_key
from core.errors import EtappiError
from core.importing import KnownObligation
from core.obligations import Standing, StateFact, Terms, days_late, is_overdue, owers, standing, tally
from store.status import ProjectRow
from store.views import in_quarter

Roles = tuple[tuple[int, int, str], ...]


def all_terms(connection: Connection, project_id: int) -> tuple[Terms, ...]:
    """Every obligation of a project, in the order of its plan."""
    rows = connection.execute(
        "SELECT b.id, b.code, b.title, b.role, b.work_package_id, w.code, b.due, b.proof, b.position, b.version "
        "FROM obligation AS b LEFT JOIN work_package AS w ON w.id = b.work_package_id WHERE b.project_id = ? "
        "ORDER BY b.position, b.id",
        (project_id,),
    ).fetchall()
    return tuple(Terms(*row) for row in rows)


def terms_of(connection: Connection, project_id: int, code: str) -> Terms:
    """The obligation of a code (compared as all codes are); EtappiError with the codes there are."""
    found = all_terms(connection, project_id)
    for terms in found:
        if code_key(terms.code) == code_key(code):
            return terms
    raise EtappiError("obligation.unknown", code=code, codes=", ".join(terms.code for terms in found) or "–")


def overview(connection: Connection, project: ProjectRow, day: str) -> tuple[ObligationLine, ...]:
    """Every obligation with its sums on the ISO date *day*."""
    network = _Network(connection, project, day)
    told = _standings(connection, project.id, day)
    return tuple(
        ObligationLine(terms, tally(terms, network.owers(terms), told.get(terms.id, {}), day))
        for terms in all_terms(connection, project.id)
    )


def sums(connection: Connection, project: ProjectRow, day: str) -> tuple[tuple[str, str, int, int], ...]:
    """(code, title, done, expected) of every obligation on the ISO date *day*."""
    if connection.execute("SELECT 1 FROM obligation WHERE project_id = ? LIMIT 1", (project.id,)).fetchone() is None:
        return ()
    return tuple((line.terms.code, line.terms.title, line.tally.done, line.tally.expected)
                 for line in overview(connection, project, day))  # fmt: skip


def matrix(connection: Connection, project: ProjectRow, day: str) -> ObligationMatrix:
    """Organisations by obligations on the ISO date *day*."""
    network = _Network(connection, project, day)
    told = _standings(connection, project.id, day)
    every = all_terms(connection, project.id)
    owing = {terms.id: network.owers(terms) for terms in every}
    lines = tuple(ObligationLine(one, tally(one, owing[one.id], told.get(one.id, {}), day)) for one in every)
    rows = []
    for number, name, short in network.names(set().union(*owing.values(), *told.values())):
        cells = []
        for terms in every:
            held = told.get(terms.id, {}).get(number)
            owes = number in owing[terms.id]
            late = owes and is_overdue(terms.due, held.state if held else "not_started", day)
            cells.append(MatrixCell(held or Standing(), owes, late) if owes or held else None)
        rows.append(MatrixRow(number, name, short, tuple(cells)))
    return ObligationMatrix(day, lines, tuple(rows))


def owed(
    connection: Connection,
    project: ProjectRow,
    day: str,
    *,
    organisation_id: int | None = None,
    code: str | None = None,
) -> tuple[Owed, ...]:
    """Who owes what on the ISO date *day*: of one organisation, or of one obligation, or of all. In the order of the
    plan, organisations in Finnish order."""
    network = _Network(connection, project, day)
    told = _standings(connection, project.id, day)
    wanted = all_terms(connection, project.id) if code is None else (terms_of(connection, project.id, code),)
    out = []
    for terms in wanted:
        owing = network.owers(terms)
        if organisation_id is not None:
            owing &= {organisation_id}
        for number, name, short in network.names(owing):
            held = told.get(terms.id, {}).get(number, Standing())
            out.append(Owed(terms, number, name, short, held, days_late(terms.due, held.state, day)))
    return tuple(out)


def overdue(connection: Connection, project: ProjectRow, day: str) -> tuple[Owed, ...]:
    """What is past its due date on the ISO date *day* and neither done nor not required, the latest first."""
    late = [one for one in owed(connection, project, day) if one.days_late is not None]
    return tuple(sorted(late, key=lambda one: -(one.days_late or 0)))


def who_owes(connection: Connection, project: ProjectRow, terms: Terms, day: str) -> frozenset[int]:
    """Ids of the organisations that owe it in the quarter of the ISO date *day*."""
    return _Network(connection, project, day).owers(terms)


def standings(connection: Connection, project_id: int, terms: Terms, day: str) -> dict[int, Standing]:
    """How each organisation of which something was told by the ISO date *day* stands, by its id."""
    return _standings(connection, project_id, day).get(terms.id, {})


def history(connection: Connection, terms: Terms, organisation_id: int) -> tuple[ObligationTold, ...]:
    """Everything that was told of an organisation and an obligation, the newest first."""
    rows = connection.execute(
        "SELECT id, on_date, state, reason, proof, actor, made_by FROM obligation_fact "
        "WHERE obligation_id = ? AND organisation_id = ? ORDER BY on_date DESC, id DESC",
        (terms.id, organisation_id),
    ).fetchall()
    return tuple(ObligationTold(*row) for row in rows)


def known(connection: Connection, project: ProjectRow, today: str) -> tuple[KnownObligation, ...]:
    """What an import needs to know of obligations."""
    every = all_terms(connection, project.id)
    if not every:
        return ()
    network = _Network(connection, project, today)
    facts: dict[int, dict[int, list[StateFact]]] = {}
    for obligation, organisation, *fact in connection.execute(
        "SELECT obligation_id, organisation_id, on_date, state, reason, proof FROM obligation_fact "
        "WHERE project_id = ? ORDER BY id", (project.id,)
    ).fetchall():  # fmt: skip
        facts.setdefault(obligation, {}).setdefault(organisation, []).append(StateFact(*fact))
    return tuple(
        KnownObligation(terms.code, terms.title, network.owers(terms),
                        {number: tuple(told) for number, told in facts.get(terms.id, {}).items()})
        for terms in every
    )  # fmt: skip


class _Network:
    """Who is in the network in the quarter of a day, and with which roles."""

    def __init__(self, connection: Connection, project: ProjectRow, day: str) -> None:
        quarter = quarters.clip(quarters.of_date(day), project.start, project.end)
        at = {"project": project.id, "quarter": quarter}
        self.members = frozenset(row[0] for row in connection.execute(
            "SELECT m.organisation_id FROM membership AS m WHERE m.project_id = :project AND m.network "
            f"AND {in_quarter(':quarter', 'm')}", at,
        ).fetchall())  # fmt: skip
        self.parts: Roles = tuple(connection.execute(
            "SELECT p.organisation_id, p.work_package_id, p.role FROM participation AS p "
            f"WHERE p.project_id = :project AND {in_quarter(':quarter')}", at,
        ).fetchall())  # fmt: skip
        self._names = connection.execute("SELECT id, name, short FROM organisation ORDER BY sort_key, id").fetchall()

    def owers(self, terms: Terms) -> frozenset[int]:
        return owers(terms, self.members, self.parts)

    def names(self, ids: Iterable[int]) -> list[tuple[int, str, str]]:
        """(id, name, short name) of organisations, in Finnish order."""
        wanted = frozenset(ids)
        return [row for row in self._names if row[0] in wanted]


def _standings(connection: Connection, project_id: int, day: str) -> Mapping[int, dict[int, Standing]]:
    """By obligation and organisation."""
    facts: dict[tuple[int, int], list[StateFact]] = {}
    for obligation, organisation, *fact in connection.execute(
        "SELECT obligation_id, organisation_id, on_date, state, reason, proof FROM obligation_fact "
        "WHERE project_id = ? AND on_date <= ? ORDER BY id",
        (project_id, day),
    ).fetchall():
        facts.setdefault((obligation, organisation), []).append(StateFact(*fact))
    out: dict[int, dict[int, Standing]] = {}
    for (obligation, organisation), told in facts.items():
        out.setdefault(obligation, {})[organisation] = standing(told, day)
    return out
