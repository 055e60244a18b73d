"""One invented meeting in a small project, and looking at what became of it in the store."""

import sqlite3
from pathlib import Path
from typing import Any

from tests.cli.support import Inside, Shell
from tests.importers.attendance import shapes

PLAN = """\
[project]
code = "P"
name = "Hanke"
start = 2024-01-01
end = 2024-12-31
language = "fi"

[[workpackage]]
code = "TP1.2"
title = "Yksi"
from = "2024-Q1"
to = "2024-Q4"
lead = ["Omnia", "Gradia", "Riveria"]
"""
PERSONS = ("Mallikas", "Virtanen", "Ståhl", "Väisänen", "maija.mallikas", "matti.virtanen", "asa.stahl", "123 4567")


def report(shell: Shell, name: str, of: shapes.Language) -> Path:
    """The report of the meeting by a generation of Teams (teams1 to teams3), as it saves it."""
    path = shell.root / f"{name}-{of.code}.csv"
    path.write_bytes(shapes.utf16(getattr(shapes, name)(of)))
    return path


def ask(shell: Shell, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(shell.db) as connection:
        return connection.execute(sql).fetchall()


def people(shell: Shell) -> list[tuple[Any, ...]]:
    """Organisation, whether by key, people, what waits, minutes."""
    return ask(shell, "SELECT o.short, a.person_key IS NOT NULL, a.headcount, a.waiting_name, a.minutes "
               "FROM attendance AS a LEFT JOIN organisation AS o ON o.id = a.organisation_id "
               "ORDER BY 2 DESC, 4, 1, 3")  # fmt: skip


def waiting(made: Inside) -> list[str]:
    """The names of the queue."""
    return sorted({one["name"] for one in made("orgs", "--unmatched", "--json").json()})


def another_meeting(of: shapes.Language) -> bytes:
    """The report of a meeting with another title and the same people."""
    return shapes.utf16([[cell.replace("käytännössä", "taas") for cell in row] for row in shapes.teams3(of)])


def bytes_below(root: Path) -> bytes:
    """Every byte of every file below a folder, the imported lists apart."""
    return b"\n".join(one.read_bytes() for one in root.rglob("*") if one.is_file())
