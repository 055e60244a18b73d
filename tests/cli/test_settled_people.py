"""`etappi org settle` says how many people, or answers, got their organisation."""

import pytest

from tests.cli.support import Inside, Shell

HEAD = "ID;Aloitusaika;Valmistumisaika;Sähköposti;Nimi;Organisaatio;Montako\n"
AT = "4.3.2024 9.00;4.3.2024 9.10"


@pytest.fixture
def waiting(made: Inside, shell: Shell) -> Inside:
    """Two people at one event, one of them at another too, and two answers to a survey wait by one domain."""
    for number, (day, mails) in enumerate((("3.9.", ("a", "b")), ("10.9.", ("a",))), start=1):
        made("event", "add", "--title", f"Kahvit {number}", "--start", day)
        path = shell.write(
            f"{number}.csv", "Nimi;Sähköposti\n" + "".join(f"X {one};{one}@kone.example\n" for one in mails)
        )
        done = made("import", path, "--as", "attendance", "--event", f"E{number}", "--apply")
        assert done.code == 0, done.err
    answers = shell.write("a.toml", '[columns]\n"Montako" = "number"\n')
    path = shell.write("s.csv", HEAD + f"2;{AT};b@kone.example;B C;;4\n3;{AT};c@kone.example;C D;;4\n")
    done = made("import", path, "--survey", "network/start", "--answers", answers, "--apply")
    assert done.code == 0, done.err
    return made


def test_people_events_answers_and_surveys_are_told(waiting: Inside) -> None:
    told = waiting("org", "settle", "@kone.example", "--as", "Omnia").out.replace("\u00a0", " ")
    assert told.splitlines() == [
        "@kone.example: selvitetty, Omnia.",
        "Selvitetty 2 henkilöä 2 tapahtumassa.",
        "Selvitetty 2 vastausta 1 kyselyyn.",
    ]


def test_skipped_ones_are_told_too(waiting: Inside) -> None:
    told = waiting("org", "settle", "@kone.example", "--skip").out.replace("\u00a0", " ")
    assert "Selvitetty 2 henkilöä 2 tapahtumassa." in told
    assert "Lisätty" not in told
