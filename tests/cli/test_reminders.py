"""`etappi missing --mail`: one text an organisation, everything that it owes and nothing else; no address is kept.

`ETAPPI_GOLDEN=write pytest tests/cli/test_reminders.py` writes the letters anew; read the difference.
"""

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from store.agreementsdesk import AgreementsDesk
from tests.cli.support import Inside, Shell

GOLDEN = Path(__file__).parent / "golden"
ADDRESSES = ("maija.meri@tts.example", "asa.o@practicum.example", "asa.two@practicum.example")
CONTACTS = f"""\
Organisaatio;Nimi;Sähköposti;Kieli
työtehoseura ry;Maija Meri;{ADDRESSES[0]};
PRACTICUM;Åsa Ö;{ADDRESSES[1]};ruotsi

Practicum;;{ADDRESSES[2]};
Olematon Oy;Nolla;nolla@example.fi;
Riveria;Ilman Osoitetta;riveria;
Omnia;Kieli;kieli@example.fi;klingon
"""


def same_as_kept(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("ETAPPI_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.fixture
def owing(demo: Shell, inside: Inside) -> Inside:
    """The demo, where more is owed: something overdue, something without a due date, something let off, a report sent
    back; and a contact file."""
    desk = AgreementsDesk(str(demo.db))
    desk.define("ALKU", "Alkukysely", due="2024-08-30", proof="vastaus kyselyyn")
    desk.define("KUSTANNUS", "Kustannusarvio")
    desk.define("SOPIMUS", "Sopimus", due="2024-08-01")
    ids = {row.short: row.id for row in desk.matrix().rows}
    desk.set_state("SOPIMUS", ids.values(), "done", on="2024-08-01")
    desk.set_state("ALKU", [one for name, one in ids.items() if name not in ("TTS", "Practicum")], "done")
    desk.set_state("KUSTANNUS", [ids["TTS"]], "not_required", reason="ei kustannuksia")
    connection = sqlite3.connect(demo.db)
    connection.execute("UPDATE organisation SET language = 'sv' WHERE short IN ('Practicum', 'Axxell')")
    connection.commit()
    connection.close()
    assert inside("report", "TP3", "Q3", "submitted", "--done", "Tehty").code == 0
    assert inside("report", "TP3", "Q3", "returned", "--note", "Luvut puuttuvat").code == 0
    folder = demo.root / "home" / "config" / "etappi"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "contacts.csv").write_bytes(CONTACTS.encode("cp1252"))
    return inside


def test_a_finnish_and_a_swedish_reminder_have_everything_owed_and_nothing_else(owing: Inside) -> None:
    finnish, swedish = owing("missing", "--mail", "TTS"), owing("missing", "Practicum", "--mail")
    assert (finnish.code, swedish.code) == (0, 0)
    same_as_kept("reminder-fi.txt", finnish.out)
    same_as_kept("reminder-sv.txt", swedish.out)
    shown = {"TTS": finnish.out, "Practicum": swedish.out}
    for name, text in shown.items():
        rows = owing("obligation", name, "--json").json()
        for row in rows:
            open_still = row["state"] not in ("done", "not_required")
            assert (f"({row['obligation']})" in text) is open_still, (name, row["obligation"])
    places = [finnish.out.index(word) for word in ("(ALKU)", "Q3/2024: TP1.4", "(OMA-DIGI)")]
    assert places == sorted(places)
    assert "Luvut puuttuvat" in finnish.out


def test_who_cannot_be_matched_is_told(owing: Inside) -> None:
    told = owing("--lang", "en", "missing", "--mail", "TTS").err
    assert told.splitlines() == [
        "Contacts, line 7: Riveria: the e-mail address is missing or is none.",
        "Contacts, line 8: there is no language klingon. Write fi, sv or en.",
        "Contacts, line 6: Olematon Oy matches no organisation. Write its name, short name or business id.",
    ]


def test_files_are_private_whole_and_never_written_over_unasked(owing: Inside, shell: Shell) -> None:
    folder = shell.root / "letters"
    outcome = owing("missing", "--mail", "--dir", str(folder), "--json")
    written = outcome.json()
    assert {row["organisation"] for row in written} >= {"Työtehoseura ry"}
    assert len({row["file"] for row in written}) == len(written) == len(list(folder.iterdir()))
    for row in written:
        path = Path(row["file"])
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert row["text"] in path.read_text(encoding="utf-8")
    names = {path.name for path in folder.iterdir()}
    assert {"muistutus_TTS_2024-09-16.txt", "paminnelse_Practicum_2024-09-16.txt"} <= names
    assert owing("missing", "--mail", "--dir", str(folder)).code == 2
    assert owing("missing", "--mail", "--dir", str(folder), "--force").code == 0


def test_no_address_is_in_the_store_its_backups_or_its_log(owing: Inside, shell: Shell) -> None:
    assert all(one in owing("missing", "--mail").out for one in ADDRESSES)
    assert owing("missing", "--mail", "--dir", str(shell.root / "letters")).code == 0
    assert owing("set", "TP2", "--reported", "20%", "--quarter", "Q3").code == 0
    assert owing("backup", str(shell.root / "home" / "data" / "etappi" / "copy.db")).code == 0
    files = [path for path in shell.data.rglob("*") if path.is_file()]
    assert len(files) >= 2
    for path in files:
        content = path.read_bytes()
        for address in (*ADDRESSES, "Maija Meri", "practicum.example"):
            assert address.encode() not in content, path
    assert "example" not in owing("log", "-n", "50", "--json").out


def test_those_that_owe_nothing_get_no_letter(owing: Inside) -> None:
    outcome = owing("obligation", "Omnia", "KUSTANNUS", "done")
    assert outcome.code == 0
    outcome = owing("--lang", "en", "missing", "--mail", "Omnia")
    assert (outcome.code, outcome.out) == (0, "")
    assert "Espoon seudun koulutuskuntayhtymä Omnia: nothing is owed." in outcome.err


@pytest.mark.parametrize(
    "arguments", [("--mail", "--quarter", "Q3"), ("Omnia",), ("--dir", "x"), ("--mail", "--force")]
)
def test_what_does_not_go_together_is_refused(demo: Shell, inside: Inside, arguments: tuple[str, ...]) -> None:
    assert demo.db.exists()
    outcome = inside("missing", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert "--mail" in outcome.err


@pytest.mark.parametrize("content", [b"", b"\n\n", b"Nimi;Puhelin\nA;1\n"])
def test_a_contact_file_without_headings_is_told(owing: Inside, shell: Shell, content: bytes) -> None:
    (shell.root / "home" / "config" / "etappi" / "contacts.csv").write_bytes(content)
    outcome = owing("missing", "--mail")
    assert (outcome.code, outcome.out) == (2, "")
    assert "contacts.csv" in outcome.err
