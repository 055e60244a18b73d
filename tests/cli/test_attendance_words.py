"""A person's words on a list of attendance: who counts by their minutes, how long names are kept, another secret."""

import os
from pathlib import Path

import pytest

from tests.cli.meetings import PERSONS, another_meeting, ask, bytes_below, people, report
from tests.cli.support import Inside, Shell
from tests.importers.attendance import shapes
from tests.importers.attendance.shapes import FI, SV


@pytest.fixture
def meeting(shell: Shell) -> Path:
    """A report of Teams: six people, of whom one was there for eight seconds."""
    return report(shell, "teams3", FI)


def lists(shell: Shell) -> list[tuple[object, ...]]:
    return ask(shell, "SELECT kind, mode, least_minutes, keep_until FROM event_list ORDER BY id")


def test_who_was_there_too_short_a_time_is_left_out(made: Inside, meeting: Path, shell: Shell) -> None:
    shown = made("import", meeting, "--least-minutes", "10")
    assert "mukana alle vähimmäisajan" in shown.out
    assert "vähintään 10 minuuttia mukana olleet" in shown.out
    done = made("import", meeting, "--least-minutes", "10", "--apply", "--json").json()
    assert (done["attendance"]["people"], done["added"], done["attendance"]["least_minutes"]) == (5, 5, 10)
    assert done["rows_read"] == made("import", meeting, "--json").json()["rows_read"]
    assert lists(shell) == [("present", "online", 10, None)]
    assert [row for row in people(shell) if row[1]] == [
        ("Gradia", 1, 1, None, 74), (None, 1, 1, "@omnia.example", 90),
    ]  # fmt: skip
    page = made("event", "show", "E1").out
    assert "Vain vähintään 10 minuuttia mukana olleet" in page
    assert made("event", "show", "E1", "--json").json()["lists"][0]["least_minutes"] == 10
    told = made("reach", "--json").json()
    assert (told["lists_with_least"], told["least_minutes"]) == ({"lists": 1, "low": 10, "high": 10}, None)
    assert "1 listassa on vain ne, jotka olivat mukana vähintään 10 min" in made("reach").out


def test_the_least_time_of_a_list_holds_for_its_next_report(made: Inside, meeting: Path, shell: Shell) -> None:
    made("import", meeting, "--least-minutes", "10", "--apply")
    for again in (("--least-minutes", "10"), ()):
        assert made("import", meeting, *again, "--apply", "--json").json()["batch"] is None
    assert made("import", report(shell, "teams2", FI), "--apply", "--json").json()["batch"] is None
    refused = made("import", meeting, "--least-minutes", "20", "--apply")
    assert refused.code == 2
    assert "E1" in refused.err
    assert "10 min" in refused.err
    sheet = shell.write("paikalla.csv", "Nimi;Sähköposti\nUusi Ulla;ulla@gradia.example\n")
    on_site = made("import", sheet, "--as", "attendance", "--event", "E1", "--least-minutes", "20", "--apply", "--json")
    assert "attendance.least_unused" in [one["code"] for one in on_site.json()["findings"]]  # a sheet tells no times
    assert lists(shell) == [("present", "online", 10, None), ("present", "onsite", None, None)]


def test_a_list_of_everybody_is_not_cut_afterwards(made: Inside, meeting: Path, shell: Shell) -> None:
    made("import", meeting, "--apply")
    refused = made("import", meeting, "--least-minutes", "10")
    assert refused.code == 2
    assert "etappi reach --least-minutes 10" in refused.err
    whole, cut = (made("reach", *more, "--json").json() for more in ((), ("--least-minutes", "10")))
    assert (whole["contacts"], cut["contacts"], cut["months"][0]["contacts"]) == (6, 5, 5)
    assert (whole["persons"], cut["persons"]) == (
        {"low": 6, "high": 6, "identified": 0.5}, {"low": 5, "high": 5, "identified": 2 / 5},
    )  # fmt: skip
    assert cut["least_minutes"] == 10
    assert "Laskettu vähintään 10 minuuttia mukana olleet" in made("reach", "--least-minutes", "10").out
    nobody = made("reach", "--least-minutes", "10", "--from", "2024-09-04", "--json").json()
    assert nobody["events"] == 0
    assert made("reach", "--least-minutes", "0").code == made("import", meeting, "--least-minutes", "x").code == 2


def test_where_everybody_was_short_nobody_is_counted(made: Inside, shell: Shell) -> None:
    rows = [[cell.replace("1 t 30 min", "2 min") for cell in row] for row in shapes.teams3(FI)]
    path = shell.root / "x.csv"
    path.write_bytes(shapes.utf16(rows))
    assert made("import", path, "--least-minutes", "200", "--apply").code == 0
    row = made("event", "show", "E1", "--json").json()
    assert (row["state"], row["persons"]) == ("held", 0)
    assert made("reach", "--json").json()["persons"] == {"low": 0, "high": 0, "identified": None}
    assert made("import", path, "--apply", "--json").json()["batch"] is None


def test_names_are_kept_to_a_day_and_no_longer(
    made: Inside, meeting: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert made("import", meeting, "--keep-names", "15.9.2024", "--apply").code == 2  # yesterday
    assert "nimet ja sähköpostit säilytetään 31.12.2024 asti" in made("import", meeting, "--keep-names", "31.12.").out
    assert made("import", meeting, "--keep-names", "31.12.", "--apply").code == 0
    second = shell.root / "y.csv"
    second.write_bytes(another_meeting(FI))
    assert made("import", second, "--event", "E1", "--keep-names", "2025-06-30", "--apply").code == 0
    assert lists(shell) == [("present", "online", None, "2025-06-30")]  # a person's latest word
    assert made("import", second, "--event", "E1", "--apply", "--json").json()["batch"] is None
    other = shell.write("lista.csv", "Nimi;Sähköposti\nUusi Ulla;ulla@gradia.example\n")
    kept = ("--as", "attendance", "--event", "E1", "--keep-names", "2024-12-31", "--apply")
    assert made("import", other, *kept).code == 0
    held = made("info", "--json").json()["personal_data"]
    assert (held["names"], held["emails"], held["until"]) == (5, 4, "2024-12-31")
    assert "ensimmäiset saa säilyttää 31.12.2024 asti" in made("info").out
    assert "30.6.2025 asti" in made("event", "show", "E1").out
    assert "event.names_expired" not in made("check", "--json").out
    assert made("purge", "--expired", "--yes", "--json").json()["rows"] == 0
    monkeypatch.setenv("ETAPPI_TODAY", "2025-01-01")
    (finding,) = [one for one in made("check", "--json").json() if one["rule"] == "event.names_expired"]
    assert (finding["severity"], finding["place"], finding["mend"]) == ("warning", "E1", "etappi purge --expired")
    before = ask(shell, "SELECT person_key FROM attendance ORDER BY id")
    done = made("purge", "--expired", "--yes", "--json").json()
    assert (done["rows"], done["backups"]["deleted"]) == (1, [])
    assert "event.names_expired" not in made("check", "--json").out
    assert ask(shell, "SELECT person_key FROM attendance ORDER BY id") == before  # keys are not what was to go
    assert lists(shell) == [("present", "online", None, "2025-06-30"), ("present", "onsite", None, None)]
    assert b"ulla@gradia" not in bytes_below(shell.data)
    assert b"Mallikas" in bytes_below(shell.data)
    monkeypatch.setenv("ETAPPI_TODAY", "2025-07-01")
    # the import of the list: the name stands in the log then; an undo is told by organisation and event, not by person
    assert made("undo").code == 0
    assert made("purge", "--expired", "--yes").code == 0
    found = bytes_below(shell.data)
    for person in PERSONS:
        assert person.encode() not in found, person
    held = made("info", "--json").json()["personal_data"]
    assert (held["names"], held["emails"], held["until"], held["log"]) == (0, 0, None, 1)  # the key of who was undone
    assert made("check", "--store").code == 0
    left = made("undo")
    assert "osallistujalista: E1 (keep_until): muutettu myöhemmin" in left.out
    assert b"Mallikas" not in bytes_below(shell.data)


def keys(shell: Shell) -> set[str]:
    return {row[0] for row in ask(shell, "SELECT person_key FROM attendance WHERE person_key IS NOT NULL")}


def test_another_secret_drops_the_keys_of_the_old_one(made: Inside, meeting: Path, shell: Shell) -> None:
    made("import", meeting, "--keep-names", "31.12.", "--apply")
    second = shell.root / "y.csv"
    second.write_bytes(another_meeting(SV))
    made("import", second, "--apply")
    sheet = shell.write("p.csv", "Nimi;Sähköposti\nMallikas Maija;maija.mallikas@omnia.example\n")
    made("import", sheet, "--as", "attendance", "--event", "E1", "--apply")
    file = shell.root / "home" / "config" / "etappi" / "key"
    old, secret = keys(shell), file.read_text()
    heads = ask(shell, "SELECT event_id, sum(headcount) FROM attendance GROUP BY 1")
    assert len(old) == 3
    shown = made("key", "show", "--json").json()
    assert (shown["file"], shown["lists"], shown["too_open"]) == (str(file), {"this": 3, "other": 0}, False)
    assert secret.strip() not in made("key", "show").out
    assert made("key", "rotate").code == 2  # nobody asks where nobody sits
    assert file.read_text() == secret
    file.chmod(0o640)
    done = made("key", "rotate", "--yes", "--json").json()
    assert (done["file"], done["rows"], done["backups"]["deleted"]) == (str(file), 7, [])
    assert file.read_text() != secret
    assert file.stat().st_mode & 0o777 == 0o640
    found = bytes_below(shell.data)
    for one in old:
        assert one.encode() not in found
    # those whose e-mail is stored are known again, the others are numbers; who stood on two lists is one head still
    assert len(keys(shell)) == 3
    assert not keys(shell) & old
    assert made("reach", "--json").json()["persons"] == {"low": 6, "high": 12, "identified": 0.25}
    after = ask(shell, "SELECT event_id, sum(headcount) FROM attendance GROUP BY 1")
    assert [(event, n) for event, n in heads] == [(after[0][0], after[0][1] + 1), after[1]]
    assert made("key", "show", "--json").json()["lists"] == {"this": 1, "other": 0}
    assert made("import", meeting, "--apply", "--json").json()["batch"] is None
    assert made("check", "--store").code == 0
    number = str(ask(shell, "SELECT max(id) FROM action")[0][0])
    assert made("undo", number).code == 2


def test_without_a_key_file_there_is_none_to_show(
    made: Inside, meeting: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert made("key", "show").out.startswith("Salaisuutta ei ole vielä: ")
    made("import", meeting, "--apply")
    monkeypatch.setenv("ETAPPI_KEY_FILE", str(shell.root / "other.key"))
    assert made("key", "show", "--json").json()["lists"] == {"this": 0, "other": 1}
    assert "1 listan avaimet on tehty toisella salaisuudella" in made("key", "show").out
    assert not os.path.lexists(shell.root / "other.key")
    assert made("key", "rotate", "--yes").code == 0  # the old one is lost: its keys go, a new one is made
    assert (shell.root / "other.key").stat().st_mode & 0o777 == 0o600
    assert keys(shell) == set()
    (shell.root / "other.key").chmod(0o644)
    assert "chmod 600" in made("key", "show").out
