"""What answers to surveys tell of persons, taken out (store.purging): the keys of respondents and what they wrote.

The answers stay, of somebody whom nobody can tell from others any more; a text that is taken out stays as an empty one,
so that it is still counted.
"""

import json
from dataclasses import dataclass
from sqlite3 import Connection

from store.views import answered_on

SIDES = ("before_json", "after_json")
LOGGED = {"response": "person_key", "answer": "text"}
"""Tables and the column of each that tells of a person."""

OLD = f"r.project_id = :project AND {answered_on('r')} < :before"
OF_EVENT = (
    "r.project_id = :project AND r.wave_id IN (SELECT v.id FROM wave AS v JOIN survey AS s ON s.id = v.survey_id "
    "JOIN event AS e ON e.id = s.event_id WHERE e.code = :event COLLATE NOCASE)"
)
OF_PERSON = "r.person_key = :key"
ALL = "1"
"""SQL over a response *r*: which ones are meant."""


@dataclass(frozen=True)
class Told:
    """Ids of *responses* with a key, of answers with a *text*, and of rows of the *log* that hold either."""

    responses: tuple[int, ...] = ()
    texts: tuple[int, ...] = ()
    log: tuple[int, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows tell of persons."""
        return len(self.responses) + len(self.texts)


def told(connection: Connection, which: str, values: dict[str, object], *, texts: bool = True) -> Told:
    """What the responses *which* (SQL with *values*) tell of persons; without *texts* only the keys. Nothing in a store
    that is older than surveys."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'response'").fetchone():
        return Told()
    chosen = f"SELECT r.id FROM response AS r WHERE {which}"
    keyed = _ids(connection, f"{chosen} AND r.person_key IS NOT NULL", values)
    written = _ids(connection, "SELECT a.id FROM answer AS a WHERE a.text <> '' AND a.response_id IN "
                   f"({chosen})", values) if texts else ()  # fmt: skip
    return Told(keyed, written, _logged(connection, which, chosen, values, texts=texts))


def redact(connection: Connection, found: Told) -> None:
    """Take out what was *found*, inside an open transaction; the log does not record it, and forgets it."""
    last = connection.execute("SELECT ifnull(max(id), 0) FROM change").fetchone()[0]
    connection.execute("UPDATE meta SET purging = 1")
    for change, ids in (
        ("UPDATE response SET person_key = NULL, version = version + 1", found.responses),
        ("UPDATE answer SET text = iif(option_id IS NULL AND number IS NULL, '', NULL), tag = NULL, "
         "version = version + 1", found.texts),
    ):  # fmt: skip
        connection.execute(f"{change} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),))
    connection.execute("DELETE FROM change WHERE id > ?", (last,))
    for side in SIDES:
        for table, blank in (("response", "'$.person_key', NULL"), ("answer", "'$.text', '', '$.tag', NULL")):
            connection.execute(
                f"UPDATE change SET {side} = json_set({side}, {blank}) WHERE {side} IS NOT NULL AND table_name = ? "
                "AND id IN (SELECT value FROM json_each(?))", (table, json.dumps(found.log)),
            )  # fmt: skip
    connection.execute("UPDATE meta SET purging = 0")


def held(connection: Connection) -> tuple[int, int, str | None]:
    """How many open answers are stored, how many rows of the log hold a key or a text, and the day of the first
    response of which something is held, in all projects."""
    texts, since = connection.execute(
        f"SELECT count(*), min({answered_on('r')}) FROM answer AS a JOIN response AS r ON r.id = a.response_id "
        "WHERE a.text <> ''"
    ).fetchone()
    keyed = connection.execute(
        f"SELECT min({answered_on('r')}) FROM response AS r WHERE r.person_key IS NOT NULL"
    ).fetchone()[0]
    log = len(_logged(connection, ALL, "SELECT r.id FROM response AS r", {}))
    return texts, log, min((one for one in (since, keyed) if one), default=None)


def _logged(
    connection: Connection, which: str, chosen: str, values: dict[str, object], *, texts: bool = True
) -> tuple[int, ...]:
    """Rows of the log that hold a key or a text of the responses *which* (their ids by *chosen*); of responses that are
    gone where all are meant, or a key."""
    out: list[int] = []
    for table, column in LOGGED.items():
        if table == "answer" and not texts:
            continue
        number = "row_id" if table == "response" else "json_extract(ifnull(before_json, after_json), '$.response_id')"
        of = f"{number} IN ({chosen})"
        if which == ALL:
            of = "1"
        elif which == OF_PERSON and table == "response":
            of += " OR " + " OR ".join(f"json_extract({side}, '$.person_key') = :key" for side in SIDES)
        holds = " OR ".join(f"ifnull(json_extract({side}, '$.{column}'), '') <> ''" for side in SIDES)
        out += _ids(connection, f"SELECT id FROM change WHERE table_name = '{table}' AND ({of}) AND ({holds})", values)
    return tuple(out)


def _ids(connection: Connection, sql: str, values: dict[str, object]) -> tuple[int, ...]:
    return tuple(number for (number,) in connection.execute(sql, values).fetchall())
