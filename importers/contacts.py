"""The contact file: to whom reminders go. It stands in the configuration folder, outside the store, and is read only
when a reminder is written.

A csv with a heading line: organisation (name, short name, a remembered spelling or business id), name, e-mail,
language; the columns in any order, between semicolons, commas or tabs, in UTF-8 or the Windows code page.
"""

import csv
import os
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from core.errors import EtappiError
from core.languages import language_code
from core.places import config_folder
from core.reminders import Contact, ContactProblem
from core.text import clean, folded
from importers.words import standard

FILE = "contacts.csv"
SIZE_LIMIT = 2_000_000  # bytes
FIELDS = ("organisation", "name", "email", "language")
SEPARATORS = ";\t,"
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\.]+")


def place() -> str:
    """Where the contact file stands."""
    return f"{config_folder(os.environ)}/{FILE}"


def shown(path: str) -> str:
    """*path* as people and shells write it, ``~`` for the home folder."""
    home = os.environ.get("HOME", "").rstrip("/")
    return f"~{path[len(home) :]}" if home and path.startswith(f"{home}/") else path


def read_contacts(path: str) -> tuple[tuple[Contact, ...], tuple[ContactProblem, ...]]:
    """The contacts of the file at *path* and the lines that cannot be used; nothing where there is no such file.

    EtappiError where it cannot be read, is too large, or its first line does not name the columns.
    """
    text = _text(path)
    if text is None:
        return (), ()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    head = lines[at] if at < len(lines) else ""
    separator = max(SEPARATORS, key=head.count)
    reader = csv.reader(lines[at:], delimiter=separator)
    try:
        rows = [(at + reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise EtappiError("remind.contacts_broken", path=path, why=str(error)) from error
    columns = _columns(rows[0][1] if rows else [])
    if "organisation" not in columns or "email" not in columns:
        raise EtappiError("remind.contacts_no_head", path=path)
    contacts, problems = [], []
    for number, row in rows[1:]:
        if not any(cell.strip() for cell in row):
            continue
        found = _contact(number, {name: row[place] for name, place in columns.items() if place < len(row)})
        if isinstance(found, Contact):
            contacts.append(found)
        else:
            problems.append(found)
    return tuple(contacts), tuple(problems)


def _contact(line: int, cells: dict[str, str]) -> Contact | ContactProblem:
    values = {name: clean(cells.get(name, "")) for name in FIELDS}
    if not _ADDRESS.fullmatch(values["email"]):
        return ContactProblem("email", line, values["organisation"])
    told = values["language"]
    spoken = language_code(told, standard().organisation_languages) if told else None
    if told and spoken is None:
        return ContactProblem("language", line, told)
    return Contact(line, values["organisation"], values["name"], values["email"], spoken)


def _text(path: str) -> str | None:
    try:
        with Path(path).open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EtappiError("remind.contacts_unread", path=path, why=os.strerror(error.errno or 0)) from error
    if len(data) > SIZE_LIMIT:
        raise EtappiError("remind.contacts_large", path=path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _columns(head: Sequence[str]) -> dict[str, int]:
    """What each column holds; of two that hold the same the first."""
    out: dict[str, int] = {}
    for number, cell in enumerate(head):
        kind = _headings().get(folded(cell))
        if kind is not None:
            out.setdefault(kind, number)
    return out


@cache
def _headings() -> dict[str, str]:
    words = tomllib.loads(Path(__file__).with_name("contact_words.toml").read_text(encoding="utf-8"))
    return {folded(word): kind for kind, several in words.items() for word in several}
