"""Reading what lists of members are about: business ids, regions, languages, labels, and who of the promised is
missing."""

import json
from sqlite3 import Connection

from core.errors import EtappiError
from core.importing import MEMBER_FIELDS
from core.records import Promised
from core.text import clean, folded

KIND = "organisations"
"""The kind of the batch of a list of members."""
_BY_HAND = "a.undo_of IS NULL AND NOT a.undone AND a.command NOT LIKE 'org merge%'"


def labels(connection: Connection, project_id: int) -> dict[int, tuple[str, ...]]:
    """The labels of every organisation that has some in a project, by its id."""
    out: dict[int, list[str]] = {}
    rows = connection.execute(
        "SELECT organisation_id, text FROM label WHERE project_id = ? ORDER BY text", (project_id,)
    )
    for organisation, text in rows.fetchall():
        out.setdefault(organisation, []).append(text)
    return {organisation: tuple(texts) for organisation, texts in out.items()}


def edits(connection: Connection, project_id: int) -> dict[tuple[int, str], str]:
    """(organisation id, field) whose present value a person gave by hand -> ISO date; fields as in
    core.importing.Known.edits."""
    out: dict[tuple[int, str], str] = {}
    for row_id, before, after, at, batch in connection.execute(
        "SELECT c.row_id, c.before_json, c.after_json, substr(a.at, 1, 10), b.id FROM change AS c "
        "JOIN v_action AS a ON a.id = c.action LEFT JOIN import_batch AS b ON b.id = a.id "
        "WHERE c.table_name = 'organisation' AND c.after_json IS NOT NULL AND c.before_json IS NOT NULL "
        f"AND {_BY_HAND} ORDER BY c.id"
    ).fetchall():
        old, new = json.loads(before), json.loads(after)
        for field in MEMBER_FIELDS:
            if field in new and old.get(field) != new[field]:
                _note(out, (row_id, field), at if batch is None else None)
    for before, after, at in connection.execute(
        "SELECT c.before_json, c.after_json, substr(a.at, 1, 10) FROM change AS c "
        "JOIN v_action AS a ON a.id = c.action LEFT JOIN import_batch AS b ON b.id = a.id "
        f"WHERE c.table_name = 'membership' AND c.after_json IS NOT NULL AND c.before_json IS NOT NULL AND {_BY_HAND} "
        "AND b.id IS NULL ORDER BY c.id"
    ).fetchall():
        old, new = json.loads(before), json.loads(after)
        if new["project_id"] == project_id and old["network"] != new["network"]:
            out[new["organisation_id"], "network"] = at
    for table, field, command in (("membership", "network", "org %"), ("label", "labels", "%")):
        rows = connection.execute(
            f"SELECT t.organisation_id, substr(a.at, 1, 10) FROM {table} AS t JOIN action AS a ON a.id = t.made_by "
            "LEFT JOIN import_batch AS b ON b.id = a.id WHERE t.project_id = ? AND b.id IS NULL AND a.command LIKE ?",
            (project_id, command),
        )
        out.update({(organisation, field): at for organisation, at in rows.fetchall()})
    return out


def _note(out: dict[tuple[int, str], str], key: tuple[int, str], at: str | None) -> None:
    if at is None:
        out.pop(key, None)
    else:
        out[key] = at


def promised(connection: Connection, project_id: int) -> Promised:
    """Who of the network takes part in nothing, and who stands in no list of members: the newest one decides, of
    those that are not undone."""
    idle = connection.execute(
        "SELECT o.name FROM v_member AS m JOIN organisation AS o ON o.id = m.organisation_id WHERE m.project_id = ? "
        "AND m.network AND o.id NOT IN (SELECT p.organisation_id FROM participation AS p WHERE p.project_id = ?) "
        "ORDER BY o.sort_key",
        (project_id, project_id),
    ).fetchall()
    batch = connection.execute(
        "SELECT b.id, b.file FROM import_batch AS b JOIN v_action AS a ON a.id = b.id "
        "WHERE b.project_id = ? AND b.kind = ? AND NOT a.undone ORDER BY b.id DESC LIMIT 1",
        (project_id, KIND),
    ).fetchone()
    if batch is None:
        return Promised(tuple(name for (name,) in idle), None, None, ())
    unlisted = connection.execute(
        "SELECT o.name FROM v_member AS m JOIN organisation AS o ON o.id = m.organisation_id WHERE m.project_id = ? "
        "AND m.network AND o.id NOT IN (SELECT s.organisation_id FROM import_row AS r "
        "JOIN spelling AS s ON s.text = r.organisation WHERE r.batch_id = ?) ORDER BY o.sort_key",
        (project_id, batch[0]),
    ).fetchall()
    return Promised(tuple(name for (name,) in idle), batch[0], batch[1], tuple(name for (name,) in unlisted))


def find(connection: Connection, project_id: int, name: str) -> int:
    """The id of the project's organisation with a name, short name or remembered spelling; case does not matter where
    that is unique. EtappiError for none or several."""
    text = clean(name)
    everything = connection.execute(
        "SELECT o.id, o.name, o.short, o.folded FROM v_member AS m JOIN organisation AS o ON o.id = m.organisation_id "
        "WHERE m.project_id = ?", (project_id,)
    ).fetchall()  # fmt: skip
    spelled = connection.execute(
        "SELECT DISTINCT o.id, o.name, o.short, o.folded FROM spelling AS s JOIN organisation AS o "
        "ON o.id = s.organisation_id JOIN v_member AS m ON m.organisation_id = o.id "
        "WHERE m.project_id = ? AND s.text = ?", (project_id, text)
    ).fetchall()  # fmt: skip
    for wanted in (
        [row for row in everything if row[1] == text],
        [row for row in everything if row[2] == text],
        [row for row in everything if text.casefold() in (row[1].casefold(), row[2].casefold())],
        spelled,
    ):
        if len(wanted) == 1:
            return int(wanted[0][0])
        if wanted:
            raise EtappiError("store.several_organisations", name=text, names="; ".join(row[1] for row in wanted))
    near = [row[1] for row in everything if folded(text) and folded(text) in row[3]][:5]
    if near:
        raise EtappiError("store.unknown_organisation_near", name=text, names="; ".join(near))
    raise EtappiError("store.unknown_organisation", name=text)
