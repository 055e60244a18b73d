"""Questions of an import at the terminal: hand-typed tables, answers that are typed, taken back and kept."""

import tomllib

import pytest

from tests.cli.support import PLAN, TABLES, Shell

HAND = "Organisaatio\tVetovastuu\tAsiantuntija\nOmnia\tx\t\nGradia\t\tx\nSampo\t\tx\nLuksia\tx\t\n"
MARK = "TP2\nOrganisaatio\tVetovastuu\tAsiantuntija\nOmnia\tx\t\nHyria koulutus Oy\t\t?\nHyrja koulutus Oy\t\tx\n"


@pytest.fixture
def own(shell: Shell) -> Shell:
    shell.write("plan.toml", PLAN)
    assert shell("init", "plan.toml").code == 0
    shell.write("hand.tsv", HAND)
    shell.write("mark.tsv", MARK)
    return shell


def roles(shell: Shell) -> set[tuple[str, str, str]]:
    return {(row["workpackage"], row["organisation"], row["role"]) for row in shell("roles", "--json").json()}


@pytest.mark.parametrize("answer", ["f", "tp 2"])
def test_a_table_without_a_package_offers_them_all(own: Shell, answer: str) -> None:
    saved = own.terminal("import", "hand.tsv", typed=f"{answer}\nk\n", NO_COLOR="1")
    assert saved.code == 0, saved.out
    assert "Mitä työpakettia taulukko koskee?" in saved.out
    assert "  f  TP2 (suunnitelmassa: Paketti TP2)" in saved.out
    assert "--wp" in saved.out
    assert ("TP2", "Omnia", "lead") in roles(own)
    again = own("import", "hand.tsv")
    assert (again.code, "Mikään ei muutu." in again.out) == (0, True)


def test_answers_are_taken_back_typed_and_kept(own: Shell) -> None:
    left = own.terminal("import", "mark.tsv", typed="a\n<\nvetovastuu\nq\n\n", NO_COLOR="1")
    assert left.code == 1
    assert "vastasit: asiantuntija" in left.out
    assert "etappi import mark.tsv --answers mark.tsv.answers.toml" in left.out
    kept = tomllib.loads((own.root / "mark.tsv.answers.toml").read_text(encoding="utf-8"))
    assert kept == {"marks": {"?": "lead"}}
    second = own.terminal("import", "mark.tsv", typed="a\nq\n\n", NO_COLOR="1")
    assert "mark.tsv.answers-2.toml" in second.out
    assert tomllib.loads((own.root / "mark.tsv.answers.toml").read_text(encoding="utf-8")) == kept
    saved = own.terminal(
        "import", "mark.tsv", "--answers", "mark.tsv.answers.toml", typed="hyria\nk\n", NO_COLOR="1"
    )  # fmt: skip
    assert saved.code == 0, saved.out
    assert roles(own) == {
        ("TP2", "Omnia", "lead"), ("TP2", "Hyria koulutus Oy", "lead"), ("TP2", "Hyria koulutus Oy", "expert"),
    }  # fmt: skip


def test_the_next_command_is_told_with_its_options(own: Shell) -> None:
    written = own("import", "mark.tsv", "--wp", "TP2", "--questions", "q fi.toml")
    assert written.code == 1
    command = "etappi import mark.tsv --wp TP2 --answers 'q fi.toml' --apply"
    assert written.err.splitlines() == ["2 kysymystä kirjoitettu: q fi.toml", f"Täytä q fi.toml ja aja: {command}"]


def test_a_second_questions_file_is_enough_to_go_on_with(own: Shell) -> None:
    own.write("a.toml", '[marks]\n"?" = "lead"\n')
    own("import", "mark.tsv", "--answers", "a.toml", "--questions", "b.toml")
    written = (own.root / "b.toml").read_text(encoding="utf-8")
    assert tomllib.loads(written)["marks"] == {"?": "lead"}
    own.write("c.toml", written.replace('"Hyrja koulutus Oy" = ""', '"Hyrja koulutus Oy" = "Hyria koulutus Oy"'))
    assert own("import", "mark.tsv", "--answers", "c.toml").code == 0
    own.write("d.toml", '[names]\n"Hyrja koulutus Oy" = "new"\n"Nobody" = "new"\n')
    both = own("import", "mark.tsv", "--answers", "d.toml", "--answers", "c.toml")
    assert both.code == 0
    assert "1 vastaus, jota mikään ei kysynyt: Nobody." in both.out


def test_undo_says_in_words_what_it_took_back(own: Shell) -> None:
    own.write("one.tsv", "TP2\nOrganisaatio\tVetovastuu\nOmnia\tx\n")
    assert own("import", "one.tsv", "--apply").code == 0
    assert own("undo").out.startswith("Kumottu 2: tuonti: one.tsv (")


def test_the_preview_of_the_real_tables_fits_the_eye(own: Shell) -> None:
    shown = own.terminal("import", TABLES, "--dry-run", NO_COLOR="1")
    lines = shown.out.splitlines()
    assert len(lines) <= 50
    assert "TP4 > rivi 617: Taulukko voi olla katkennut: 58 riviä luettu, eikä loppua näy." in shown.out
    assert str(TABLES) not in "\n".join(lines[4:-1])
    asked = own.terminal("import", TABLES, typed="q\n", NO_COLOR="1")
    assert "Kysyttävää (18): kysytään seuraavaksi" in asked.out
    assert asked.out.count("Hyrja") == 0
