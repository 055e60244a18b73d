"""What an import would do: packages, roles, conflicts, waiting, answers that are used and unused."""

from collections.abc import Callable
from dataclasses import replace

import pytest

import locales
from core.errors import EtappiError
from core.importing import ImportPlan, Known, KnownOrganisation, KnownPackage, KnownRole, Question
from importers import places, planjson
from importers.answers import Answers
from importers.plan import make_plan
from tests.importers.support import apply

PACKAGES = (KnownPackage(1, "TP1", "Otsikko"), KnownPackage(2, "TP1.2", "Toinen"), KnownPackage(3, "KOORD", "Tuki"))
STORE = Known(
    project_id=1,
    packages=PACKAGES,
    organisations=(
        KnownOrganisation(10, "Omnia", "Omnia", ("Omnia",)),
        KnownOrganisation(11, "Gradia", "Gradia", ("Gradia",), network=False),
        KnownOrganisation(12, "Sampo", "Sampo", ("Sampo",)),
    ),
)
HEAD = "Organisaatio\tVetovastuu\tAvustava vetovastuu\tAsiantuntija\tHyödyntäjä\n"
LEAD, ASSIST, EXPERT, BENEFICIARY, NONE = "x\t\t\t", "\tx\t\t", "\t\tx\t", "\t\t\tx", "\t\t\t"


def table(*rows: tuple[str, str], title: str = "TP1 Otsikko") -> bytes:
    return (f"{title}\n{HEAD}" + "".join(f"{name}\t{cells}\n" for name, cells in rows)).encode()


def plan(content: bytes, known: Known = STORE, answers: Answers | None = None, **more: object) -> ImportPlan:
    return make_plan(content, "x.txt", known, answers, **more)  # type: ignore[arg-type]


def in_finnish(say: Callable[[Question], str], question: Question) -> str:
    before = locales.language()
    locales.choose("fi")
    try:
        return say(question)
    finally:
        locales.choose(before)


def with_role(role: str, certainty: str = "interest", edited: str | None = None) -> Known:
    return replace(STORE, roles=(KnownRole(5, 1, 10, role, certainty, edited),))


def changes(made: ImportPlan) -> list[tuple[str, str, str, str]]:
    return [(c.organisation, c.role, c.certainty, c.outcome) for c in made.roles]


def test_marks_are_interest_and_new_organisations_are_listed() -> None:
    made = plan(table(("Omnia", LEAD), ("Riveria", EXPERT)))
    assert changes(made) == [("Omnia", "lead", "interest", "added"), ("Riveria", "expert", "interest", "added")]
    assert [new.name for new in made.new] == ["Riveria"]
    assert [row.outcome for row in made.rows] == ["added", "added"]
    assert not made.questions


def test_a_known_role_changes_an_unknown_row_and_the_rest_is_added() -> None:
    made = plan(table(("Omnia", "x\t\tx\t")), with_role("unknown"))
    assert changes(made) == [("Omnia", "lead", "interest", "changed"), ("Omnia", "expert", "interest", "added")]
    assert (made.roles[0].row_id, made.roles[0].before) == (5, ("unknown", "interest"))
    assert made.rows[0].outcome == "added"


def test_nothing_goes_down_in_silence() -> None:
    for role, certainty in (("beneficiary", "confirmed"), ("lead", "interest")):
        made = plan(table(("Omnia", NONE)), with_role(role, certainty), unmarked="unknown")
        assert changes(made) == [("Omnia", role, certainty, "same")]
        assert not made.changes_something


def test_equal_rows_stay_and_confirmed_stays_confirmed() -> None:
    made = plan(table(("Omnia", EXPERT)), with_role("expert", "confirmed"))
    assert changes(made) == [("Omnia", "expert", "confirmed", "same")]


def test_unknown_stands_only_where_there_is_no_other_role() -> None:
    made = plan(table(("Omnia", NONE), ("Omnia", EXPERT)), unmarked="unknown")
    assert changes(made) == [("Omnia", "expert", "interest", "added")]
    assert [row.outcome for row in made.rows] == ["added", "repeated"]


def test_a_change_by_hand_wins_until_a_person_says_otherwise() -> None:
    content, store = table(("Omnia", LEAD)), with_role("expert", "confirmed", edited="2024-09-05")
    asked = plan(content, store)
    assert [(q.kind, q.text) for q in asked.questions] == [("conflict", "TP1 > Omnia")]
    assert changes(asked) == [("Omnia", "expert", "confirmed", "same")]
    kept = plan(content, store, Answers(conflicts={"TP1 > Omnia": "kept"}))
    assert not kept.questions
    assert not kept.changes_something
    by_file = plan(content, store, Answers(conflicts={"TP1 > Omnia": "file"}))
    assert changes(by_file) == [("Omnia", "lead", "interest", "changed")]
    assert by_file.roles[0].before == ("expert", "confirmed")


def test_a_role_removed_by_hand_does_not_come_back_unasked() -> None:
    store = replace(STORE, removed={(1, 10, "lead"): "2024-09-05"})
    made = plan(table(("Omnia", LEAD)), store)
    assert [(q.kind, q.values) for q in made.questions] == [("conflict", {"date": "2024-09-05"})]
    assert not made.roles
    again = plan(table(("Omnia", LEAD)), store, Answers(conflicts={"TP1 > Omnia": "file"}))
    assert changes(again) == [("Omnia", "lead", "interest", "added")]


def test_an_edited_row_that_the_file_repeats_is_no_conflict() -> None:
    made = plan(table(("Omnia", EXPERT)), with_role("expert", "confirmed", edited="2024-09-05"))
    assert not made.questions


# Packages


@pytest.mark.parametrize("title", ["TP 1 Otsikko", "Työpaketti 1: Otsikko", "WP1", "tp01 – Otsikko"])
def test_the_code_finds_the_package(title: str) -> None:
    assert plan(table(("Omnia", LEAD), title=title)).roles[0].package == "TP1"


def test_another_title_is_told_not_asked() -> None:
    made = plan(table(("Omnia", LEAD), title="TP1 Aivan toinen nimi"))
    assert not made.questions
    assert [f.values["title"] for f in made.findings if f.code == "wp.alias"] == ["Aivan toinen nimi"]


def test_an_unknown_package_is_asked_and_answered() -> None:
    content = table(("Omnia", LEAD), title="TP1.5 Jotain")
    asked = plan(content)
    assert [(q.kind, q.text) for q in asked.questions] == [("workpackage", "TP1.5 Jotain")]
    assert [row.outcome for row in asked.rows] == ["open"]
    assert plan(content, answers=Answers(workpackages={"TP1.5 Jotain": "TP 1.2"})).roles[0].package == "TP1.2"
    skipped = plan(content, answers=Answers(workpackages={"TP1.5 Jotain": "skip"}))
    assert ([row.outcome for row in skipped.rows], skipped.roles, skipped.questions) == (["skipped"], (), ())
    with pytest.raises(EtappiError, match="no_package"):
        plan(content, answers=Answers(workpackages={"TP1.5 Jotain": "TP9"}))


def test_two_packages_with_one_key_are_asked() -> None:
    store = replace(STORE, packages=(*PACKAGES, KnownPackage(9, "WP1", "Englanniksi")))
    asked = plan(table(("Omnia", LEAD)), store)
    assert [c.name for c in asked.questions[0].candidates] == ["TP1", "WP1", "TP1.2", "KOORD"]
    answered = plan(table(("Omnia", LEAD)), store, Answers(workpackages={"TP1 Otsikko": "WP1"}))
    assert answered.roles[0].package == "WP1"


def test_the_flag_gives_the_package_to_a_table_without_one() -> None:
    content = HEAD.encode() + b"Omnia\tx\t\t\t\n"
    [question] = plan(content).questions
    assert (question.kind, [(c.name, c.values) for c in question.candidates]) == (
        "workpackage", [("TP1", {"title": "Otsikko"}), ("TP1.2", {"title": "Toinen"}), ("KOORD", {"title": "Tuki"})]
    )  # fmt: skip
    assert plan(content, answers=Answers(workpackages={question.text: "tp 1.2"})).roles[0].package == "TP1.2"
    assert plan(content, package="koord").roles[0].package == "KOORD"
    assert plan(table(("Omnia", LEAD)), package="TP1").roles[0].package == "TP1"
    with pytest.raises(EtappiError, match="other_package"):
        plan(table(("Omnia", LEAD)), package="TP1.2")
    with pytest.raises(EtappiError, match="no_package"):
        plan(content, package="TP7")


def test_a_package_without_a_number_is_found_by_its_code() -> None:
    assert plan(table(("Omnia", LEAD), title="KOORD Tuki")).roles[0].package == "KOORD"


# Questions on marks, columns and rows without a mark


def test_an_odd_mark_is_asked_once_and_counts_as_answered() -> None:
    content = table(("Omnia", "\t\tAsiant\t"), ("Gradia", "\t\tAsiant\t"))
    asked = plan(content)
    assert [(q.kind, q.text, len(q.places)) for q in asked.questions] == [("mark", "Asiant", 2)]
    assert asked.marks_read == 0
    answered = plan(content, answers=Answers(marks={"Asiant": "expert"}))
    assert [c.role for c in answered.roles] == ["expert", "expert"]
    skipped = plan(content, answers=Answers(marks={"Asiant": "skip"}))
    assert [q.kind for q in skipped.questions] == ["unmarked"]


def test_the_flag_on_unmarked_rows_beats_the_file() -> None:
    content = table(("Omnia", NONE))
    answers = Answers(unmarked="beneficiary")
    assert plan(content).questions[0].values == {"n": 1}
    assert [c.role for c in plan(content, answers=answers).roles] == ["beneficiary"]
    flagged = plan(content, answers=answers, unmarked="unknown")
    assert ([c.role for c in flagged.roles], flagged.unused_answers) == (["unknown"], 1)


def test_a_column_is_asked_and_answered() -> None:
    content = b"TP1\nOrganisaatio\tVetovastuu\nOmnia\tx\t\nGradia\t\tx\n"
    asked = plan(content)
    assert [(q.kind, q.text) for q in asked.questions] == [("column", "3")]
    assert [c.name for c in asked.questions[0].candidates] == ["lead", "assist", "expert", "beneficiary", "unknown"]
    answered = plan(content, answers=Answers(columns={"3": "beneficiary"}))
    assert changes(answered)[1] == ("Gradia", "beneficiary", "interest", "added")
    assert [q.kind for q in plan(content, answers=Answers(columns={"3": "skip"})).questions] == ["unmarked"]


def test_lost_tabs_are_settled_by_an_answer_only() -> None:
    content = b"TP1\nOrganisaatio    Vetovastuu    Asiantuntija\nOmnia    x\nGradia        x\n"
    asked = plan(content)
    assert [q.kind for q in asked.questions] == ["column", "column"]
    assert not asked.roles
    texts = [question.text for question in asked.questions]
    answered = plan(content, answers=Answers(columns={texts[0]: "lead", texts[1]: "expert"}))
    assert [(c.organisation, c.role) for c in answered.roles] == [("Omnia", "lead"), ("Gradia", "expert")]


def test_a_mark_beside_its_heading_is_asked_with_that_role_first() -> None:
    head = "Organisaatio              Vetovastuu     Asiantuntija\n"
    lines = "".join(f"{name:{width}}x\n" for name, width in (("Omnia", 26), ("Gradia", 41), ("Sampo", 43)))
    asked = plan(f"TP1\n{head}{lines}".encode())
    assert [(q.text, q.candidates[0].name) for q in asked.questions] == [
        ("27", "lead"), ("42", "expert"), ("44", "expert"),
    ]  # fmt: skip
    sentence = in_finnish(places.asked, asked.questions[1])
    assert sentence == "x rivillä 4 otsikon Asiantuntija alla: mikä rooli?"


def test_questions_on_packages_and_columns_are_sentences() -> None:
    content = HEAD.replace("\tHyödyntäjä", "").encode() + b"Omnia\tx\t\t\tx\n"
    package, column = plan(content).questions
    assert in_finnish(places.asked, package) == "Mitä työpakettia taulukko koskee?"
    assert "--wp" in in_finnish(places.hint, package)
    assert in_finnish(places.asked, column) == "Mikä rooli on sarakkeella 5? Rivillä 2 siinä lukee: x"
    assert in_finnish(places.hint, column) == ""


def test_the_same_bytes_are_not_asked_about_twice() -> None:
    content = (HEAD + "Omnia\tx\t\t\t\nGradia\t\t?\t\t\nSampo\t\t\t\t\nYhteensä\tx\t\t\t\n").encode()
    answers = Answers(marks={"?": "assist"}, names={"Yhteensä": "skip"}, unmarked="unknown")
    made = plan(content, answers=answers, package="TP1.2")
    store = apply(made, STORE)
    again = plan(content, store)
    assert (again.questions, again.changes_something, again.kept_answers, again.unused_answers) == ((), False, 4, 0)
    other = plan(content, store, Answers(marks={"?": "lead"}), unmarked="beneficiary")
    assert [(c.organisation, c.role) for c in other.roles if c.outcome != "same"] == [
        ("Gradia", "lead"), ("Sampo", "beneficiary"),
    ]  # fmt: skip
    renamed = replace(store, packages=(KnownPackage(2, "TP9", ""),))
    assert [question.kind for question in plan(content, renamed).questions] == ["workpackage"]
    assert len(plan(content + b"\n", store).questions) == 3


def test_later_is_kept_only_while_it_waits() -> None:
    content = table(("Uusi koulu", EXPERT))
    store = apply(plan(content, answers=Answers(names={"Uusi koulu": "later"})), STORE)
    assert not plan(content, store).changes_something
    settled = replace(store, waiting=frozenset())
    assert [new.name for new in plan(content, settled).new] == ["Uusi koulu"]


# Names in a plan


def test_later_waits_with_its_roles_and_waits_only_once() -> None:
    content, answers = table(("Omnia", LEAD), ("Uusi koulu", EXPERT)), Answers(names={"Uusi koulu": "later"})
    made = plan(content, answers=answers)
    row = made.rows[1]
    assert (row.outcome, row.organisation, row.roles, row.waits_already) == ("waiting", None, ("expert",), False)
    assert not made.new
    again = plan(content, apply(made, STORE), answers)
    assert again.rows[1].waits_already
    assert not again.changes_something


def test_missing_are_those_with_a_role_in_a_package_of_the_file() -> None:
    store = replace(
        STORE,
        organisations=(*STORE.organisations, KnownOrganisation(13, "Hyria koulutus Oy", "Hyria", ())),
        roles=tuple(
            KnownRole(number, package, organisation, "expert", "interest")
            for number, (package, organisation) in enumerate([(1, 10), (1, 11), (1, 12), (1, 13), (2, 10)])
        ),
    )
    assert plan(table(("Riveria", LEAD)), store).missing == ("Omnia", "Sampo", "Hyria koulutus Oy")
    assert plan(table(("Riveria", LEAD), title="TP1.2"), store).missing == ("Omnia",)
    asked = plan(table(("Hyrja koulutus Oy", LEAD), ("OMNIA", LEAD)), store)
    assert [question.kind for question in asked.questions] == ["name"]
    assert asked.missing == ("Sampo",)


def test_a_short_name_in_an_answer_is_that_organisation() -> None:
    ekami = "Kotkan-Haminan seudun koulutuskuntayhtymä, Ekami"
    in_store = replace(STORE, organisations=(KnownOrganisation(10, ekami, "Ekami", (ekami,)),))
    made = plan(table(("Kotkan koulu", LEAD)), in_store, Answers(names={"Kotkan koulu": "ekami"}))
    assert (changes(made)[0][0], made.new) == (ekami, ())
    in_file = plan(table((ekami, EXPERT), ("Kotkan koulu", LEAD)), answers=Answers(names={"Kotkan koulu": "Ekami"}))
    assert [new.name for new in in_file.new] == [ekami]
    assert {change.organisation for change in in_file.roles} == {ekami}
    itself = plan(table((ekami, EXPERT)), answers=Answers(names={ekami: "Ekami"}))
    assert [new.name for new in itself.new] == [ekami]


def test_a_new_name_near_another_one_is_allowed_and_told() -> None:
    store = replace(STORE, organisations=(KnownOrganisation(10, "Hyria koulutus Oy", "Hyria", ()),))
    made = plan(table(("Omnia", LEAD)), store, Answers(names={"Omnia": "Hyrja koulutus Oy"}))
    assert [new.name for new in made.new] == ["Hyrja koulutus Oy"]
    [told] = [finding for finding in made.findings if finding.code == "import.near_name"]
    assert (told.severity, told.place.row) == ("warning", 3)
    assert told.values == {"name": "Hyrja koulutus Oy", "other": "Hyria koulutus Oy"}
    far = plan(table(("Omnia", LEAD)), store, Answers(names={"Omnia": "Riveria"}))
    assert not [finding for finding in far.findings if finding.code == "import.near_name"]
    equal = plan(table(("Omnia", LEAD)), store, Answers(names={"Omnia": "hyria koulutus"}))
    assert changes(equal)[0][0] == "Hyria koulutus Oy"


def test_skip_is_listed_with_its_reason() -> None:
    made = plan(table(("Omnia", LEAD), ("Yhteensä", EXPERT)), answers=Answers(names={"Yhteensä": "skip"}))
    assert [(row.outcome, row.reason) for row in made.rows] == [("added", None), ("skipped", "import.skipped_name")]
    assert [skipped["text"] for skipped in planjson.as_json(made, False, None)["skipped"]] == ["Yhteensä | x"]  # type: ignore[attr-defined]


def test_answers_that_nothing_asked_for_are_counted() -> None:
    answers = Answers(
        unmarked="unknown",
        names={"Omnia": "new", "Ei täällä": "skip"},
        marks={"?": "skip"},
        dates={"order": "day-month"},
    )
    made = plan(table(("Omnia", LEAD)), answers=answers)
    assert made.unused_answers == 4
    assert [(d.kind, d.text, d.answer) for d in made.decisions] == [("name", "Omnia", "new")]


def test_rows_in_error_stop_unless_skipped() -> None:
    content = table(("Omnia", LEAD), ("", EXPERT))
    assert plan(content).errors == 1
    skipped = plan(content, skip_errors=True)
    assert (skipped.errors, skipped.row_count("skipped")) == (0, 1)
    assert [f.severity for f in skipped.findings if f.code == "import.no_name"] == ["error"]


def test_repeated_rows_with_other_marks_are_told_and_nothing_is_lost() -> None:
    made = plan(table(("Omnia", LEAD), ("OMNIA", EXPERT)))
    assert {c.role for c in made.roles} == {"lead", "expert"}
    codes = [f.code for f in made.findings]
    assert "import.repeated_spelling" in codes
    assert "import.rows_differ" in codes


def test_equal_plans_are_equal() -> None:
    content = table(("Omnia", LEAD), ("Riveria", NONE))
    assert plan(content) == plan(content)
    assert plan(content) != plan(content, with_role("lead"))


def test_the_keys_of_json() -> None:
    made = plan(table(("Omnia", "\t\t?\t"), ("Riveria", NONE)))
    found = planjson.as_json(made, applied=True, batch=4)
    assert list(found)[:12] == [
        "file", "kind", "reader", "rows_read", "marks_read", "spellings", "added", "changed", "same", "repeated",
        "waiting", "unused_answers",
    ]  # fmt: skip
    assert (found["applied"], found["batch"], found["new"], found["missing"]) == (True, 4, ["Riveria"], [])
    questions = found["questions"]
    assert isinstance(questions, list)
    assert [set(question) >= {"kind", "text", "place", "at", "candidates"} for question in questions] == [True, True]
    assert questions[0]["at"]["row"] == 3


@pytest.mark.parametrize("name", ["[WP3]", "[/red]", "\x1b[2JRiveria", "\u202eabc", "=1+1", "名前", "x" * 10_000])
def test_hostile_names_are_cleaned_and_kept_as_text(name: str) -> None:
    made = plan(table((name, LEAD)))
    assert len(made.roles) == 1
    assert made.roles[0].organisation.isprintable()
    assert len(made.roles[0].organisation) <= 300
