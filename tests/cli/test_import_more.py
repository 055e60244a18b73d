"""What an import can be told: that a file is the whole truth, several files, a folder."""

import pytest

from tests.cli.support import PLAN, Inside, Shell

HEAD = "Organisaatio\tTP1\tTP2\n"


@pytest.fixture
def made(shell: Shell, inside: Inside) -> Inside:
    shell.write("plan.toml", PLAN)
    assert inside("init", "plan.toml").code == 0
    return inside


def test_the_whole_truth_is_shown_saved_and_taken_back(made: Inside, shell: Shell) -> None:
    shell.write("first.txt", HEAD + "Omnia\tV\tH\nGradia\tAs\tH\nSampo\tH\t\n")
    assert made("import", "first.txt", "--apply").code == 0
    before = made("roles", "--json").json()
    shell.write("second.txt", HEAD + "Omnia\tV\t\nSampo\tV\tAs\n")
    plain = made("import", "second.txt", "--json").json()
    assert (plain["removed"], plain["missing"]) == (0, ["Gradia"])
    shown = made("import", "second.txt", "--whole", "TP1", "--lang", "en")
    assert "Removed (2)\n  TP1 Gradia: expert\n  TP1 Sampo: adopter\n" in shown.out
    saved = made("import", "second.txt", "--whole", "TP1", "--apply", "--json").json()
    assert (saved["applied"], saved["removed"], saved["added"], saved["same"]) == (True, 2, 2, 1)
    rows = {(row["workpackage"], row["organisation"], row["role"]) for row in made("roles", "--json").json()}
    assert rows == {
        ("TP1", "Omnia", "lead"), ("TP2", "Omnia", "beneficiary"), ("TP2", "Gradia", "beneficiary"),
        ("TP1", "Sampo", "lead"), ("TP2", "Sampo", "expert"),
    }  # fmt: skip
    # What an import removed the next one brings back without a question.
    assert made("import", "first.txt", "--json").json()["questions"] == []
    assert made("undo").code == 0
    assert made("roles", "--json").json() == before


def test_the_shape_is_told(made: Inside, shell: Shell) -> None:
    shell.write("matrix.txt", HEAD + "Omnia\tV\tH\n")
    out = made("import", "matrix.txt", "--lang", "en").out
    assert "Read as a table with the work packages in columns; the work package is in the heading of the column." in out
    assert made("import", "matrix.txt", "--json").json()["shapes"] == [{"shape": "matrix", "package": "heading"}]


def test_several_files_know_of_one_another(made: Inside, shell: Shell) -> None:
    shell.write("a.txt", HEAD + "Omnia\tV\tH\nSavon ammattiopisto\tAs\tH\n")
    shell.write("b.txt", HEAD + "Omnia\tV\t\nSavon ammattiopisto\tH\t\nGradia\tAs\t\n")
    shown = made("import", "a.txt", "b.txt", "--json")
    first, second = shown.json()
    assert (first["new"], second["new"]) == (["Omnia", "Savon ammattiopisto"], ["Gradia"])
    assert (second["same"], second["added"], second["batch"]) == (1, 2, None)
    assert shown.code == 0
    saved = made("import", "a.txt", "b.txt", "--apply", "--json")
    assert [(one["applied"], one["batch"]) for one in saved.json()] == [(True, 2), (True, 3)]
    assert len(made("imports", "--json").json()) == 2
    assert made("import", "a.txt", "b.txt", "--apply").code == 0
    assert len(made("imports", "--json").json()) == 2


def test_a_question_in_one_of_several_keeps_all_back(made: Inside, shell: Shell) -> None:
    shell.write("a.txt", HEAD + "Omnia\tV\tH\n")
    shell.write("b.txt", HEAD + "Gradia\tV\tQ\n")
    held = made("import", "a.txt", "b.txt", "--apply", "--questions", "q.toml", "--lang", "en")
    assert held.code == 1
    assert "Nothing was saved" in held.err
    assert made("imports", "--json").json() == []
    text = (shell.root / "q.toml").read_text("utf-8")
    assert '"Q" = ""' in text.replace("Q = ", '"Q" = ')
    shell.write("answers.toml", '[marks]\nQ = "expert"\n')
    assert made("import", "a.txt", "b.txt", "--answers", "answers.toml", "--apply").code == 0
    assert len(made("imports", "--json").json()) == 2


def test_a_bad_file_among_good_ones_is_told_and_sets_the_exit_code(made: Inside, shell: Shell) -> None:
    shell.write("a.txt", HEAD + "Omnia\tV\tH\n")
    shell.write("bad.txt", "Hei\n")
    told = made("import", "a.txt", "bad.txt", "none.txt", "--json")
    assert told.code == 2
    assert [one["file"] for one in told.json()] == ["a.txt"]
    assert len(told.err.splitlines()) == 2
    assert made("import", "a.txt", "bad.txt", "--apply").code == 2
    assert made("imports", "--json").json() == []


def test_a_folder_stands_for_its_files_by_name(made: Inside, shell: Shell) -> None:
    folder = shell.root / "in"
    (folder / "deeper").mkdir(parents=True)
    shell.write("in/b.txt", HEAD + "Gradia\tV\t\n")
    shell.write("in/a.csv", "Organisaatio;TP1;TP2\nOmnia;V;H\n")
    shell.write("in/.hidden", "x")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0")
    seen = made("import", "in", "--json", "--lang", "en")
    assert seen.code == 0
    assert [one["file"] for one in seen.json()] == ["in/a.csv", "in/b.txt"]
    told = seen.err
    assert len(told.splitlines()) == 3
    assert "in/.hidden" in told
    assert "in/deeper" in told
    assert "in/picture.png" in told
    (shell.root / "empty").mkdir()
    assert made("import", "empty").code == 2


def test_standard_input_among_files(made: Inside, shell: Shell) -> None:
    shell.write("a.txt", HEAD + "Omnia\tV\tH\n")
    seen = shell("import", "a.txt", "-", "--json", stdin=HEAD + "Gradia\tV\t\n")
    assert [one["new"] for one in seen.json()] == [["Omnia"], ["Gradia"]]
    assert shell("import", "-", "-", stdin="x").code == 2
    one = shell("import", "-", "--json", stdin=HEAD + "Gradia\tV\t\n").json()
    assert one["new"] == ["Gradia"]
