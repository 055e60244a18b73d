"""Absence is not deletion, unless a person says so; and the same facts from another file change nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import EtappiError
from core.importing import ImportPlan, Known, KnownOrganisation, KnownPackage, KnownRole
from importers.answers import Answers
from importers.plan import make_plan
from importers.words import of_user
from tests.importers.support import DATA, EMPTY, apply, right_answers
from tests.importers.test_plan import BENEFICIARY, EXPERT, LEAD, NONE, table

TABLES = DATA / "three-tables"
OMNIA, GRADIA, SAMPO = (KnownOrganisation(10 + n, name, name, (name,)) for n, name in
                        enumerate(("Omnia", "Gradia", "Sampo")))  # fmt: skip
JOKI = "Jokilaakson Joensuu"
PACKAGES = (KnownPackage(1, "TP1", "Otsikko"), KnownPackage(2, "TP2", ""))


def store(*roles: KnownRole) -> Known:
    return Known(1, organisations=(OMNIA, GRADIA, SAMPO), packages=PACKAGES, roles=roles)


def plan(content: bytes, known: Known, *whole: str, answers: Answers | None = None) -> ImportPlan:
    return make_plan(content, "x", known, answers, whole=whole)


def removed(made: ImportPlan) -> list[tuple[str, str, str]]:
    return [(c.package, c.organisation, c.role) for c in made.roles if c.outcome == "removed"]


ROLES = (
    KnownRole(1, 1, 10, "lead", "interest"), KnownRole(2, 1, 10, "expert", "interest"),
    KnownRole(3, 1, 11, "beneficiary", "interest"), KnownRole(4, 2, 11, "expert", "interest"),
)  # fmt: skip


def test_without_the_word_nothing_goes() -> None:
    made = plan(table(("Omnia", LEAD)), store(*ROLES))
    assert removed(made) == []
    assert made.missing == ("Gradia",)
    assert not made.changes_something


@pytest.mark.parametrize("code", ["TP1", "tp 1", "WP1"])
def test_the_whole_truth_of_one_package_touches_only_that(code: str) -> None:
    made = plan(table(("Omnia", LEAD)), store(*ROLES), code)
    assert removed(made) == [("TP1", "Omnia", "expert"), ("TP1", "Gradia", "beneficiary")]
    assert (made.count("removed"), made.count("same")) == (2, 1)
    assert made.changes_something
    assert {c.row_id for c in made.roles if c.outcome == "removed"} == {2, 3}


def test_a_package_without_rows_cannot_be_told_whole() -> None:
    with pytest.raises(EtappiError, match="whole_not_there"):
        plan(table(("Omnia", LEAD)), store(*ROLES), "TP2")
    with pytest.raises(EtappiError, match="no_package"):
        plan(table(("Omnia", LEAD)), store(*ROLES), "TP9")


def test_a_row_without_a_mark_takes_no_known_role_away() -> None:
    made = plan(table(("Omnia", NONE)), store(*ROLES), "TP1", answers=Answers(unmarked="unknown"))
    assert removed(made) == [("TP1", "Gradia", "beneficiary")]


@pytest.mark.parametrize(
    "row",
    [
        KnownRole(3, 1, 11, "lead", "confirmed"), KnownRole(3, 1, 11, "lead", "interest", "2024-09-05"),
        KnownRole(3, 1, 11, "lead", "interest", source="user"),
    ],
)  # fmt: skip
def test_what_a_person_confirmed_or_wrote_goes_only_by_an_answer(row: KnownRole) -> None:
    made = plan(table(("Omnia", LEAD)), store(row), "TP1")
    [question] = made.questions
    assert (question.kind, question.text) == ("conflict", "TP1 > Gradia")
    assert [candidate.name for candidate in question.candidates] == ["kept", "file"]
    assert removed(made) == []
    kept = plan(table(("Omnia", LEAD)), store(row), "TP1", answers=Answers(conflicts={"TP1 > Gradia": "kept"}))
    assert (removed(kept), kept.questions, kept.unused_answers) == ([], (), 0)
    gone = plan(table(("Omnia", LEAD)), store(row), "TP1", answers=Answers(conflicts={"TP1 > Gradia": "file"}))
    assert (removed(gone), gone.questions) == ([("TP1", "Gradia", "lead")], ())
    assert [(d.kind, d.text, d.answer) for d in gone.decisions] == [("conflict", "TP1 > Gradia", "file")]


def test_a_name_that_is_not_settled_takes_nobody_away() -> None:
    content = table(("Omnia", LEAD), ("Gradio", BENEFICIARY))
    asked = plan(content, store(*ROLES), "TP1")
    assert [question.text for question in asked.questions] == ["Gradio"]
    assert removed(asked) == [("TP1", "Omnia", "expert")]
    waits = plan(content, store(*ROLES), "TP1", answers=Answers(names={"Gradio": "later"}))
    assert removed(waits) == []
    assert "import.whole_waits" in [finding.code for finding in waits.findings]
    settled = plan(content, store(*ROLES), "TP1", answers=Answers(names={"Gradio": "new"}))
    assert ("TP1", "Gradia", "beneficiary") in removed(settled)


@pytest.mark.parametrize("second", ["tables.docx", "tables.html", "flat-bom.csv", "flat.tsv", "stacked-cp1252.csv",
                                    "tables.pdf", "matrix.xlsx"])  # fmt: skip
def test_another_format_changes_nothing(second: str) -> None:
    first = make_plan((TABLES / "tables.xlsx").read_bytes(), "tables.xlsx", EMPTY)
    first = make_plan((TABLES / "tables.xlsx").read_bytes(), "tables.xlsx", EMPTY, right_answers(first))
    known = apply(first, EMPTY)
    made = make_plan((TABLES / second).read_bytes(), second, known)
    assert not made.questions
    assert {change.outcome for change in made.roles} == {"same"}
    assert (made.new, made.aliases, made.missing, made.changes_something) == ((), (), (), False)


def test_a_table_with_all_columns_after_the_text_changes_only_the_rows_without_a_mark() -> None:
    text = (TABLES / "tables.txt").read_bytes()
    asked = make_plan(text, "tables.txt", EMPTY, unmarked="unknown")
    first = make_plan(text, "tables.txt", EMPTY, right_answers(asked), unmarked="unknown")
    known = apply(first, EMPTY)
    unmarked = {(c.package, c.organisation) for c in first.roles if c.role == "unknown"}
    second = make_plan((TABLES / "tables.xlsx").read_bytes(), "tables.xlsx", known)
    changed = [change for change in second.roles if change.outcome != "same"]
    assert {(c.package, c.organisation) for c in changed} == unmarked
    assert {(c.role, c.outcome, c.before) for c in changed} == {("beneficiary", "changed", ("unknown", "interest"))}
    assert not second.questions


def test_a_partial_file_touches_only_its_own() -> None:
    made = plan(table(("Gradia", EXPERT), title="TP2"), store(*ROLES))
    assert [(c.package, c.organisation, c.outcome) for c in made.roles] == [("TP2", "Gradia", "same")]


def test_words_of_the_user_reach_tables_and_names(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text(
        '[roles]\nlead = ["päätähti"]\n[names]\ngeneric = ["jokilaakson"]\n[letters_fi]\nexpert = ["Q"]\n', "utf-8"
    )
    words = of_user(str(tmp_path))
    known = replace(store(), organisations=(KnownOrganisation(20, JOKI, "Joensuu", (JOKI,)),))
    content = "Organisaatio\tTP1\tTP2\nJokilaakson Kitee\tPäätähti\tQ\n".encode()
    made = make_plan(content, "x", known, words=words)
    assert [(c.role, c.outcome) for c in made.roles] == [("lead", "added"), ("expert", "added")]
    assert not made.questions
    assert [q.kind for q in make_plan(content, "x", known).questions if q.kind == "name"] == ["name"]
    assert of_user(str(tmp_path / "none")).roles.get("päätähti") is None
