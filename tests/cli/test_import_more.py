"""What an import can be told: that a file is the whole truth, several files, a folder."""

import pytest

from tests.cli.support import PLAN, Shell

HEAD = "Organisaatio\tTP1\tTP2\n"


@pytest.fixture
def made(shell: Shell) -> Shell:
    shell.write("plan.toml", PLAN)
    assert shell("init", "plan.toml").code == 0
    return shell


def test_the_whole_truth_is_shown_saved_and_taken_back(made: Shell) -> None:
    made.write("first.txt", HEAD + "Omnia\tV\tH\nGradia\tAs\tH\nSampo\tH\t\n")
    assert made("import", "first.txt", "--apply").code == 0
    before = made("roles", "--json").json()
    made.write("second.txt", HEAD + "Omnia\tV\t\nSampo\tV\tAs\n")
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


def test_the_shape_is_told(made: Shell) -> None:
    made.write("matrix.txt", HEAD + "Omnia\tV\tH\n")
    out = made("import", "matrix.txt", "--lang", "en").out
    assert "Read as a table with the work packages in columns; the work package is in the heading of the column." in out
    assert made("import", "matrix.txt", "--json").json()["shapes"] == [{"shape": "matrix", "package": "heading"}]
