"""Cases 19 to 26 of lists of attendance through the command: from the file to what the store holds.

Case 19 (three generations of a report) and 21 (days and months) stand in test_attendance.py.
"""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.cli.meetings import another_meeting, ask, bytes_below, people, report
from tests.cli.support import Inside, Shell
from tests.importers.attendance import shapes
from tests.importers.attendance.shapes import END, FI, OTHER, SV, TITLE, Language

PORTUGUESE = (
    "Resumo|Título da reunião|Participantes presentes|Hora de início|Hora de fim|Duração da reunião|"
    "Tempo médio de participação|Participantes|Atividades na reunião|Nome|Primeira entrada|Última saída|"
    "Duração na reunião|E-mail|ID do participante (UPN)|Função|Nome completo|Hora de entrada|Hora de saída|"
    "Ação do utilizador|Carimbo de data|Entrou|Saiu|Apresentador|Guest|External|Resumo da reunião|"
    "Número total de participantes|Título|Início|Fim|Minutos|Sim|Não"
)
PT = shapes.language("pt", PORTUGUESE, "2024-09-03 {h2}:{m}:{s}", (" h", " min", " s"))
"""A language that no list of words has, as Teams writes it in Portugal."""
TABS = shapes.text(shapes.teams3(FI))
SIX = [("Gradia", 1, 1, None, 74), (None, 1, 1, "@axxell.example", 0), (None, 1, 1, "@omnia.example", 90),
       (None, 0, 3, None, None)]  # fmt: skip
"""Everybody at the meeting of tests.importers.attendance.shapes."""


def write(shell: Shell, content: bytes | str, name: str = "x.csv") -> Path:
    path = shell.root / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def teams(rows: list[tuple[str, str, str]], title: str = "Kahvit") -> str:
    """A report of the third generation: (name, duration, e-mail) of each participant, TABs, quoted where need be."""
    out = io.StringIO()
    lines = [["1. Yhteenveto"], ["Kokouksen otsikko", title], ["Osallistujia", str(len(rows))],
             ["Alkamisaika", FI.times(0)], ["Päättymisaika", FI.times(END)], [], ["2. Osallistujat"],
             ["Nimi", "Ensimmäinen liittyminen", "Viimeinen poistuminen", "Kesto kokouksessa", "Sähköposti",
              "Osallistujatunnus (UPN)", "Rooli"]]  # fmt: skip
    lines += [[name, FI.times(0), FI.times(END), lasting, email, email, "Esittäjä"] for name, lasting, email in rows]
    csv.writer(out, delimiter="\t", lineterminator="\r\n").writerows(lines)
    return out.getvalue()


def done(made: Inside, *arguments: str | Path) -> Any:
    outcome = made("import", *arguments, "--apply", "--json")
    assert outcome.code == 0, outcome.err + outcome.out
    return outcome.json()


def changed_nothing(made: Inside, *arguments: str | Path) -> bool:
    again = done(made, *arguments)
    return (again["added"], again["changed"], again["batch"]) == (0, 0, None)


@pytest.mark.parametrize(
    "content",
    [
        TABS.encode("utf-16-be"), b"\xfe\xff" + TABS.encode("utf-16-be"), TABS.encode("utf-16-le"),
        shapes.text(shapes.teams3(FI), ";").encode("cp1252"),
        b"\xef\xbb\xbf" + shapes.text(shapes.teams3(FI), ",").encode(),
    ],
    ids=["utf-16-be", "utf-16-be-bom", "utf-16-le", "excel-cp1252", "utf-8-commas"],
)  # fmt: skip
def test_20_a_report_saved_in_another_way_is_the_same_report(made: Inside, shell: Shell, content: bytes) -> None:
    assert done(made, write(shell, content))["added"] == 6
    assert people(shell) == SIX
    assert ask(shell, "SELECT title, start FROM event") == [(TITLE, "2024-09-03T09:00")]
    assert changed_nothing(made, report(shell, "teams3", FI))
    assert done(made, write(shell, content))["already"]["batch"] == ask(shell, "SELECT max(id) FROM import_batch")[0][0]


@pytest.mark.parametrize("of", [SV, PT, OTHER], ids=lambda of: of.code)
def test_22_words_and_durations_of_any_language_are_read_by_shape(made: Inside, shell: Shell, of: Language) -> None:
    found = done(made, report(shell, "teams3", of))
    assert (found["attendance"]["generation"], found["attendance"]["language"]) == ("3", "sv" if of is SV else None)
    assert people(shell) == SIX
    assert changed_nothing(made, report(shell, "teams2", of))
    assert changed_nothing(made, report(shell, "teams3", FI))  # somebody else's report of the same meeting


def test_23_line_breaks_tabs_and_short_rows(made: Inside, shell: Shell) -> None:
    text = teams([("Mallikas\tMaija", "30 min", "m@omnia.example"), ("Virtanen Matti", "40 min", "v@gradia.example")],
                 title="Kahvit\nja pullat")  # fmt: skip
    found = done(made, write(shell, b"\xff\xfe" + (text + "Lyhyt Rivi\r\n").encode("utf-16-le")))
    assert found["attendance"]["people"] == 2
    assert [one["reason"] for one in found["skipped"]] == ["ei saapunut"]  # a row without times
    assert ask(shell, "SELECT title FROM event") == [("Kahvit ja pullat",)]
    assert [(row[1], row[2], row[4]) for row in people(shell)] == [(1, 1, 40), (1, 1, 30)]


def test_23_an_unclosed_quote_swallows_no_rows(made: Inside, shell: Shell) -> None:
    text = teams([("Mallikas Maija", "30 min", "m@omnia.example"), ("Virtanen Matti", "40 min", "v@gradia.example")])
    path = write(shell, text.replace("Mallikas Maija", '"Mallikas Maija'))
    refused = made("import", path, "--apply")
    assert refused.code == 2
    assert refused.err.count("\n") == 1
    assert "9" in refused.err  # the line
    assert ask(shell, "SELECT count(*) FROM event") == [(0,)]


def test_24_programs_callers_and_two_people_of_one_name(made: Inside, shell: Shell) -> None:
    found = done(made, write(shell, teams([
        ("read.ai meeting notes", "1 t", ""), ("Otter.ai", "1 t", ""), ("+358 40 123 4567", "20 min", ""),
        ("Virtanen Matti (Unverified)", "30 min", ""), ("Virtanen Matti (Unverified)", "20 min", ""),
        ("[Omnia] Mallikas Maija", "1 t", ""), ("Korhonen Kaisa (Gradia) (External)", "1 t", "k@muu.example"),
    ])))  # fmt: skip
    assert (found["attendance"]["people"], found["attendance"]["callers"]) == (5, 1)
    assert [one["reason"] for one in found["skipped"]] == ["tallennus- tai muistiinpano-ohjelma, ei henkilö"] * 2
    assert sorted(people(shell), key=str) == [
        ("Gradia", 1, 1, None, 60), ("Omnia", 0, 1, None, None), (None, 0, 3, None, None),
    ]  # fmt: skip
    row = made("event", "show", "E1", "--json").json()
    assert (row["persons"], row["organisations"], row["unknown"]) == (5, 2, 3)


def test_25_a_webinar_with_a_rejoined_guest_a_no_show_and_nul(made: Inside, shell: Shell) -> None:
    found = done(made, write(shell, shapes.text(shapes.zoom_webinar(), ",")))
    assert (found["attendance"]["people"], found["attendance"]["registered"]) == (3, 3)
    assert [(one["reason"], one["text"]) for one in found["skipped"]] == [("ei saapunut", "")]
    assert sorted(row[4] for row in people(shell)) == [50, 60, 65]
    row = made("event", "show", "E1", "--json").json()
    assert (row["persons"], row["registered"], row["start"]) == (3, 3, "2024-09-03T08:55")
    assert changed_nothing(made, write(shell, shapes.text(shapes.zoom_webinar(), ",")))


def test_26_registrations_count_the_attendee_once_and_nobody_as_present(made: Inside, shell: Shell) -> None:
    path = write(shell, shapes.text(shapes.webropol(FI), ";").encode("cp1252"))
    found = done(made, path)
    assert (found["attendance"]["format"], found["attendance"]["list"]) == ("webropol", "registration")
    assert [one["reason"] for one in found["skipped"]] == ["ilmoittautuminen peruttu"]
    assert ask(shell, "SELECT title, start FROM event") == [("Väliseminaari", "2024-09-03T09:00")]
    row = made("event", "show", "E1", "--json").json()
    assert (row["registered"], row["persons"], row["state"]) == (3, None, "no_count")
    assert ask(shell, "SELECT count(*) FROM attendance") == [(0,)]
    assert changed_nothing(made, path)
    assert b"Sihteeri" not in bytes_below(shell.data)
    found = done(
        made, write(shell, shapes.text(shapes.signup(FI), ";"), "lista.csv"), "--event", "E1", "--as", "attendance"
    )
    assert found["added"] == 4
    assert made("event", "show", "E1", "--json").json()["persons"] == 4  # not seven


def test_every_list_twice_changes_nothing(made: Inside, shell: Shell) -> None:
    for name, content in {
        "zoom.csv": shapes.text(shapes.zoom_meeting(FI), ","), "unique.csv": shapes.text(shapes.zoom_unique(FI), ","),
        "sheet.csv": shapes.text(shapes.signup(SV), ";"), "counts.txt": "Omnia 12\nGradia: 4\nUusi opisto 3\n",
        "total.txt": "TP1.2 työpaja 5.9.: 34 hlö / 19 org\n", "paste.txt": "Nimi\tOrganisaatio\nA B\tOmnia\nC D\tMuu\n",
    }.items():  # fmt: skip
        made("event", "add", "--title", name, "--start", "2024-09-03", "--code", name)
        path = write(shell, content, name)
        options = ("--as", "attendance", *(("--event", name) if name != "total.txt" else ()))
        assert done(made, path, *options)["batch"] is not None, name
        before = ask(shell, "SELECT id, version FROM attendance UNION ALL SELECT id, version FROM event_list")
        assert changed_nothing(made, path, *options), name
        assert ask(shell, "SELECT id, version FROM attendance UNION ALL SELECT id, version FROM event_list") == before


def test_after_the_quarter_is_locked_a_list_is_refused_with_the_reason(
    made: Inside, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(made, report(shell, "teams3", FI))
    made("event", "add", "--title", "Kahvit", "--start", "2024-09-03T12:00")
    monkeypatch.setenv("ETAPPI_TODAY", "2024-10-20")
    for quarter in ("2024-Q1", "2024-Q2", "2024-Q3"):
        assert made("close", quarter).code == 0
    assert changed_nothing(made, report(shell, "teams2", FI))  # the same people: nothing that the lock forbids
    counts = shell.write("c.txt", "Omnia 12\n")
    other = write(shell, another_meeting(FI), "y.csv")
    tables = ("event", "event_list", "event_meeting", "attendance", "import_batch", "action")
    before = [ask(shell, f"SELECT count(*) FROM {table}") for table in tables]
    for arguments in ((counts, "--event", "E2", "--as", "attendance"), (other,), (other, "--event", "E2")):
        for more in ((), ("--apply",)):
            refused = made("import", *arguments, *more)
            assert refused.code == 2
            assert "Q3/2024" in refused.err
            assert "etappi reopen 2024-Q3" in refused.err
    assert [ask(shell, f"SELECT count(*) FROM {table}") for table in tables] == before


def test_reports_from_two_hosts_and_a_sheet_from_the_door_are_one_event(made: Inside, shell: Shell) -> None:
    """Two reports of one online meeting with other people on each, and those in the room: a person counts once."""
    first = teams([("Mallikas Maija", "30 min", "m@omnia.example"), ("Virtanen Matti", "40 min", "v@gradia.example")])
    second = teams([("Virtanen Matti", "55 min", "V@gradia.example"), ("Ståhl Åsa", "40 min", "s@axxell.example")])
    sheet = (
        "Nimi;Sähköposti;Organisaatio\nMallikas Maija;m@omnia.example;Omnia\nNiemi Niilo;n@riveria.example;Riveria\n"
    )
    done(made, write(shell, first, "a.csv"))
    done(made, write(shell, second, "b.csv"))
    done(made, write(shell, sheet, "ovi.csv"), "--event", "E1", "--as", "attendance")
    assert ask(shell, "SELECT code FROM event") == [("E1",)]
    assert ask(shell, "SELECT mode, count(*) FROM attendance AS a JOIN event_list AS l ON l.id = a.list_id GROUP BY 1 "
               "ORDER BY 1") == [("online", 3), ("onsite", 2)]  # fmt: skip
    row = made("event", "show", "E1", "--json").json()
    assert (row["persons"], row["organisations"]) == (4, 2)
    assert made("reach", "--json").json()["persons"] == {"low": 4, "high": 4, "identified": 1.0}
    assert sorted(ask(shell, "SELECT max(minutes) FROM attendance WHERE minutes IS NOT NULL")) == [(55,)]
