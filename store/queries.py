"""Reading for screens, verbs and importers: each function one question, answered with frozen records.

All take a connection of `store.database.reading` (or a writer's own) and fetch everything before they return.
The board of `etappi status` stands in store.status.
"""

import json
from sqlite3 import Connection

from core.importing import Decision, Known, KnownOrganisation, KnownPackage, KnownRole
from core.records import (
    ActionRow,
    BatchLine,
    BatchRow,
    NameDecision,
    OrganisationRow,
    RoleRow,
    WaitingRow,
)
from store import knownattendance, knownevents, leadforms, members, obligations, surveyresponses
from store.clock import today as today_of
from store.closing import locked_until
from store.status import projects
from store.views import not_over


def known(connection: Connection, project_id: int) -> Known:
    """What an import needs to know (core.importing.Known). A project that is not there yet has organisations only."""
    project = next((row for row in projects(connection) if row.id == project_id), None)
    today = today_of(project.fixed_today) if project else ""
    spellings: dict[int, list[str]] = {}
    for organisation, text in connection.execute("SELECT organisation_id, text FROM spelling ORDER BY id").fetchall():
        spellings.setdefault(organisation, []).append(text)
    network: dict[int, int] = dict(connection.execute(
        "SELECT organisation_id, network FROM v_member WHERE project_id = ?", (project_id,)
    ).fetchall())  # fmt: skip
    labels = members.labels(connection, project_id)
    organisations = tuple(
        KnownOrganisation(id=row[0], name=row[1], short=row[2], spellings=tuple(spellings.get(row[0], [row[1]])),
                          network=bool(network.get(row[0])), outside=network.get(row[0]) == 0, business_id=row[3],
                          region=row[4], language=row[5], labels=labels.get(row[0], ()))
        for row in connection.execute(
            "SELECT id, name, short, business_id, region, language FROM organisation ORDER BY id").fetchall()
    )  # fmt: skip
    return Known(
        project_id=project_id,
        organisations=organisations,
        not_same=frozenset(connection.execute("SELECT text, organisation_id FROM not_same").fetchall()),
        packages=tuple(
            KnownPackage(*row)
            for row in connection.execute(
                "SELECT id, code, title FROM work_package WHERE project_id = ? ORDER BY position", (project_id,)
            ).fetchall()
        ),
        roles=_known_roles(connection, project_id),
        batches=_batches(connection, project_id),
        decisions=_decisions(connection, project_id),
        removed=_removed_roles(connection, project_id),
        waiting=_waiting_roles(connection, project_id),
        edits=members.edits(connection, project_id),
        expected=project.expected if project else None,
        obligations=obligations.known(connection, project, today) if project else (),
        attendance=knownattendance.known(connection, project_id),
        today=today,
        span=(project.start, project.end) if project else ("", ""),
        locked=locked_until(connection, project_id),
        demo=bool(project and project.demo),
        events=knownevents.known(connection, project) if project else (),
        surveys=surveyresponses.known(connection, project_id),
        work=leadforms.known_work(connection, project) if project else None,
    )


def _known_roles(connection: Connection, project_id: int) -> tuple[KnownRole, ...]:
    """Role rows; *edited* where a person's command changed them last (not an import, not a plan, not an undo)."""
    edited = dict(connection.execute(
        "SELECT c.row_id, max(substr(a.at, 1, 10)) FROM change AS c JOIN v_action AS a ON a.id = c.action "
        "LEFT JOIN import_batch AS b ON b.id = a.id WHERE c.table_name = 'participation' AND c.after_json IS NOT NULL "
        "AND b.id IS NULL AND NOT a.undone AND a.undo_of IS NULL AND a.command NOT LIKE 'org %' GROUP BY c.row_id"
    ).fetchall())  # fmt: skip
    return tuple(
        KnownRole(id=row[0], package_id=row[1], organisation_id=row[2], role=row[3], certainty=row[4],
                  edited=edited.get(row[0]), source=row[5])
        for row in connection.execute(
            "SELECT id, work_package_id, organisation_id, role, certainty, source FROM participation AS p "
            f"WHERE project_id = ? AND {not_over()} ORDER BY id", (project_id,)).fetchall()
    )  # fmt: skip


def _removed_roles(connection: Connection, project_id: int) -> dict[tuple[int, int, str], str]:
    """Roles that a person removed; what an import removed the next one may bring back."""
    out = {}
    for before, at in connection.execute(
        "SELECT c.before_json, substr(a.at, 1, 10) FROM change AS c JOIN v_action AS a ON a.id = c.action "
        "LEFT JOIN import_batch AS b ON b.id = a.id WHERE b.id IS NULL "
        "AND c.table_name = 'participation' AND c.after_json IS NULL AND a.undo_of IS NULL AND NOT a.undone "
        "AND a.command NOT LIKE 'org %'"
    ).fetchall():
        row = json.loads(before)
        if row["project_id"] == project_id:
            out[row["work_package_id"], row["organisation_id"], row["role"]] = at
    return out


def _waiting_roles(connection: Connection, project_id: int) -> frozenset[tuple[str, int, str]]:
    rows = connection.execute(
        "SELECT v.name, w.id, v.roles FROM v_waiting AS v JOIN work_package AS w "
        "ON w.project_id = v.project_id AND w.code = v.package WHERE v.project_id = ?", (project_id,)
    ).fetchall()  # fmt: skip
    return frozenset((name, package, role) for name, package, roles in rows for role in (roles.split() or ["unknown"]))


def _batches(connection: Connection, project_id: int) -> dict[str, tuple[int, str]]:
    rows = connection.execute(
        "SELECT b.sha256, b.id, substr(a.at, 1, 10) FROM import_batch AS b JOIN v_action AS a ON a.id = b.id "
        "WHERE b.project_id = ? AND NOT a.undone ORDER BY b.id",
        (project_id,),
    ).fetchall()
    return {sha256: (number, at) for sha256, number, at in rows}


def _decisions(connection: Connection, project_id: int) -> dict[str, tuple[Decision, ...]]:
    """The answers of the newest import of each file that is not undone; a name that waited and was skipped since is
    answered so."""
    rows = connection.execute(
        "SELECT b.sha256, d.kind, d.text, d.answer FROM import_decision AS d "
        "JOIN import_batch AS b ON b.id = d.batch_id JOIN v_action AS a ON a.id = b.id "
        "WHERE b.project_id = ? AND NOT a.undone AND b.id = (SELECT max(c.id) "
        "FROM import_batch AS c JOIN v_action AS n ON n.id = c.id WHERE c.project_id = b.project_id "
        "AND c.sha256 = b.sha256 AND NOT n.undone) ORDER BY d.id",
        (project_id,),
    ).fetchall()
    skipped = {text for (text,) in connection.execute(
        "SELECT d.text FROM import_decision AS d JOIN import_batch AS b ON b.id = d.batch_id "
        "JOIN v_action AS a ON a.id = b.id WHERE b.project_id = ? AND b.kind = 'names' AND d.answer = 'skip' "
        "AND NOT a.undone", (project_id,)
    ).fetchall()}  # fmt: skip
    out: dict[str, list[Decision]] = {}
    for sha256, kind, text, answer in rows:
        later = kind == "name" and answer == "later" and text in skipped
        out.setdefault(sha256, []).append(Decision(kind, text, "skip" if later else answer))
    return {sha256: tuple(decisions) for sha256, decisions in out.items()}


def organisations(connection: Connection, project_id: int) -> tuple[OrganisationRow, ...]:
    """Every organisation of the project, in and outside its network, in Finnish order."""
    rows = connection.execute(
        "SELECT o.id, o.name, o.short, m.network, (SELECT count(DISTINCT p.work_package_id) FROM participation AS p "
        f"WHERE p.organisation_id = o.id AND p.project_id = m.project_id AND {not_over()}), o.business_id, o.region, "
        "o.language FROM v_member AS m "
        "JOIN organisation AS o ON o.id = m.organisation_id WHERE m.project_id = ? ORDER BY o.sort_key",
        (project_id,),
    ).fetchall()
    aliases: dict[int, list[str]] = {}
    for organisation, text in connection.execute("SELECT organisation_id, text FROM spelling ORDER BY text").fetchall():
        aliases.setdefault(organisation, []).append(text)
    labels = members.labels(connection, project_id)
    return tuple(
        OrganisationRow(name=name, short=short, network=bool(network), workpackages=count,
                        aliases=tuple(text for text in aliases.get(number, ()) if text != name),
                        business_id=business_id, region=region, language=language, labels=labels.get(number, ()))
        for number, name, short, network, count, business_id, region, language in rows
    )  # fmt: skip


def roles(connection: Connection, project_id: int) -> tuple[RoleRow, ...]:
    """Every role row that did not end with a locked quarter: by package, then organisation, then role."""
    rows = connection.execute(
        "SELECT w.code, o.name, o.short, p.role, p.certainty, p.from_quarter, p.to_quarter, p.source "
        "FROM participation AS p JOIN work_package AS w ON w.id = p.work_package_id "
        f"JOIN organisation AS o ON o.id = p.organisation_id WHERE p.project_id = ? AND {not_over()} "
        "ORDER BY w.position, o.sort_key, p.role",
        (project_id,),
    ).fetchall()
    return tuple(RoleRow(*row) for row in rows)


def waiting(connection: Connection, project_id: int) -> tuple[WaitingRow, ...]:
    """Rows of imports whose names wait to be settled."""
    rows = connection.execute(
        "SELECT v.batch_id, b.file, v.place, v.name, v.package, v.roles FROM v_waiting AS v "
        "JOIN import_batch AS b ON b.id = v.batch_id WHERE v.project_id = ? ORDER BY v.name, v.row_id",
        (project_id,),
    ).fetchall()
    return tuple(
        WaitingRow(batch, file, place, name, package, tuple(roles.split()))
        for batch, file, place, name, package, roles in rows
    )


def actions(connection: Connection, limit: int = 50) -> tuple[ActionRow, ...]:
    """The newest actions, newest first."""
    rows = connection.execute(
        "SELECT id, at, actor, command, why, undo_of, undone, changes FROM v_action ORDER BY id DESC LIMIT ?", (limit,)
    ).fetchall()
    return tuple(
        ActionRow(number, at, actor, command, why, undo_of, bool(undone), changes)
        for number, at, actor, command, why, undo_of, undone, changes in rows
    )


def outside_changes(connection: Connection) -> int:
    """Changes of facts by other programs than Etappi."""
    return int(connection.execute("SELECT count(*) FROM change WHERE action IS NULL").fetchone()[0])


def batches(connection: Connection, project_id: int) -> tuple[BatchRow, ...]:
    """Imports of the project, newest first."""
    rows = connection.execute(
        "SELECT b.id, b.file, b.kind, a.at, a.actor, b.added, b.changed, b.same, a.undone, b.removed "
        "FROM import_batch AS b JOIN v_action AS a ON a.id = b.id WHERE b.project_id = ? ORDER BY b.id DESC",
        (project_id,),
    ).fetchall()
    return tuple(
        BatchRow(number, file, kind, at, actor, added, changed, same, bool(undone), removed)
        for number, file, kind, at, actor, added, changed, same, undone, removed in rows
    )


def batch_rows(connection: Connection, project_id: int, number: int) -> tuple[BatchLine, ...]:
    """What the rows of one import became, in the order of the file."""
    rows = connection.execute(
        "SELECT place, name, package, roles, outcome, reason, organisation, raw FROM import_row "
        "WHERE project_id = ? AND batch_id = ? ORDER BY id", (project_id, number)
    ).fetchall()  # fmt: skip
    return tuple(
        BatchLine(place, name, package, tuple(roles.split()), outcome, reason, organisation, raw)
        for place, name, package, roles, outcome, reason, organisation, raw in rows
    )


def name_decisions(connection: Connection, project_id: int) -> tuple[NameDecision, ...]:
    """What people have decided about names of the project's organisations, newest first: spellings that are not the
    name itself, and names that are kept apart."""
    rows = connection.execute(
        "SELECT d.kind, d.id, d.text, o.name, a.at, a.actor, a.id FROM ("
        "SELECT 'spelling' AS kind, id, text, organisation_id, made_by FROM spelling "
        "UNION ALL SELECT 'apart', id, text, organisation_id, made_by FROM not_same) AS d "
        "JOIN organisation AS o ON o.id = d.organisation_id JOIN v_member AS m ON m.organisation_id = o.id "
        "AND m.project_id = ? LEFT JOIN action AS a ON a.id = d.made_by "
        "WHERE d.text <> o.name ORDER BY a.id DESC, o.sort_key, d.text", (project_id,)
    ).fetchall()  # fmt: skip
    return tuple(NameDecision(*row) for row in rows)
