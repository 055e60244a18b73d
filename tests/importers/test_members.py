"""Lists of members: what is read, asked, refused; and who of the promised is missing."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import EtappiError
from core.importing import ImportPlan, Known, KnownOrganisation, KnownPackage, KnownRole, MemberChange
from importers.afterwards import after
from importers.answers import Answers
from importers.kinds import make_plan
from importers.memberplan import labels_in

OMNIA, GRADIA, SAVO = "Espoon seudun koulutuskuntayhtymä Omnia", "Gradia", "Savon koulutuskuntayhtymä"
NOKIA, YLE, HELSINKI = "0112038-9", "0313471-7", "0201256-6"
STORE = Known(
    project_id=1,
    organisations=(
        KnownOrganisation(1, OMNIA, "Omnia", (OMNIA,), business_id=NOKIA, region="Uusimaa", language="fi"),
        KnownOrganisation(2, GRADIA, "Gradia", (GRADIA,), labels=("uusi",)),
        KnownOrganisation(3, SAVO, "Savon kky", (SAVO,)),
    ),
    packages=(KnownPackage(1, "TP1", ""),),
    roles=(KnownRole(1, 1, 1, "lead", "interest"),),
    expected=5,
)
HEAD = "Organisaatio;Y-tunnus;Maakunta;Kieli;Tunnisteet\n"


def plan(text: str, known: Known = STORE, **more: object) -> ImportPlan:
    return make_plan(text.encode(), "list.csv", known, **more)  # type: ignore[arg-type]


def member(made: ImportPlan, name: str) -> MemberChange:
    return next(one for one in made.members if one.organisation == name)


def values(change: MemberChange) -> dict[str, tuple[str | None, str | None]]:
    return {one.field: (one.before, one.after) for one in change.fields}


def errors(made: ImportPlan) -> list[tuple[str, int | None, str | None]]:
    return [(one.code, one.place.row, one.place.column) for one in made.findings if one.severity == "error"]


def test_a_list_is_known_by_its_headings_and_its_values_are_read() -> None:
    made = plan(HEAD + f'{GRADIA};FI{YLE.replace("-", "")};Keski-Suomi;ruotsi;"iso, #uusi; iso"\nUusi Opisto;;;SV;\n')
    assert (made.kind, made.rows_read, made.questions) == ("organisations", 2, ())
    told = member(made, GRADIA)
    assert told.outcome == "changed"
    assert values(told) == {"business_id": (None, YLE), "region": (None, "Keski-Suomi"), "language": (None, "sv"),
                            "labels": ("uusi", "uusi, iso")}  # fmt: skip
    assert told.labels == ("iso",)
    assert member(made, "Uusi Opisto").outcome == "added"
    assert [one.name for one in made.new] == ["Uusi Opisto"]
    assert made.promise is not None
    assert made.promise.idle == made.missing == (GRADIA, "Uusi Opisto")
    assert made.promise.unlisted == (OMNIA, SAVO)
    assert (made.promise.known, made.promise.unknown) == (4, 1)


@pytest.mark.parametrize(
    "head",
    ["Nro\tNimi\tY-tunnus\tAlue", "Nr\tOrganisation\tFO-nummer\tLandskap", "No\tName\tBusiness ID\tRegion",
     "#\tUtbildningsanordnare\tSpråk", "Nimi\tKieli\tPuhelin"],
)  # fmt: skip
def test_headings_in_three_languages(head: str) -> None:
    columns = head.count("\t")
    made = plan(head + "\n" + ("1\t" if columns == 3 or "#" in head else "") + GRADIA + "\t-" * (columns - 1) + "\n")
    assert made.kind == "organisations"
    assert [one.organisation for one in made.members] == [GRADIA]


def test_an_empty_cell_says_nothing_and_a_dash_clears() -> None:
    made = plan(HEAD + f"{OMNIA};;-;;\n{GRADIA};-;-;-;-\n")
    assert values(member(made, OMNIA)) == {"region": ("Uusimaa", None)}
    assert values(member(made, GRADIA)) == {"labels": ("uusi", None)}
    assert member(made, GRADIA).labels_gone == ("uusi",)


def test_the_same_list_again_changes_nothing() -> None:
    text = HEAD + f"{GRADIA};{YLE};Keski-Suomi;fi;iso\nUusi Opisto;{HELSINKI};Lappi;sv;\nomnia, espoon seudun kky;;;;\n"
    answers = Answers(names={"omnia, espoon seudun kky": OMNIA})
    first = plan(text, answers=answers)
    assert first.changes_something
    known = after(STORE, first)
    second = plan(text, known)
    assert not second.changes_something, second.members
    assert {one.outcome for one in second.members} == {"same"}
    assert second.questions == ()


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ("0112038-8;;;", "import.business_id_check", "Y-tunnus"),
        ("12;;;", "import.business_id_form", "Y-tunnus"),
        (f"{NOKIA};;;", "import.business_id_taken", "Y-tunnus"),
        (";;klingon;", "import.language_unknown", "Kieli"),
        (";;suomi, ruotsi;", "import.language_unknown", "Kieli"),
        (";;;" + "x" * 41, "import.label_long", "Tunnisteet"),
    ],
)
def test_a_wrong_value_is_an_error_with_its_place(cells: str, code: str, column: str) -> None:
    text = HEAD + f"{SAVO};;Pohjois-Savo;;\n{GRADIA};{cells}\n"
    made = plan(text)
    assert errors(made) == [(code, 3, column)]
    assert made.errors == 1
    assert [one.organisation for one in made.members] == [SAVO]
    skipped = plan(text, skip_errors=True)
    assert skipped.errors == 0
    assert skipped.row_count("skipped") == 1


def test_an_equal_business_id_of_another_name_is_asked_about() -> None:
    text = HEAD + f"Kirkkokadun opisto;{NOKIA};;;\n"
    made = plan(text)
    (question,) = made.questions
    assert (question.kind, question.text) == ("name", "Kirkkokadun opisto")
    assert [(one.name, one.reason, one.values) for one in question.candidates] == [
        (OMNIA, "import.reason_business_id", {"business_id": NOKIA})
    ]
    assert made.new == ()
    same = plan(text, answers=Answers(names={"Kirkkokadun opisto": OMNIA}))
    assert same.questions == ()
    assert same.aliases == ((OMNIA, "Kirkkokadun opisto"),)
    other = plan(text, answers=Answers(names={"Kirkkokadun opisto": "new"}))
    assert errors(other) == [("import.business_id_taken", 2, "Y-tunnus")]
    assert other.new == ()


def test_two_new_names_with_one_business_id_are_asked_about() -> None:
    text = HEAD + f"Kirkkokadun opisto;{YLE};;;\nTalouskoulu;{YLE};;;\n"
    made = plan(text)
    assert [(one.text, [c.name for c in one.candidates]) for one in made.questions] == [
        ("Talouskoulu", ["Kirkkokadun opisto"])
    ]
    one = plan(text, answers=Answers(names={"Talouskoulu": "Kirkkokadun opisto"}))
    assert [(m.organisation, m.outcome) for m in one.members] == [("Kirkkokadun opisto", "added")]
    two = plan(text, answers=Answers(names={"Talouskoulu": "new"}))
    assert errors(two) == [("import.business_id_taken", 3, "Y-tunnus")]


def test_two_may_change_business_ids_but_not_have_one() -> None:
    known = replace(STORE, organisations=(STORE.organisations[0], replace(STORE.organisations[1], business_id=YLE)))
    made = plan(HEAD + f"{OMNIA};{YLE};;;\n{GRADIA};{NOKIA};;;\n", known)
    assert errors(made) == []
    assert values(member(made, OMNIA)) == {"business_id": (NOKIA, YLE)}
    assert errors(plan(HEAD + f"{OMNIA};{YLE};;;\n", known)) == [("import.business_id_taken", 2, "Y-tunnus")]


def test_a_repeated_row_adds_what_the_first_lacks_and_must_not_differ() -> None:
    made = plan(HEAD + f"{GRADIA};;Keski-Suomi;;\n{GRADIA};{YLE};;;\n")
    assert values(member(made, GRADIA)) == {"business_id": (None, YLE), "region": (None, "Keski-Suomi")}
    assert made.row_count("repeated") == 1
    differing = plan(HEAD + f"{GRADIA};;Keski-Suomi;;\n{GRADIA};;Lappi;;\n")
    assert [code for code, _, _ in errors(differing)] == ["import.member_differs"]


def test_a_value_changed_by_hand_is_a_question() -> None:
    known = replace(STORE, edits={(1, "region"): "2024-09-05"})
    text = HEAD + f"{OMNIA};;Lappi;sv;\n"
    made = plan(text, known)
    (question,) = made.questions
    assert (question.kind, question.text, question.place.row) == ("conflict", f"{OMNIA} > region", 2)
    assert values(member(made, OMNIA)) == {"language": ("fi", "sv")}
    taken = plan(text, known, answers=Answers(conflicts={question.text: "file"}))
    assert values(member(taken, OMNIA)) == {"region": ("Uusimaa", "Lappi"), "language": ("fi", "sv")}
    kept = plan(text, known, answers=Answers(conflicts={question.text: "kept"}))
    assert kept.questions == ()
    assert values(member(kept, OMNIA)) == {"language": ("fi", "sv")}


def test_one_that_a_person_put_outside_is_a_question_and_one_met_outside_joins() -> None:
    outside = replace(STORE.organisations[1], network=False, outside=True)
    known = replace(STORE, organisations=(STORE.organisations[0], outside))
    assert member(plan(HEAD + f"{GRADIA};;;;\n", known), GRADIA).outcome == "added"
    edited = replace(known, edits={(2, "network"): "2024-09-05"})
    asked = plan(HEAD + f"{GRADIA};;;;\n", edited)
    assert [one.text for one in asked.questions] == ["Gradia > network"]
    kept = plan(HEAD + f"{GRADIA};;;;\n", edited, answers=Answers(conflicts={"Gradia > network": "kept"}))
    assert member(kept, GRADIA).outcome == "same"
    assert kept.promise is not None
    assert kept.promise.known == 1


def test_later_and_skip_leave_the_row_out_with_a_word() -> None:
    for answer, reason in (("later", "import.skipped_later"), ("skip", "import.skipped_name")):
        made = plan(HEAD + "Gradiaa;;Lappi;;\n", answers=Answers(names={"Gradiaa": answer}))
        assert [(row.outcome, row.reason) for row in made.rows] == [("skipped", reason)]
        assert made.members == ()


def test_a_row_without_a_name_is_an_error_if_it_says_something() -> None:
    made = plan(HEAD + f";{YLE};;;\n;;;;\nTausta\n")
    assert [code for code, _, _ in errors(made)] == ["import.member_nameless"]


@pytest.mark.parametrize(
    "text",
    [
        "Organisaatio;Maakunta;Rooli;Työpaketti\nOmnia;Uusimaa;Vetovastuu;TP1\n",
        "Organisaatio;Maakunta;Vetovastuu;Hyödyntäjä\nOmnia;Uusimaa;x;\n",
        "Organisaatio;Maakunta;TP1\nOmnia;Uusimaa;V\n",
        "TP1 Otsikko\nOrganisaatio\tMaakunta\tAsiantuntija\nOmnia\tUusimaa\tx\n",
        "Organisaatio;Vetovastuu\nOmnia;x\n",
    ],
)
def test_participation_is_not_taken_for_members(text: str) -> None:
    assert plan(text).kind == "participation"


def test_a_hint_where_the_kind_is_called_wrongly() -> None:
    as_roles = plan(HEAD + f"{GRADIA};;Lappi;;\n", kind="participation")
    assert "import.looks_like_members" in {one.code for one in as_roles.findings}
    as_members = plan("Organisaatio;Vetovastuu\nGradia;x\n", kind="organisations")
    assert as_members.kind == "organisations"
    assert "import.looks_like_roles" in {one.code for one in as_members.findings}


def test_a_column_of_names_is_a_list_by_ones_word() -> None:
    for text in (f"{GRADIA}\n{SAVO}\n", f"Nimi\n{GRADIA}\n\n{SAVO}\n"):
        made = plan(text, kind="organisations")
        assert [one.organisation for one in made.members] == [GRADIA, SAVO]
    with pytest.raises(EtappiError, match=r"import\.no_member_list"):
        plan("a;b\nc;d\n", kind="organisations")


def test_columns_that_are_not_read_are_told_and_no_row_is_lost() -> None:
    made = plan("Jäsenet 2024\n\nOrganisaatio;Y-tunnus;Puhelin\nGradia;;040\n" + "Savon koulutuskuntayhtymä;;\n")
    assert [one.values["heading"] for one in made.findings if one.code == "import.column_left"] == ["Puhelin"]
    assert [(row.outcome, row.name) for row in made.rows] == [("skipped", ""), ("same", GRADIA), ("same", SAVO)]


@given(st.lists(st.text("ab #", min_size=1, max_size=6), max_size=5), st.sampled_from([",", ";", " ; ", ", "]))
def test_labels_survive_their_separators(parts: list[str], between: str) -> None:
    wanted = tuple(dict.fromkeys(clean for clean in (one.strip().lstrip("#").strip() for one in parts) if clean))
    assert labels_in(between.join(parts)) == wanted


def test_a_workbook_with_a_title_and_numbers() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Jäsenet"
    for row in (
        ["Verkoston jäsenet"], [], ["Nro", "Koulutuksen järjestäjä", "Y-tunnus", "Kieli"],
        [1, GRADIA, YLE, "fi"], [2, SAVO, 2012566, "sv"],
    ):  # fmt: skip
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    made = make_plan(out.getvalue(), "list.xlsx", STORE)
    assert made.kind == "organisations"
    assert values(member(made, GRADIA)) == {"business_id": (None, YLE), "language": (None, "fi")}
    (wrong,) = [one for one in made.findings if one.severity == "error"]
    assert wrong.place.as_dict() == {"file": "list.xlsx", "sheet": "Jäsenet", "page": None, "table": None, "row": 5,
                                     "column": "Y-tunnus"}  # fmt: skip
    assert wrong.values["value"] == "2012566"
