"""Reading the network: the matrix of organisations and work packages by window, and one organisation whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from sqlite3 import Connection

from core.network import NetworkFilter, NetworkRow, OrganisationPage, Origin, RoleCell, RoleLine
from core.roles import ROLES
from core.text import folded
from store.attendance import PRESENT
from store.views import RANK, in_quarter, not_over

NAMED = 3  # organisations that the log names; of others it says how many
REGIONS = 1_000  # different names of regions that a filter may find
IDS_AT_ONCE = 5_000  # SQLite takes 32,766 parameters


@dataclass(frozen=True)
class NetworkReader:
    """The matrix of one project in one quarter, under one filter: asked for by window, as lists do.

    *order* is one of core.network.ORDERS; most first where it is a number, and then by name in Finnish order.
    """

    project_id: int
    quarter: int
    wanted: NetworkFilter = field(default_factory=NetworkFilter)
    order: str = "name"

    def count(self, connection: Connection) -> int:
        """How many organisations the filter leaves."""
        where, parameters = self._where(connection)
        row = connection.execute(f"SELECT count(*) {where}", parameters).fetchone()
        return int(row[0])

    def ids(self, connection: Connection) -> tuple[int, ...]:
        """The organisations that the filter leaves, in order: what a list asks for once, so that no window sorts."""
        where, parameters = self._where(connection)
        source, first = "", ""
        if self.order != "name":
            among = "" if self.order == "packages" else "AND p.role IN ('lead', 'assist') "
            source = (
                "LEFT JOIN (SELECT p.organisation_id AS id, count(DISTINCT p.work_package_id) AS amount "
                f"FROM participation AS p WHERE p.project_id = :project AND {in_quarter(':quarter')} {among}"
                "GROUP BY p.organisation_id) AS n ON n.id = o.id "
            )
            first = "ifnull(n.amount, 0) DESC, "
        head, _, conditions = where.partition("WHERE ")
        found = connection.execute(
            f"SELECT o.id {head} {source} WHERE {conditions} ORDER BY {first}o.sort_key, o.id", parameters
        ).fetchall()
        return tuple(row[0] for row in found)

    def of(self, connection: Connection, ids: Sequence[int]) -> tuple[NetworkRow | None, ...]:
        """The rows of organisations *ids* with a cell for each work package; None for one that is gone."""
        marks = ", ".join("?" for _ in ids)
        found = {row[0]: row for row in connection.execute(
            "SELECT o.id, o.name, o.short, m.network FROM membership AS m JOIN organisation AS o "
            f"ON o.id = m.organisation_id WHERE m.project_id = ? AND o.id IN ({marks}) AND {in_quarter('?', 'm')}",
            (self.project_id, *ids, self.quarter, self.quarter),
        ).fetchall()}  # fmt: skip
        cells = self._cells(connection, ids)
        labels = _labels(connection, self.project_id, ids)
        packages = package_ids(connection, self.project_id)
        return tuple(
            NetworkRow(
                id=number, name=found[number][1], short=found[number][2], network=bool(found[number][3]),
                labels=labels.get(number, ()), cells=tuple(cells.get((number, package)) for package in packages),
            ) if number in found else None
            for number in ids
        )  # fmt: skip

    def _cells(self, connection: Connection, ids: Sequence[int]) -> dict[tuple[int, int], RoleCell]:
        marks = ", ".join("?" for _ in ids)
        rows = connection.execute(
            f"SELECT p.organisation_id, p.work_package_id, p.role, p.certainty, {RANK} AS place "
            "FROM participation AS p "
            f"WHERE p.project_id = ? AND p.organisation_id IN ({marks}) AND {in_quarter('?')} ORDER BY place DESC",
            (self.project_id, *ids, self.quarter, self.quarter),
        ).fetchall()
        cells: dict[tuple[int, int], RoleCell] = {}
        for organisation, package, role, certainty, _ in rows:
            more = (organisation, package) in cells
            cells[organisation, package] = RoleCell(role=role, confirmed=certainty == "confirmed", several=more)
        return cells

    def _where(self, connection: Connection) -> tuple[str, dict[str, object]]:
        conditions = ["m.project_id = :project", in_quarter(":quarter", "m")]
        parameters: dict[str, object] = {"project": self.project_id, "quarter": self.quarter}
        wanted = self.wanted
        # whoever was only met at an event is no row of the network; a filter finds them
        inside_only = wanted == NetworkFilter() or (wanted.never and wanted.outside is None)
        outside = False if inside_only else wanted.outside
        if outside is not None:
            conditions.append("m.network = :network")
            parameters["network"] = int(not outside)
        if wanted.text:
            conditions.append(
                "(o.folded LIKE :text OR EXISTS (SELECT 1 FROM spelling AS s WHERE s.organisation_id = o.id "
                "AND s.text LIKE :raw) OR o.short LIKE :raw OR o.id IN (SELECT l.organisation_id FROM label AS l "
                "WHERE l.project_id = :project AND l.text LIKE :raw))"
            )
            parameters["text"] = f"%{folded(wanted.text)}%"
            parameters["raw"] = f"%{wanted.text}%"
        if wanted.package is not None or wanted.role is not None or wanted.unconfirmed:
            condition = f"p.project_id = :project AND {in_quarter(':quarter')}"
            if wanted.package is not None:
                condition += " AND p.work_package_id = :package"
                parameters["package"] = wanted.package
            if wanted.role is not None:
                condition += " AND p.role = :role"
                parameters["role"] = wanted.role
            if wanted.unconfirmed:
                condition += " AND p.certainty = 'interest'"
                condition += "" if wanted.role else " AND p.role IN ('lead', 'assist')"
            # a list made once: asked for each organisation, the planner read all roles of the project each time
            conditions.append(f"o.id IN (SELECT p.organisation_id FROM participation AS p WHERE {condition})")
        if wanted.no_mark:
            conditions.append(
                "o.id NOT IN (SELECT p.organisation_id FROM participation AS p WHERE p.project_id = :project "
                "AND (p.certainty = 'confirmed' OR p.role NOT IN ('beneficiary', 'unknown')))"
                " AND o.id NOT IN (SELECT s.organisation_id FROM spelling AS s JOIN import_row AS r "
                "ON r.organisation = s.text WHERE r.project_id = :project AND r.marks <> '')"
            )
        if wanted.never:
            conditions.append(
                "o.id NOT IN (SELECT a.organisation_id FROM attendance AS a WHERE a.project_id = :project "
                f"AND a.organisation_id IS NOT NULL AND {PRESENT})"
            )
        if wanted.label:
            conditions.append(
                "o.id IN (SELECT l.organisation_id FROM label AS l "
                "WHERE l.project_id = :project AND l.text LIKE :label)"
            )
            parameters["label"] = f"{wanted.label}%"
        if wanted.language:
            conditions.append("o.language = :language")
            parameters["language"] = wanted.language
        if wanted.region:
            # SQLite folds neither å nor ö: the few names that fit are looked for here
            names = connection.execute("SELECT DISTINCT region FROM organisation WHERE region IS NOT NULL").fetchall()
            fitting = [name for (name,) in names if folded(wanted.region) in folded(name)][:REGIONS]
            conditions.append(f"o.region IN ({', '.join(f':region{place}' for place in range(len(fitting)))})")
            parameters |= {f"region{place}": name for place, name in enumerate(fitting)}
        where = "FROM membership AS m JOIN organisation AS o ON o.id = m.organisation_id WHERE "
        return where + " AND ".join(conditions), parameters


def package_ids(connection: Connection, project_id: int) -> list[int]:
    """Ids of the work packages in plan order."""
    rows = connection.execute("SELECT id FROM work_package WHERE project_id = ? ORDER BY position", (project_id,))
    return [row[0] for row in rows.fetchall()]


def packages(connection: Connection, project_id: int) -> tuple[tuple[int, str, str], ...]:
    """(id, code, title) of the work packages in plan order."""
    rows = connection.execute(
        "SELECT id, code, title FROM work_package WHERE project_id = ? ORDER BY position", (project_id,)
    )
    return tuple(rows.fetchall())


def coverage(connection: Connection, project_id: int, quarter: int) -> dict[int, tuple[int, ...]]:
    """For each work package how many organisations have each role as their highest (order of core.roles.ROLES)."""
    out: dict[int, list[int]] = {}
    for package, place, count in connection.execute(
        f"SELECT work_package_id, place, count(*) FROM (SELECT p.work_package_id, min({RANK}) AS place "
        f"FROM participation AS p WHERE p.project_id = :project AND {in_quarter(':quarter')} "
        "GROUP BY p.work_package_id, p.organisation_id) GROUP BY 1, 2",
        {"project": project_id, "quarter": quarter},
    ).fetchall():
        out.setdefault(package, [0] * len(ROLES))[place] = count
    return {package: tuple(counts) for package, counts in out.items()}


def unconfirmed(connection: Connection, project_id: int, ids: Sequence[int], package: int | None = None) -> int:
    """How many roles of organisations (in a package, or in all) `confirm` would confirm."""
    count = 0
    for start in range(0, len(ids), IDS_AT_ONCE):
        some = ids[start : start + IDS_AT_ONCE]
        row = connection.execute(
            "SELECT count(*) FROM participation AS p WHERE project_id = ? AND certainty = 'interest' "
            f"AND role <> 'unknown' AND {not_over()} AND (? IS NULL OR work_package_id = ?) "
            f"AND organisation_id IN ({', '.join('?' for _ in some)})",
            (project_id, package, package, *some),
        ).fetchone()
        count += int(row[0])
    return count


def organisation_page(connection: Connection, project_id: int, organisation_id: int) -> OrganisationPage | None:
    """All that is known of one organisation in a project; None if it is not there any more."""
    row = connection.execute(
        "SELECT o.name, o.short, m.network, o.version, o.business_id, o.region, o.language "
        "FROM organisation AS o JOIN v_member AS m ON m.organisation_id = o.id WHERE o.id = ? AND m.project_id = ?",
        (organisation_id, project_id),
    ).fetchone()
    if row is None:
        return None
    roles = connection.execute(
        "SELECT p.id, w.code, w.title, p.role, p.certainty, p.from_quarter, p.to_quarter, p.source, p.version "
        "FROM participation AS p JOIN work_package AS w ON w.id = p.work_package_id "
        f"WHERE p.project_id = ? AND p.organisation_id = ? AND {not_over()} ORDER BY w.position, {RANK}",
        (project_id, organisation_id),
    ).fetchall()
    spellings = connection.execute(
        "SELECT s.text, s.source FROM spelling AS s WHERE s.organisation_id = ? ORDER BY s.text", (organisation_id,)
    ).fetchall()
    origins = connection.execute(
        "SELECT r.batch_id, b.file, r.place, r.name, r.roles FROM import_row AS r "
        "JOIN import_batch AS b ON b.id = r.batch_id "
        "JOIN v_action AS a ON a.id = r.batch_id WHERE r.project_id = ? AND NOT a.undone AND r.organisation IN "
        "(SELECT text FROM spelling WHERE organisation_id = ?) ORDER BY r.id",
        (project_id, organisation_id),
    ).fetchall()
    return OrganisationPage(
        id=organisation_id, name=row[0], short=row[1], network=bool(row[2]), version=row[3],
        labels=_labels(connection, project_id, [organisation_id]).get(organisation_id, ()),
        spellings=tuple(text for text, _ in spellings), roles=tuple(RoleLine(*line) for line in roles),
        origins=tuple(Origin(*line) for line in origins), business_id=row[4], region=row[5], language=row[6],
    )  # fmt: skip


def labels_of(connection: Connection, project_id: int, ids: Sequence[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels that all of these organisations have in a project, and those that only some have."""
    counts: dict[str, int] = {}
    for start in range(0, len(ids), IDS_AT_ONCE):
        for texts in _labels(connection, project_id, ids[start : start + IDS_AT_ONCE]).values():
            for text in texts:
                counts[text] = counts.get(text, 0) + 1
    ordered = sorted(counts, key=str.casefold)
    everywhere = len(set(ids))
    return (
        tuple(text for text in ordered if counts[text] == everywhere),
        tuple(text for text in ordered if counts[text] < everywhere),
    )


def _labels(connection: Connection, project_id: int, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    marks = ", ".join("?" for _ in ids)
    out: dict[int, list[str]] = {}
    for number, text in connection.execute(
        f"SELECT organisation_id, text FROM label WHERE project_id = ? AND organisation_id IN ({marks}) ORDER BY text",
        (project_id, *ids),
    ).fetchall():
        out.setdefault(number, []).append(text)
    return {number: tuple(texts) for number, texts in out.items()}


def called(connection: Connection, organisation_ids: Sequence[int], package: int | None = None) -> str:
    """What an act is about, as the log keeps it: short names and the package's code, ``Omnia, TAKK, TTS +2, TP1``."""
    rows = (connection.execute("SELECT short FROM organisation WHERE id = ?", (id,)) for id in organisation_ids[:NAMED])
    names = ", ".join(short for row in rows for (short,) in row)
    if len(organisation_ids) > NAMED:
        names += f" +{len(organisation_ids) - NAMED}"
    found = connection.execute("SELECT code FROM work_package WHERE id = ?", (package,)).fetchone()
    return f"{names}, {found[0]}" if found else names


def role_called(connection: Connection, row_id: int) -> str:
    """The same for a role by its row; empty where it is gone."""
    row = connection.execute(
        "SELECT organisation_id, work_package_id FROM participation WHERE id = ?", (row_id,)
    ).fetchone()
    return called(connection, row[:1], row[1]) if row else ""
