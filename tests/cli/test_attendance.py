"""`etappi import` of lists of attendance, what becomes of personal data, `etappi purge` and `etappi info`."""

from pathlib import Path

import pytest

from tests.cli.meetings import PERSONS, another_meeting, ask, bytes_below, people, waiting
from tests.cli.support import Inside, Shell
from tests.importers.attendance import shapes
from tests.importers.attendance.shapes import EN, FI, LANGUAGES, SV


@pytest.fixture
def files(shell: Shell) -> dict[str, Path]:
    """One meeting as each program tells it."""
    content = {
        **{f"teams{n}": shapes.utf16(getattr(shapes, f"teams{n}")(FI)) for n in (1, 2, 3)},
        "zoom": shapes.text(shapes.zoom_meeting(FI), ",").encode(),
        "webinar": shapes.text(shapes.zoom_webinar(), ",").encode(),
        "webropol": shapes.text(shapes.webropol(FI), ";").encode("cp1252"),
        "signup": shapes.text(shapes.signup(FI), ";").encode(),
    }
    out = {}
    for name, data in content.items():
        out[name] = shell.root / f"{name}.csv"
        out[name].write_bytes(data)
    return out


def test_three_generations_of_one_meeting_are_one_event_with_the_same_people(
    made: Inside, files: dict[str, Path], shell: Shell
) -> None:
    assert made("import", files["teams3"], "--apply").code == 0
    first = people(shell)
    assert first == [
        ("Gradia", 1, 1, None, 74), (None, 1, 1, "@axxell.example", 0), (None, 1, 1, "@omnia.example", 90),
        (None, 0, 3, None, None),
    ]  # fmt: skip
    again = made("import", files["teams2"], "--apply", "--json").json()
    assert (again["added"], again["changed"], again["same"], again["batch"]) == (0, 0, 6, None)
    asked = made("import", files["teams1"], "--apply", "--json")
    assert asked.code == 1
    assert [(one["kind"], one["candidates"][0]["name"]) for one in asked.json()["questions"]] == [("event", "E1")]
    told = made("import", files["teams1"], "--event", "E1", "--apply", "--json").json()
    assert (told["added"], told["changed"]) == (0, 0)
    assert people(shell) == first
    assert ask(shell, "SELECT code, title, start, ends, mode FROM event") == [
        ("E1", "Viitearkkitehtuuri käytännössä", "2024-09-03T09:00", "2024-09-03T10:30", "online")
    ]


def test_the_poorer_report_first_and_the_keys_take_the_place_of_numbers(
    made: Inside, files: dict[str, Path], shell: Shell
) -> None:
    answers = shell.write("a.toml", '[events]\n"teams1 2024-09-03T09:00" = "new"\n')
    assert made("import", files["teams1"], "--answers", answers, "--apply").code == 0
    assert people(shell) == [(None, 0, 5, None, None), ("Gradia", 0, 1, None, None)]
    again = made("import", files["teams1"], "--apply", "--json").json()
    assert (again["added"], again["questions"], again["batch"]) == (0, [], None)  # its event is remembered
    assert made("import", files["teams3"], "--event", "E1", "--apply").code == 0
    assert sum(row[2] for row in people(shell)) == 6
    assert sum(row[1] for row in people(shell)) == 3
    assert made("import", files["teams2"], "--apply", "--json").json()["batch"] is None


@pytest.mark.parametrize("of", LANGUAGES, ids=lambda of: of.code)
def test_a_report_is_known_by_its_shape_in_every_language(made: Inside, of: shapes.Language, shell: Shell) -> None:
    path = shell.root / "x.csv"
    path.write_bytes(shapes.utf16(shapes.teams3(of)))
    found = made("import", path, "--json").json()
    assert (found["kind"], found["attendance"]["people"], found["attendance"]["list"]) == ("attendance", 6, "presence")
    assert found["skipped"][0]["text"] == ""  # who it is stays out of scripts


def test_saved_again_by_excel(made: Inside, shell: Shell) -> None:
    path = shell.root / "x.csv"
    path.write_bytes(shapes.text(shapes.teams3(SV), ";").encode("cp1252"))
    assert made("import", path, "--json").json()["attendance"]["people"] == 6
    path.write_bytes(shapes.text(shapes.teams3(FI)).encode("utf-16-be"))
    assert made("import", path, "--json").json()["attendance"]["people"] == 6


def test_days_and_months_are_asked_once_and_remembered_for_the_file(made: Inside, shell: Shell) -> None:
    rows = [
        ["Full Name", "Join Time", "Leave Time", "Duration", "Email", "Role", "Participant ID (UPN)"],
        ["Mallikas Maija", "03/09/2024, 9.00.12", "03/09/2024, 9.30.12", "30m", "m@omnia.example", "Presenter", ""],
    ]
    head = [["Meeting Summary"], ["Total Number of Participants", "1"], ["Meeting Title", "Kahvit"],
            ["Meeting Start Time", "03/09/2024, 9.00.00"], ["Meeting End Time", "03/09/2024, 9.30.00"], []]  # fmt: skip
    path = shell.root / "x.csv"
    path.write_bytes(shapes.utf16([*head, *rows]))
    found = made("import", path, "--json")
    assert (found.code, [one["kind"] for one in found.json()["questions"]]) == (1, ["date"])
    answers = shell.write("a.toml", '[dates]\norder = "day-month"\n')
    assert made("import", path, "--answers", answers, "--apply").code == 0
    assert ask(shell, "SELECT start FROM event") == [("2024-09-03T09:00",)]
    again = made("import", path, "--apply", "--json").json()
    assert (again["questions"], again["batch"]) == ([], None)


def test_an_unclosed_quote_is_refused(made: Inside, shell: Shell) -> None:
    text = 'Nimi;Sähköposti;Organisaatio\n"Mallikas Maija;m@omnia.example;Omnia\nA B;a@b.fi;Gradia\n'
    path = shell.write("x.csv", text)
    assert made("import", path, "--as", "attendance", "--apply").code == 2
    assert not ask(shell, "SELECT 1 FROM attendance")


def test_a_webinar_whose_registrants_did_not_come(made: Inside, files: dict[str, Path], shell: Shell) -> None:
    found = made("import", files["webinar"], "--apply", "--json").json()
    assert found["attendance"]["people"] == found["added"]
    assert any("saapunut" in one["reason"] for one in found["skipped"])


def test_registrations_are_no_presence(made: Inside, files: dict[str, Path], shell: Shell) -> None:
    asked = made("import", files["webropol"], "--json").json()
    assert asked["attendance"]["list"] == "registration"
    made("import", files["teams3"], "--apply")
    assert made("import", files["webropol"], "--event", "E1", "--apply").code == 0
    assert not ask(shell, "SELECT 1 FROM attendance AS a JOIN event_list AS l ON l.id = a.list_id "
                   "WHERE l.kind = 'registered'")  # fmt: skip
    assert ask(shell, "SELECT persons FROM event_list WHERE kind = 'registered'")[0][0] > 0
    assert "ei läsnäoloa" in made("import", files["webropol"], "--event", "E1").out


def test_plain_counts_are_never_added_to_people(made: Inside, files: dict[str, Path], shell: Shell) -> None:
    made("import", files["teams3"], "--apply")
    counts = shell.write("counts.txt", "Omnia 2\nGradia: 1\nTuntematon opisto 1\n")
    assert made("import", counts, "--event", "E1", "--apply").code == 0
    found = made("import", counts, "--event", "E1", "--apply", "--json").json()
    assert (found["added"], found["same"], found["batch"]) == (0, 4, None)
    total = shell.write("total.txt", "TP1.2 työpaja 5.9.: 34 hlö / 19 org\nTP1.2 kahvit 2024-09-06: 11 hlö\n")
    made("import", total, "--as", "attendance", "--apply")
    assert ask(shell, "SELECT e.code, e.title, e.start, l.kind, l.persons, l.organisations FROM event AS e "
               "JOIN event_list AS l ON l.event_id = e.id WHERE e.id > 1 ORDER BY 1") == [
        ("E2", "TP1.2 työpaja", "2024-09-05", "counted", 34, 19),
        ("E3", "TP1.2 kahvit", "2024-09-06", "counted", 11, None),
    ]  # fmt: skip
    assert ask(shell, "SELECT count(*) FROM event_package") == [(2,)]


def test_people_on_site_and_online_make_one_event(made: Inside, files: dict[str, Path], shell: Shell) -> None:
    made("import", files["teams3"], "--apply")
    sheet = shell.write("paikalla.csv", "Nimi;Sähköposti;Organisaatio\n"
                        "Mallikas Maija;Maija.Mallikas@omnia.example;Omnia\n"
                        "Uusi Ulla;ulla@gradia.example;Gradia\n")  # fmt: skip
    assert made("import", sheet, "--as", "attendance", "--event", "E1", "--apply").code == 0
    assert ask(shell, "SELECT kind, mode FROM event_list ORDER BY id") == [("present", "online"), ("present", "onsite")]
    assert ask(shell, "SELECT count(DISTINCT person_key) FROM attendance") == [(4,)]
    told = made("event", "show", "E1").out.replace("\u00a0", " ")
    assert "Läsnä yhteensä: henkilöitä 7, organisaatioita 2" in told  # six online, two on site, one of them in both
    assert made("event", "show", "E1", "--json").json()["persons"] == 7
    made("event", "count", "E1", "--org", "Riveria")
    assert "henkilöitä vähintään 7, organisaatioita 3" in made("event", "show", "E1").out.replace("\u00a0", " ")


def test_what_waits_is_settled_by_its_domain_and_learned(made: Inside, files: dict[str, Path], shell: Shell) -> None:
    made("import", files["teams3"], "--apply")
    assert waiting(made) == ["@axxell.example", "@omnia.example"]
    told = made("org", "settle", "@omnia.example", "--as", "Omnia").out.replace("\u00a0", " ")
    assert told == "@omnia.example: selvitetty, Omnia.\nSelvitetty 1 henkilö 1 tapahtumassa.\n"
    assert made("org", "settle", "@axxell.example", "--new").code == 0
    assert waiting(made) == []
    assert {row[0] for row in people(shell) if row[1]} == {"Gradia", "Omnia", "axxell.example"}
    assert ask(shell, "SELECT o.name, m.network FROM membership AS m "
               "JOIN organisation AS o ON o.id = m.organisation_id "
               "WHERE o.name LIKE 'axx%'") == [("axxell.example", 0)]  # fmt: skip
    other = shell.root / "y.csv"
    other.write_bytes(another_meeting(FI))
    assert made("import", other, "--json").json()["waiting"] == 0
    assert made("undo").code == 0
    assert made("undo").code == 0
    assert waiting(made) == ["@axxell.example", "@omnia.example"]
    assert not ask(shell, "SELECT 1 FROM mail_domain")


def test_undo_takes_back_event_lists_and_people(made: Inside, files: dict[str, Path], shell: Shell) -> None:
    made("import", files["teams3"], "--apply")
    assert made("undo").code == 0
    for table in ("event", "event_meeting", "event_list", "attendance"):
        assert not ask(shell, f"SELECT 1 FROM {table}")
    assert made("import", files["teams3"], "--apply").code == 0
    assert ask(shell, "SELECT code FROM event") == [("E2",)]


def test_a_locked_quarter_refuses_and_the_same_file_does_not_mind(
    made: Inside, files: dict[str, Path], shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    made("import", files["teams3"], "--apply")
    monkeypatch.setenv("ETAPPI_TODAY", "2024-10-20")
    for quarter in ("2024-Q1", "2024-Q2", "2024-Q3"):
        assert made("close", quarter).code == 0
    assert made("import", files["teams3"], "--apply").code == 0
    refused = made("import", files["signup"], "--as", "attendance", "--event", "E1", "--apply")
    assert refused.code != 0
    assert "Q3/2024" in refused.err or "2024-Q3" in refused.err
    # what tells of persons may be taken out of it all the same
    assert made("purge", "--event", "E1", "--yes").code == 0
    assert not ask(shell, "SELECT 1 FROM attendance WHERE person_key IS NOT NULL")


def test_no_person_in_any_file_after_an_import(made: Inside, files: dict[str, Path], shell: Shell) -> None:
    for name in ("teams3", "teams2", "zoom", "webinar"):
        made("import", files[name], "--apply")
    made("import", files["webropol"], "--event", "E1", "--apply")
    made("import", files["signup"], "--as", "attendance", "--event", "E1", "--unmarked", "all", "--apply")
    found = bytes_below(shell.root / "home")
    for person in PERSONS:
        assert person.encode() not in found
        assert person.casefold().encode() not in found
    key = (shell.root / "home" / "config" / "etappi" / "key").read_text().strip()
    assert key.encode() not in shell.db.read_bytes()
    told = made("info", "--json").json()["personal_data"]
    assert told["names"] == told["emails"] == 0
    assert told["keys"] > 0


def test_purge_leaves_no_person_in_the_store_or_its_backups(
    made: Inside, files: dict[str, Path], shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    made("import", files["teams3"], "--keep-names", "31.12.2024", "--apply")
    made("import", files["zoom"], "--event", "E1", "--keep-names", "31.12.2024", "--apply")  # a backup holds the first
    made("undo")
    made("redo")
    assert b"Mallikas" in bytes_below(shell.data)
    people_before = ask(shell, "SELECT sum(headcount) FROM attendance")
    keys = [row[0] for row in ask(shell, "SELECT DISTINCT person_key FROM attendance WHERE person_key IS NOT NULL")]
    refused = made("purge", "--event", "E1")
    assert refused.code == 2  # nobody asks where nobody sits
    assert "lukituilla neljänneksillä" in refused.err
    assert "etappi snapshot take" in refused.err
    asked = shell.terminal("purge", "--event", "E1", typed="e\n", columns=200).out
    assert "lukituilla neljänneksillä" in asked
    assert "etappi snapshot take" in asked
    done = made("purge", "--event", "E1", "--yes", "--json").json()
    assert done["rows"] > 0
    assert done["bounds_widen"]
    assert done["backups"]["rewritten"]
    assert not done["backups"]["deleted"]
    found = bytes_below(shell.data)
    for planted in (*PERSONS, *keys):
        assert planted.encode() not in found, planted
    told = made("info", "--json").json()["personal_data"]
    assert not any(told.values()), told
    assert ask(shell, "SELECT sum(headcount) FROM attendance") == people_before
    assert made("check", "--store").code == 0
    assert made("undo", str(ask(shell, "SELECT max(id) FROM action")[0][0])).code == 2


def test_purge_of_one_person_and_of_what_is_old(
    made: Inside, files: dict[str, Path], shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    made("import", files["teams3"], "--apply")
    done = shell("purge", "--person", "--yes", "--json", stdin="MAIJA.mallikas@omnia.example\n")
    assert done.json()["rows"] == 1
    assert made("purge", "--older-than", "2024-09-03", "--yes", "--json").json()["rows"] == 0
    told = made("purge", "--older-than", "2024-09-04", "--yes").out.replace("\u00a0", " ")
    assert "2 rivin henkilötiedot poistettu" in told
    assert "alaraja ja yläraja ovat nyt kauempana toisistaan, myös lukituilla neljänneksillä" in told
    refused = made("purge", "--expired")  # takes only names and e-mails: no figure moves
    assert (refused.code, "lukituilla" in refused.err) == (2, False)


def test_without_the_key_people_are_counted_and_that_is_told(
    made: Inside, files: dict[str, Path], shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    made("import", files["teams3"], "--apply")
    monkeypatch.setenv("ETAPPI_KEY_FILE", str(shell.root / "nowhere" / "key"))
    other = shell.root / "y.csv"
    other.write_bytes(another_meeting(EN))
    found = made("import", other, "--event", "E1", "--json").json()
    assert "attendance.key_elsewhere" in [one["code"] for one in found["findings"]]
    assert not (shell.root / "nowhere").exists()


def test_a_series_with_one_meeting_id_is_several_events(made: Inside, shell: Shell) -> None:
    head = "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\n"
    table = "Name (Original Name),User Email,Total Duration (Minutes),Guest\nMallikas Maija,m@omnia.example,30,No\n"
    for number, day in enumerate(("09/03/2024", "09/17/2024")):
        text = f"{head}987 6543,Kahvit,{day} 09:00:00 AM,{day} 09:30:00 AM,x@omnia.example,30,1\n\n{table}"
        assert made("import", shell.write(f"z{number}.csv", text), "--apply").code == 0
    assert ask(shell, "SELECT code, start FROM event") == [("E1", "2024-09-03T09:00"), ("E2", "2024-09-17T09:00")]
    assert ask(shell, "SELECT count(DISTINCT person_key), count(*) FROM attendance") == [(1, 2)]


def test_several_files_at_once_know_of_one_another(made: Inside, files: dict[str, Path], shell: Shell) -> None:
    found = made("import", files["teams3"], files["teams2"], "--apply", "--json").json()
    assert [one["added"] for one in found] == [6, 0]
    assert ask(shell, "SELECT count(*) FROM event") == [(1,)]


def test_a_sheet_of_names_is_known_by_its_headings_and_a_table_of_roles_is_not(
    made: Inside, files: dict[str, Path], shell: Shell
) -> None:
    assert made("import", files["signup"], "--json").json()["kind"] == "attendance"
    assert made("import", shell.write("c.txt", "Omnia 12\nGradia: 4\n"), "--json").json()["kind"] == "attendance"
    table = shell.write("t.csv", "Organisaatio;Vetovastuu;Asiantuntija\nOmnia;x;\nGradia;;x\n")
    assert made("import", table, "--wp", "TP1.2", "--json").json()["kind"] == "participation"
