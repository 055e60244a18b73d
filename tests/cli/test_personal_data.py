"""No name and no e-mail in any byte of any file, after a default import and after a purge (reliability.md F23, F24).

``ETAPPI_PLANTED=500 pytest -s tests/cli/test_personal_data.py`` plants more, as the nightly figure asks; 50 otherwise.
``ETAPPI_SEED`` draws other people.
"""

import json
import os
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.cli.meetings import ask
from tests.cli.support import Inside, Shell
from tests.importers.attendance import shapes
from tests.importers.attendance.shapes import FI

PLANTED = int(os.environ.get("ETAPPI_PLANTED", "50"))
SEED = int(os.environ.get("ETAPPI_SEED", "20240903"))
SYLLABLES = ("väi", "nö", "kuu", "sto", "rau", "hal", "mer", "åke", "lin", "sjö", "pel", "tok", "ius", "zwa", "qvi")
SIGNS = ("zqxå", "qvzä")
"""Every first and every last name begins with one of them, and nothing else has them: so a few marks find anybody."""
DOMAINS = ("omnia.example", "gradia.example", "riveria.example", "axxell.example")
Person = tuple[str, str, str]
"""First name, last name, e-mail."""


def crowd(n: int, seed: int = SEED) -> list[Person]:
    """*n* people whose names and e-mails begin as nothing else does."""
    dice = random.Random(seed)
    found: dict[str, Person] = {}
    while len(found) < n:
        first, last = ((sign + "".join(dice.choices(SYLLABLES, k=3))).capitalize() for sign in SIGNS)
        email = f"{first}.{last}{len(found)}@{dice.choice(DOMAINS)}"
        found.setdefault(f"{first} {last}", (first, last, email))
    return list(found.values())


def report(people: Iterable[Person], title: str, start: str = "3.9.2024 klo 9.00.00") -> bytes:
    """A report of Teams with these people."""
    rows = [["1. Yhteenveto"], ["Kokouksen otsikko", title], ["Alkamisaika", start],
            ["Päättymisaika", start.replace("9.00.00", "10.00.00")], [], ["2. Osallistujat"],
            [FI[key] for key in ("name", "first", "last", "duration", "email", "upn", "role")]]  # fmt: skip
    end = start.replace("9.00.00", "9.45.00")
    rows += [[f"{last} {first}", start, end, "45 min", email, email, "Esittäjä"] for first, last, email in people]
    return shapes.utf16(rows)


def marks(texts: Iterable[str]) -> dict[bytes, str]:
    """What would give somebody away, as bytes, in each way in which a program may write a text."""
    every = {one for text in texts for one in (text, text.casefold(), text.upper(), text.capitalize())}
    plain = {one.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")) for one in every}
    out = {}
    for text in every | plain:
        for way in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
            out[text.encode(way)] = text
        out[json.dumps(text)[1:-1].encode()] = text
    return out


def hits(shell: Shell, texts: Iterable[str] = SIGNS) -> list[str]:
    """Where somebody is told of: every file below the home and the folder of temporary files, whatever it is."""
    planted = marks(texts)
    files = [path for folder in ("home", "tmp") for path in (shell.root / folder).rglob("*") if path.is_file()]
    assert shell.db in files
    assert any(path.parent.name == "backups" for path in files)
    print(f"{len(planted)} marks in {len(files)} files, seed {SEED}")
    return [f"{path.name}: {text}" for path in files for content in (path.read_bytes(),)
            for mark, text in planted.items() if mark in content]  # fmt: skip


@pytest.fixture
def temporary(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of temporary files of its own."""
    (shell.root / "tmp").mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(shell.root / "tmp"))
        shell.environment[name] = str(shell.root / "tmp")


def write(shell: Shell, name: str, content: bytes) -> Path:
    path = shell.root / name
    path.write_bytes(content)
    return path


@pytest.mark.usefixtures("temporary")
def test_f24_a_list_of_a_thousand_leaves_no_person(made: Inside, shell: Shell) -> None:
    people = crowd(1_000)
    path = write(shell, "a.csv", report(people, "Väliseminaari"))
    found = shell("import", path, "--apply", "--json").json()  # a process of its own, child and all
    assert (found["added"], found["attendance"]["identified"]) == (1_000, 1_000)
    half = write(shell, "b.csv", report(people[500:], "Toinen", "10.9.2024 klo 9.00.00"))
    assert made("import", half, "--apply").code == 0
    told = made("reach", "--json").json()
    assert (told["contacts"], told["persons"]) == (1_500, {"low": 1_000, "high": 1_000, "identified": 1.0})
    assert made("org", "settle", "@omnia.example", "--as", "Omnia").code == 0
    for verb in (("undo",), ("redo",), ("undo",), ("check",), ("status",), ("snapshot", "take", "nyt")):
        assert made(*verb).code in (0, 1)
    assert made("backup", "home/oma.db").code == 0
    assert made("import", write(shell, "bad.csv", path.read_bytes()[:-37]), "--apply").code in (0, 2)
    assert hits(shell) == []
    key = (shell.root / "home" / "config" / "etappi" / "key").read_text().strip()
    for file in (shell.db, *(shell.data / "backups").iterdir()):
        assert key.encode() not in file.read_bytes()
        assert bytes.fromhex(key) not in file.read_bytes()


@pytest.mark.usefixtures("temporary")
def test_f23_a_purge_leaves_none_of_those_who_were_kept(made: Inside, shell: Shell) -> None:
    people = crowd(PLANTED)
    third = PLANTED // 3
    lists = {
        "a.csv": report(people, "Kahvit"), "b.csv": report(people[:third], "Työpaja", "10.9.2024 klo 9.00.00"),
        "c.csv": report(people[third:], "Kumottu", "11.9.2024 klo 9.00.00"),
    }  # fmt: skip
    for name, content in lists.items():
        assert made("import", write(shell, name, content), "--keep-names", "31.12.2024", "--apply").code == 0
    sheet = "Nimi;Sähköposti;Organisaatio\n" + "".join(f"{last} {first};{mail};Omnia\n" for first, last, mail in people)
    kept = ("--as", "attendance", "--event", "E1", "--keep-names", "31.12.2024", "--apply")
    assert made("import", write(shell, "d.csv", sheet.encode()), *kept).code == 0
    assert made("org", "settle", "@gradia.example", "--as", "Gradia").code == 0  # every row of them goes into the log
    assert made("undo").code == 0
    assert made("undo").code == 0  # the sheet, whose rows stand in the log now
    assert made("redo").code == 0
    number = str(ask(shell, "SELECT id FROM action WHERE command LIKE '%c.csv'")[0][0])
    assert made("undo", number).code == 0
    held = made("info", "--json").json()["personal_data"]
    assert held["names"] >= PLANTED + third
    assert held["log"] >= PLANTED - third
    assert hits(shell) != []
    heads = ask(shell, "SELECT event_id, sum(headcount) FROM attendance GROUP BY 1")
    one = people[0]
    done = shell("purge", "--person", "--yes", stdin=one[2].upper() + "\n")
    assert done.code == 0
    assert one[2] not in done.out + done.err
    assert hits(shell, one[2:]) == []
    done = made("purge", "--older-than", "1.1.2025", "--yes", "--json")
    assert (done.code, done.json()["backups"]["deleted"]) == (0, [])
    assert done.json()["backups"]["rewritten"]
    assert hits(shell) == []
    assert made("info", "--json").json()["personal_data"]["keys"] == 0
    after = ask(shell, "SELECT event_id, sum(headcount) FROM attendance GROUP BY 1")
    assert [event for event, _ in after] == [event for event, _ in heads]
    assert all(0 < now <= before for (_, now), (_, before) in zip(after, heads, strict=True))
    assert made("check", "--store").code == 0
    for verb in ("undo", "redo"):
        made(verb)
    assert hits(shell) == []  # nothing brings anybody back
