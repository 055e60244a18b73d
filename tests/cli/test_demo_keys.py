"""What an import into the demo, whose people are invented, says of the key that nobody has."""

from pathlib import Path

from tests.cli.support import Inside, Shell

AT = "4.3.2024 9.00;4.3.2024 9.10"


def answers(shell: Shell) -> tuple[str | Path, ...]:
    told = shell.write("a.toml", '[columns]\n"Montako" = "number"\n')
    head = "ID;Aloitusaika;Valmistumisaika;Sähköposti;Nimi;Organisaatio;Montako\n"
    path = shell.write("s.csv", f"{head}2;{AT};b@kone.example;B C;;4\n3;{AT};c@kone.example;C D;;4\n")
    return "import", path, "--survey", "oma/start", "--answers", told


def test_the_demo_names_no_file_that_is_nowhere_and_says_how_to_get_a_key(demo: Shell, inside: Inside) -> None:
    sheet = demo.write("l.csv", "Nimi;Sähköposti;Organisaatio\nA B;a@kone.example;Omnia\n")
    listed = ("import", sheet, "--as", "attendance", "--event", "SEM1")
    for arguments, other in ((listed, "muihin tapahtumiin"), (answers(demo), "kierrosten välillä")):
        told = " ".join(inside(*arguments).out.replace("\u00a0", " ").split())
        assert "Demolla ei ole avaintiedostoa" in told
        assert other in told
        assert "etappi key rotate" in told
        assert "Tuo avaintiedosto" not in told
        assert "Vastaajan avain" not in told
    assert "tapahtumiin" not in inside(*answers(demo)).out
    assert inside("key", "rotate", "--yes").code == 0  # the next step does what it says
    assert inside(*listed, "--json").json()["findings"] == []
    assert "Vastaajan avain: 2" in inside(*answers(demo)).out.replace("\u00a0", " ")


def test_answers_do_not_speak_of_events_where_the_key_is_elsewhere(made: Inside, shell: Shell) -> None:
    sheet = shell.write("l.csv", "Nimi;Sähköposti\nA B;a@kone.example\n")
    made("event", "add", "--title", "Kahvit", "--start", "3.9.")
    assert made("import", sheet, "--as", "attendance", "--event", "E1", "--apply").code == 0
    (shell.root / "home" / "config" / "etappi" / "key").unlink()
    told = " ".join(made(*answers(shell)).out.replace("\u00a0", " ").split())
    assert "jos sitä ei ole kenelläkään, tee uusi: etappi key rotate" in told
    assert "tapahtumiin" not in told
    assert "Vastaajan avain" not in told
