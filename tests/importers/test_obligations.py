"""States of obligations from lists and matrices: what is read, asked, refused, and what stays."""

from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import locales
from core import quarter as quarters
from core.errors import EtappiError
from core.importing import ImportPlan, Known, KnownObligation, KnownOrganisation
from core.obligations import StateFact
from importers import obligationplan, obligationwords
from importers.afterwards import after
from importers.answers import Answers, parse, write_questions
from importers.kinds import make_plan
from importers.planjson import as_json

OMNIA, GRADIA, SAVO, HYRIA = "Espoon seudun koulutuskuntayhtymä Omnia", "Gradia", "Savon koulutuskuntayhtymä", "Hyria"
TODAY = "2024-09-16"
DONE = StateFact("2024-05-02", "done", None, "minutes")
STORE = Known(
    project_id=1, today=TODAY, span=("2024-01-01", "2024-12-31"), locked=quarters.quarter(2024, 1),
    organisations=(
        KnownOrganisation(1, OMNIA, "Omnia", (OMNIA,)), KnownOrganisation(2, GRADIA, "Gradia", (GRADIA,)),
        KnownOrganisation(3, SAVO, "Savon kky", (SAVO,)), KnownOrganisation(4, HYRIA, "Hyria", (HYRIA,)),
    ),
    obligations=(
        KnownObligation("OMA", "Oma suunnitelma", frozenset({1, 2, 3}), {2: (DONE,)}),
        KnownObligation("OMA-KA", "Kokonaisarkkitehtuuri", frozenset({1, 2})),
    ),
)  # fmt: skip


def plan(text: str | bytes, known: Known = STORE, file: str = "states.csv", **more: object) -> ImportPlan:
    content = text if isinstance(text, bytes) else text.encode()
    return make_plan(content, file, known, **more)  # type: ignore[arg-type]


def states(made: ImportPlan) -> list[tuple[str, str, str, str, str]]:
    return [(one.obligation, one.organisation, one.state, one.on_date, one.outcome) for one in made.states]


def told(made: ImportPlan) -> list[tuple[str, int | None]]:
    return [(one.code.removeprefix("import."), one.place.row) for one in made.findings if one.severity != "note"]


def test_a_list_is_known_by_its_headings() -> None:
    made = plan(
        "Organisaatio;Velvoite;Tila;Päivä;Todentava aineisto\n"
        f"{OMNIA};OMA;valmis;3.9.2024;pöytäkirja 4\nOmnia;Kokonaisarkkitehtuuri;Pågår;4.9.;\n"
        "Savon kky;oma;x;2024-09-05;\n"
    )
    assert (made.kind, made.rows_read, made.marks_read, made.questions) == ("obligations", 3, 3, ())
    assert states(made) == [
        ("OMA", OMNIA, "done", "2024-09-03", "added"), ("OMA-KA", OMNIA, "in_work", "2024-09-04", "added"),
        ("OMA", SAVO, "done", "2024-09-05", "added"),
    ]  # fmt: skip
    assert made.states[0].proof == "pöytäkirja 4"
    assert made.missing == (GRADIA,)  # the first is done, the second is not
    assert made.new == ()


def test_a_matrix_by_codes_titles_or_both() -> None:
    made = plan(
        "Nimi,Y-tunnus,OMA Oma suunnitelma,kokonaisarkkitehtuuri,Muuta\nOmnia,1,kesken 2.9.,3.9.2024,x\nGradia,2,x,-,\n"
    )
    assert states(made)[:2] == [
        ("OMA", OMNIA, "in_work", "2024-09-02", "added"),
        ("OMA-KA", OMNIA, "done", "2024-09-03", "added"),
    ]
    assert states(made)[2:] == [("OMA", GRADIA, "done", TODAY, "same")]
    assert told(made) == [("obligation_column", 1)]
    assert [(one.kind, one.text) for one in made.questions] == [("reason", "-")]


def test_a_blank_corner_and_a_sheet_named_after_an_obligation() -> None:
    made = plan(";OMA;OMA-KA\nOmnia;tehty 1.9.2024;\n")
    assert states(made) == [("OMA", OMNIA, "done", "2024-09-01", "added")]
    book = openpyxl.Workbook()
    book.active.title = "OMA"  # type: ignore[union-attr]
    book.active.append(["Organisaatio", "Tila", "Pvm"])  # type: ignore[union-attr]
    book.active.append(["Omnia", "klar", "3.9.2024"])  # type: ignore[union-attr]
    content = BytesIO()
    book.save(content)
    made = plan(content.getvalue(), file="a.xlsx", kind="obligations")
    assert states(made) == [("OMA", OMNIA, "done", "2024-09-03", "added")]


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("Ei aloitettu", "not_started"), ("Ej inledd", "not_started"), ("not started", "not_started"),
        ("kesken", "in_work"), ("Pågår.", "in_work"), ("in progress", "in_work"), ("VALMIS", "done"),
        ("färdig", "done"), ("completed", "done"), ("✓", "done"), ("X", "done"), ("1", "done"),
        ("ei edellytetä", "not_required"), ("krävs inte", "not_required"), ("–", "not_required"),
    ],
)  # fmt: skip
def test_words_and_marks_in_three_languages(cell: str, state: str) -> None:
    made = plan(f"Organisation;OMA;Reason\nOmnia;{cell};because\n")
    assert [one.state for one in made.states] == [state]


def test_what_is_not_required_needs_a_reason() -> None:
    text = "Organisaatio;OMA;OMA-KA\nOmnia;-;-\nSavon kky;ei koske;-\n"
    made = plan(text)
    assert [(one.kind, one.text, len(one.places)) for one in made.questions] == [
        ("reason", "-", 2),
        ("reason", "ei koske", 1),
    ]
    assert made.states == ()
    locales.choose("en")
    blank = write_questions(made.questions, "states.csv")
    assert parse(blank, "q.toml") == Answers()
    answers = parse(blank.replace('- = ""', '- = "merged"').replace('"ei koske" = ""', '"ei koske" = "skip"'), "q.toml")
    made = plan(text, answers=answers)
    assert [(one.obligation, one.organisation, one.reason) for one in made.states] == [
        ("OMA", OMNIA, "merged"), ("OMA-KA", OMNIA, "merged"),
    ]  # fmt: skip
    assert made.questions == ()
    assert told(made) == [("obligation_undated", 2)]


def test_nothing_is_taken_back_in_silence() -> None:
    text = "Organisaatio;Velvoite;Tila\nGradia;OMA;kesken\n"
    made = plan(text)
    assert [(one.kind, one.text) for one in made.questions] == [("conflict", "OMA")]
    assert plan(text, answers=Answers(conflicts={"OMA": "kept"})).states == ()
    (change,) = plan(text, answers=Answers(conflicts={"OMA": "file"})).states
    assert (change.outcome, change.before, change.state) == ("changed", "done", "in_work")
    # what is dated before it was done is only history
    assert states(plan("Organisaatio;Velvoite;Tila;Päivä\nGradia;OMA;kesken;20.4.2024\n"))[0][4] == "added"


def test_the_same_again_changes_nothing() -> None:
    text = "Organisaatio;Velvoite;Tila;Päivä\nOmnia;OMA;kesken;1.8.2024\nOmnia;OMA;valmis;3.9.2024\nSavon kky;OMA;x;\n"
    made = plan(text)
    assert [one.outcome for one in made.states] == ["added", "changed", "added"]
    again = plan(text, after(STORE, made))
    assert {one.outcome for one in again.states} == {"same"}
    assert not again.changes_something


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Omnia;XYZ;x;", "obligation_unknown"),
        ("Omnia;OMA;perhaps;", "obligation_cell"),
        ("Omnia;OMA;x;soon", "obligation_date"),
        ("Omnia;OMA;x;17.9.2024", "obligation_future"),
        ("Omnia;OMA;x;31.3.2024", "obligation_locked"),
        ("Uusi Opisto;OMA;x;", "obligation_stranger"),
        (";OMA;x;", "member_nameless"),
    ],
)
def test_rows_in_error_stop_it_unless_they_are_skipped(row: str, code: str) -> None:
    text = f"Organisaatio;Velvoite;Tila;Päivä\nSavon kky;OMA;x;1.9.2024\n{row}\n"
    made = plan(text)
    assert (made.errors, told(made)) == (1, [(code, 3)])
    skipped = plan(text, skip_errors=True)
    assert (skipped.errors, skipped.row_count("skipped"), len(skipped.states)) == (0, 1, 1)


def test_two_states_for_one_day_are_an_error_and_a_row_twice_is_not() -> None:
    head = "Organisaatio;Velvoite;Tila;Päivä\nOmnia;OMA;x;1.9.2024\n"
    assert told(plan(head + "Omnia;OMA;kesken;1.9.2024\n")) == [("obligation_differs", 3)]
    made = plan(head + "Omnia;OMA;valmis;1.9.2024\n")
    assert told(made) == [("repeated", 3)]
    assert made.row_count("repeated") == 1


def test_who_does_not_owe_it_is_left_out_and_told() -> None:
    made = plan("Organisaatio;OMA;OMA-KA\nHyria;x;-\nOmnia;1.9.2024;\n")
    assert told(made) == [("owes_not", 2)]
    assert [(one.outcome, one.reason) for one in made.rows] == [
        ("skipped", "import.skipped_owes_not"), ("added", None),
    ]  # fmt: skip


def test_names_are_asked_as_everywhere_and_short_names_are_known() -> None:
    made = plan("Organisaatio;Velvoite;Tila;Päivä\nSavon koulutusyhtymä;OMA;x;1.9.2024\n")
    assert [(one.kind, one.text) for one in made.questions] == [("name", "Savon koulutusyhtymä")]
    answered = plan("Organisaatio;Velvoite;Tila;Päivä\nSavon koulutusyhtymä;OMA;x;1.9.2024\n",
                    answers=Answers(names={"Savon koulutusyhtymä": SAVO}))  # fmt: skip
    assert answered.aliases == ((SAVO, "Savon koulutusyhtymä"),)
    assert len(answered.states) == 1
    twins = [KnownOrganisation(1, "A school", "Twin", ("A school",)), KnownOrganisation(2, "Twin", "T2", ("Twin",))]
    assert [one.spellings for one in obligationplan.with_short_names(twins)] == [("A school",), ("Twin", "T2")]


def test_the_order_of_day_and_month_is_one_for_the_file() -> None:
    text = "Organisaatio;Velvoite;Tila;Päivä\nOmnia;OMA;x;03/09/2024\n"
    made = plan(text)
    assert [(one.kind, one.text) for one in made.questions] == [("date", "order")]
    assert plan(text, answers=Answers(dates={"order": "month-day"})).states == ()  # 9 March is locked
    assert plan(text, answers=Answers(dates={"order": "day-month"})).states[0].on_date == "2024-09-03"
    sure = plan(text + "Savon kky;OMA;x;15/09/2024\n")
    assert [one.on_date for one in sure.states] == ["2024-09-03", "2024-09-15"]


def test_what_has_no_headings_for_it_is_refused() -> None:
    with pytest.raises(EtappiError) as caught:
        plan("Organisaatio;Rooli\nOmnia;x\n", kind="obligations")
    assert caught.value.code == "import.no_obligation_list"
    assert plan("Organisaatio;Y-tunnus\nOmnia;0112038-9\n").kind == "organisations"


def test_json_tells_every_state() -> None:
    locales.choose("en")
    found = as_json(plan("Organisaatio;OMA\nOmnia;1.9.2024\n"), applied=False, batch=None)
    assert found["states"] == [{
        "obligation": "OMA", "organisation": OMNIA, "state": "done", "on": "2024-09-01", "outcome": "added",
        "before": None, "reason": None, "proof": None,
    }]  # fmt: skip
    assert found["missing"] == [SAVO]


def test_no_word_means_two_states() -> None:
    tables = obligationwords._ours()
    for part in ("states", "columns"):
        words = [word for several in tables[part].values() for word in several]
        assert len(words) == len(set(words))


@given(st.text("x-–;,\n\"'1./ \tOMAvalmis", max_size=120))
def test_any_text_gives_a_plan_or_a_sentence(text: str) -> None:
    try:
        made = plan("Organisaatio;OMA;OMA-KA\n" + text, kind="obligations")
    except EtappiError:
        return
    assert made.rows_read <= text.count("\n") + 1
