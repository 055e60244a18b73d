"""The plan file: what a sound one becomes, and every kind of error at its line."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import importers
import locales
from core import quarter
from core.agreements import GrantRow
from core.planning import PlanDeadline, PlanErrors, PlanFile, PlanSurvey, PlanWave
from importers.planfile import as_lines, note_lines, read_plan

EXAMPLE = Path(importers.__file__).with_name("example.toml")
Q1, Q2, Q3, Q4 = (quarter.quarter(2024, number) for number in (1, 2, 3, 4))
PROJECT = """\
[project]
code = "P"
name = "Project"
start = 2024-01-01
end = 2024-12-31
"""  # lines 1 to 5; what a test adds begins on line 6
PACKAGE = '[[workpackage]]\ncode = "TP1"\ntitle = "One"\n'  # lines 6 to 8
ITEM = '[[workpackage.action]]\ntitle = "Do"\n'  # lines 9 and 10; its keys begin on line 11
ONE_STEP = 'steps = [{ title = "a", share = 1, quarter = "2024-Q1" }]'


def read(*parts: str) -> PlanFile:
    return read_plan("".join((PROJECT, *parts)).encode(), "plan.toml")


def problems(text: str | bytes) -> list[tuple[int | None, str, str]]:
    """Line, key and code of everything that is wrong with a text."""
    with pytest.raises(PlanErrors) as caught:
        read_plan(text if isinstance(text, bytes) else text.encode(), "plan.toml")
    return [(problem.line, problem.key, problem.code) for problem in caught.value.problems]


def first_word(text: str) -> str:
    return text.partition(" ")[0]


def test_the_example_reads_and_shows_every_kind_of_thing() -> None:
    plan = read_plan(EXAMPLE.read_bytes(), "example.toml")
    assert [package.code for package in plan.packages] == ["TP1", "TP1.1", "TP2"]
    assert {item.technique for item in plan.items()} == {"0/100", "50/50", "milestones", "units", "effort"}
    assert [item.code for item in plan.packages[0].items] == ["TARJONTA", "TP1-A2", "TP1-A3", "TP1-O1"]
    assert [(one.code, one.kind, one.package, one.event, one.waves) for one in plan.agreements.surveys] == [
        ("verkosto", "network", None, None, (PlanWave("start", "2025-02-03", "2025-02-28", 40), PlanWave("end"))),
        ("palaute", "feedback", "TP1", "ALOITUS", ()),
    ]  # fmt: skip
    assert [(one.code, one.kind, one.window, one.packages) for one in plan.agreements.events] == [
        ("ALOITUS", "kickoff", ("2025-01-01", "2025-02-28"), ("TP1", "TP2")),
    ]  # fmt: skip
    assert [(one.code, one.role, one.package, one.due) for one in plan.agreements.obligations] == [
        ("OMA", None, None, "2025-09-30"), ("TP1-YHT", "lead", "TP1", "2025-02-28"),
    ]  # fmt: skip
    assert plan.agreements.deadlines == (
        PlanDeadline("Väliraportti", "2025-08-29", "16:15", "report", "Esimerkkiministeriö"),
    )
    assert [goal.title for goal in plan.agreements.goals] == ["Etäopetus on osa jokaisen oppilaitoksen arkea"]
    assert plan.agreements.grant == GrantRow("EM/2024/17", "2024-12-02", 18_000_000, "2025-01-01", "2025-12-31")
    assert plan.packages[0].goal == (
        "Jokainen oppilaitos tarjoaa muille vähintään yhden etäkurssin\nja tietää, miten sen laatu todetaan."
    )


def test_what_the_plan_does_not_say() -> None:
    plan = read(
        PACKAGE, 'from = "2024-Q2"\n', ITEM, ITEM, 'from = "Q3/2024"\nto = "2024Q3"\n',
        '[[workpackage]]\ncode = "TP1.1"\ntitle = "Child"\nparent = "wp 01"\n[[workpackage.output]]\ntitle = "Out"\n',
        'steps = [{ title = "a", share = 0.1, quarter = "2024-Q2" }, ',
        '{ title = "b", share = 0.9, quarter = "2024-Q3" }]\n',
        '[[workpackage.output]]\ntitle = "Counted"\nunits = 5\n',
    )  # fmt: skip
    parent, child = plan.packages
    assert (parent.first, parent.last, parent.to_quarter) == (Q2, Q4, None)
    whole, one = parent.items
    assert (whole.code, whole.first, whole.last, whole.technique, whole.technique_given) == (
        "TP1-A1", Q2, Q4, "50/50", False,
    )  # fmt: skip
    assert (one.code, one.first, one.last, one.technique, one.weight) == ("TP1-A2", Q3, Q3, "0/100", 1.0)
    assert (child.parent, child.first, child.last) == ("TP1", Q2, Q4)
    stepped, counted = child.items
    assert (stepped.code, stepped.technique, stepped.last, stepped.kind) == ("TP1.1-O1", "milestones", Q3, "output")
    assert (counted.technique, counted.units, counted.technique_given) == ("units", 5, True)


def test_references_stand_as_the_package_writes_its_code() -> None:
    plan = read(
        PACKAGE,
        'needs = ["wp2", "TP 2"]\n',
        ITEM,
        'after = ["tp02"]\n',
        '[[workpackage]]\ncode = "TP2"\ntitle = "Two"\n',
    )
    assert plan.packages[0].needs == ("TP2",)
    assert plan.packages[0].items[0].after == ("TP2",)


def test_text_is_cleaned() -> None:
    plan = read('[[workpackage]]\ncode = "TP1"\ntitle = "\\u001b[31mRed\\u202e \\u0007one"\ngoal = "a\\u200b\\nb"\n')
    assert plan.packages[0].title == "Red one"
    assert plan.packages[0].goal == "a\nb"


def test_surveys_and_their_waves() -> None:
    plan = read(PACKAGE, '[[survey]]\ncode = "S"\ntitle = "Start"\nwaves = ["start", "2024-Q2"]\n')
    assert plan.agreements.surveys == (PlanSurvey("S", "Start", "network", (PlanWave("start"), PlanWave("2024-Q2"))),)
    survey = '[[survey]]\ncode = "S"\ntitle = "Start"\n'
    for waves, said in (
        ('["a/b"]', "slash"), ('["a", "A"]', "wave_twice"), ("3", "type_texts"),
        ("[{ opened = 2024-01-02 }]", "missing_key"),
        ('[{ code = "a", opened = 2024-01-02, closed = 2024-01-01 }]', "wave_turned"),
        ('[{ code = "a", asked = 3 }]', "unknown_key"),
    ):  # fmt: skip
        assert [code for _, _, code in problems(PROJECT + PACKAGE + f"{survey}waves = {waves}\n")] == [said]
    assert [code for _, _, code in problems(PROJECT + PACKAGE + survey.replace('"S"', '"S/1"'))] == ["slash"]


@pytest.mark.parametrize(
    ("window", "days"),
    [
        ('["2024-08", "2024-09"]', ("2024-08-01", "2024-09-30")), ('["2024-Q3"]', ("2024-07-01", "2024-09-30")),
        ('["2024-12"]', ("2024-12-01", "2024-12-31")), ("[2024-09-10]", ("2024-09-10", "2024-09-10")),
        ('["2024-09-10", "Q4/2024"]', ("2024-09-10", "2024-12-31")),
    ],
)  # fmt: skip
def test_windows_of_events(window: str, days: tuple[str, str]) -> None:
    plan = read(PACKAGE, f'[[event]]\ntitle = "E"\nwindow = {window}\n')
    assert plan.agreements.events[0].window == days


def test_events_of_a_plan() -> None:
    text = '[[event]]\ntitle = "{}"\nkind = "{}"\nstart = {}\nworkpackages = ["{}"]\n'
    plan = read(PACKAGE, text.format("A", "Väliseminaari", "2024-09-10T09:00:00", "tp 1"),
                text.format("B", "hackathon", '"2024-09-11"', "TP1"))  # fmt: skip
    first, second = plan.agreements.events
    assert (first.kind, first.start, first.packages, first.unknown_kind) == (
        "seminar",
        "2024-09-10T09:00",
        ("TP1",),
        None,
    )
    assert (second.kind, second.start, second.unknown_kind) == ("other", "2024-09-11", "hackathon")
    locales.choose("en")
    assert note_lines(plan) == ["The kind “hackathon” of the event B was read as another event."]
    event = PROJECT + PACKAGE + '[[event]]\ntitle = "E"\n'
    for line, code in (('start = "3.9."', "event_start"), ("start = 3", "event_start"), ('mode = "phone"', "choice"),
                       ('window = ["2024-09", "2024-08"]', "window"), ('window = "2024-09"', "window"),
                       ('when = "x"', "unknown_key")):  # fmt: skip
        assert [problem[2] for problem in problems(f"{event}{line}\n")] == [code]


IN_PROJECT = {
    "colour = 1": "unknown_key",
    'lanugage = "fi"': "unknown_key_near",
    'language = "de"': "choice",
    "language = 3": "choice",
    "expected_organisations = -1": "type_count",
    "expected_organisations = true": "type_count",
    'kick_off = "31.1.2024"': "date",
    "kick_off = 2024-01-31T09:00:00": "date",
    'funder = ""': "empty",
    'funder = "\\u200b"': "empty",
    f'coordinator = "{"x" * 301}"': "too_long",
    "funder = 2024-01-01": "type_text",
}
IN_PACKAGE = {
    'from = "2024-Q5"': "quarter",
    "to = 2024": "quarter",
    'from = "2023-Q4"': "outside_project",
    'to = "2025-Q1"': "outside_project",
    'parent = "TP9"': "no_package",
    'parent = "TP1"': "circle",
    'needs = ["TP9"]': "no_package",
    'needs = ["tp 1"]': "needs_itself",
    'lead = "Omnia"': "type_texts",
    "lead = [1]": "type_texts",
    'lead = ["Omnia", "OMNIA"]': "organisation_twice",
    'action = "x"': "type_tables",
    'goals = "x"': "unknown_key_near",
}
IN_ITEM = {
    "weight = 0": "not_above_zero",
    "weight = -1.5": "not_above_zero",
    "weight = 1000001": "too_large",
    "weight = nan": "type_number",
    "weight = inf": "type_number",
    'weight = "2"': "type_number",
    'technique = "60/40"': "choice",
    'technique = "milestones"': "needs_steps",
    'technique = "units"': "needs_units",
    "units = 0": "not_above_zero",
    "units = 2.5": "type_count",
    "units = -1": "type_count",
    'counter = "organisations"': "units_unused",
    'unit_targets = { "2024-Q1" = 1 }': "units_unused",
    'after = ["TP1"]': "needs_itself",
    'after = ["TP3"]': "no_package",
    'owner = ["x"]': "type_text",
    f'code = "{"x" * 21}"': "too_long",
    'code = "tp01"': "code_twice",
    "steps = 3": "type_tables",
    "steps = []": "needs_steps",
    'steps = [{ title = "a", share = 0.4, quarter = "2024-Q1" }]': "shares",
    'steps = [{ title = "a", share = 1, quarter = "2025-Q1" }]': "outside_package",
    'kind = "x"': "unknown_key",
}


@pytest.mark.parametrize(("line", "code"), IN_PROJECT.items())
def test_errors_in_the_project(line: str, code: str) -> None:
    assert problems(PROJECT + line + "\n") == [(6, first_word(line), code)]


@pytest.mark.parametrize(("line", "code"), IN_PACKAGE.items())
def test_errors_in_a_package(line: str, code: str) -> None:
    assert problems(PROJECT + PACKAGE + line + "\n") == [(9, first_word(line), code)]


@pytest.mark.parametrize(("line", "code"), IN_ITEM.items())
def test_errors_in_an_item(line: str, code: str) -> None:
    assert problems(PROJECT + PACKAGE + ITEM + line + "\n") == [(11, first_word(line), code)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (['from = "2024-Q3"', 'to = "2024-Q2"'], (12, "to", "turned")),
        (['technique = "50/50"', ONE_STEP], (12, "steps", "steps_unused")),
        (["units = 3", 'technique = "effort"'], (11, "units", "units_unused")),
        (["units = 3", 'unit_targets = { "2024-Q2" = 2, "2024-Q3" = 1 }'], (12, "unit_targets", "targets_fall")),
        (["units = 3", 'unit_targets = { "2024-Q2" = 4 }'], (12, "unit_targets", "targets_above")),
        (["units = 3", 'unit_targets = { "2025-Q2" = 3 }'], (12, "unit_targets", "outside_package")),
        (["units = 3", 'unit_targets = { "Q2" = 3 }'], (12, "unit_targets", "quarter")),
        (["units = 3", 'unit_targets = { "2024-Q2" = -3 }'], (12, "unit_targets", "target_number")),
        (["units = 3", 'unit_targets = { "2024-Q2" = 1, "Q2/2024" = 1 }'], (12, "unit_targets", "target_twice")),
        (["units = 3", "unit_targets = [1]"], (12, "unit_targets", "type_targets")),
        (["units = 3", 'counter = "people"'], (12, "counter", "counter")),
        (["units = 3", ONE_STEP], (12, "steps", "steps_and_units")),
        (["", "[[workpackage.action.steps]]", 'title = "a"', 'quarter = "2024-Q1"'], (12, "", "missing_key")),
    ],
)  # fmt: skip
def test_errors_of_keys_that_do_not_fit_together(lines: list[str], expected: tuple[int, str, str]) -> None:
    assert problems(PROJECT + PACKAGE + ITEM + "\n".join(lines) + "\n") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b'[project]\ncode = "P"\nname = ', (3, "", "syntax")),
        (b'[project]\ncode = "P"\ncode = "Q"\n', (3, "", "twice")),
        (b"[project]\nstart = 2024-02-30\n", (2, "", "date")),
        (b"[project]\ncode = 1\nname = [[\n", (3, "", "syntax")),
        (b"a = " + b"1" * 5000, (1, "", "syntax")),
        (b"# ok\nname = \xff", (2, "", "encoding")),
        (b"a = " + b"[" * 100_000, (None, "", "too_deep")),
        (b"#" * (5 * 2**20 + 1), (None, "", "too_big")),
    ],
)
def test_files_that_cannot_be_read(text: bytes, expected: tuple[int | None, str, str]) -> None:
    (found,) = problems(text)
    assert found[1:] == expected[1:]
    assert expected[0] is None or found[0] == expected[0]


def test_an_empty_file_lacks_a_project() -> None:
    assert problems(b"") == [(None, "", "missing_key")]


def test_children_fit_inside_their_parents() -> None:
    child = '[[workpackage]]\ncode = "TP1.1"\ntitle = "C"\nparent = "TP1"\nto = "2024-Q4"\n'
    assert problems(PROJECT + PACKAGE + 'to = "2024-Q2"\n' + child) == [(14, "to", "outside_package")]
    assert read(PACKAGE, child).packages[1].last == Q4


def test_a_wrong_timing_is_told_once_not_once_for_each_item() -> None:
    text = PROJECT + PACKAGE + 'from = "2024-Q4"\nto = "2024-Q1"\n' + ITEM + 'from = "2024-Q2"\n'
    assert problems(text) == [(10, "to", "turned")]


def test_codes_are_compared_as_codes() -> None:
    text = (
        PROJECT
        + PACKAGE
        + '[[workpackage]]\ncode = "wp 1"\ntitle = "Two"\n[[workpackage]]\ncode = "TP1.10"\ntitle = "T"\n'
    )
    with pytest.raises(PlanErrors) as caught:
        read_plan((text + '[[workpackage]]\ncode = "TP1.1"\ntitle = "T"\n').encode(), "plan.toml")
    (problem,) = caught.value.problems
    assert (problem.line, problem.code, problem.values) == (
        10, "code_twice", {"other": "[[workpackage]] TP1", "line": 6},
    )  # fmt: skip


def test_a_circle_of_parents_is_told_at_each_of_its_packages() -> None:
    text = PROJECT
    for code, parent in (("A", "B"), ("B", "C"), ("C", "A"), ("D", "A")):
        text += f'[[workpackage]]\ncode = "{code}"\ntitle = "T"\nparent = "{parent}"\n'
    assert problems(text) == [(9, "parent", "circle"), (13, "parent", "circle"), (17, "parent", "circle")]


def test_lead_and_assist_of_one_package() -> None:
    text = PROJECT + PACKAGE + 'lead = ["Omnia"]\nassist = ["Gradia", "omnia"]\n'
    assert problems(text) == [(10, "assist", "lead_and_assist")]


def test_a_long_chain_of_parents() -> None:
    text = PROJECT + '[[workpackage]]\ncode = "0"\ntitle = "T"\n'
    for number in range(1, 2000):
        text += f'[[workpackage]]\ncode = "{number}"\ntitle = "T"\nparent = "{number - 1}"\n'
    assert read_plan(text.encode(), "plan.toml").packages[-1].first == Q1


def test_all_errors_at_once_in_order_of_lines() -> None:
    text = (
        'extra = 1\n[project]\ncode = "P"\nstart = 2024-12-31\nend = 2024-01-01\n' + PACKAGE.replace("One", "") + ITEM
    )
    text += 'weight = 0\n[[survey]]\ntitle = "S"\nkind = "poll"\n[[obligation]]\ncode = "O"\ntitle = "T"\nwho = "TP7"\n'
    text += 'due = "soon"\n[[event]]\ntitle = "E"\nwindow = ["2024-13"]\nworkpackages = ["TP7"]\n'
    text += '[[deadline]]\ntitle = "D"\n'
    assert problems(text) == [
        (1, "extra", "unknown_key"),
        (2, "", "missing_key"),
        (5, "end", "ends_before_start"),
        (8, "title", "empty"),
        (11, "weight", "not_above_zero"),
        (12, "", "missing_key"),
        (14, "kind", "choice"),
        (18, "who", "no_package"),
        (19, "due", "date_or_quarter"),
        (22, "window", "window"),
        (23, "workpackages", "no_package"),
        (24, "", "missing_key"),
    ]


def codes_in_the_source() -> set[str]:
    """Every code that the readers can give to a problem."""
    codes = set()
    for name in ("planfile", "planitems", "planagreements", "planevents", "plansurveys", "plancodes", "plantables"):
        for node in ast.walk(ast.parse((EXAMPLE.parent / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.Call) and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in ("problem", "_whole"):
                    codes.add(str(node.args[1].value))
    return codes


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_every_error_has_its_sentence(language: str) -> None:
    locales.choose(language)
    codes = codes_in_the_source() | {"syntax", "twice", "date", "invalid"}
    assert len(codes) > 40
    assert [code for code in codes if not locales.has(f"plan.error_{code}")] == []


@given(st.data())
def test_a_damaged_file_gives_a_plan_or_sentences(data: st.DataObject) -> None:
    text = EXAMPLE.read_text("utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 40))
        text = text[:at] + data.draw(st.text("[]{}=\"'#\n.,-10aTP", max_size=8)) + text[at + cut :]
    locales.choose("fi")
    try:
        read_plan(text.encode("utf-8", "surrogatepass"), "plan.toml")
    except PlanErrors as errors:
        lines = as_lines(errors)
        assert lines
        assert not [line for line in lines if "plan.error" in line]


def test_a_sentence_names_file_line_table_key_and_value() -> None:
    locales.choose("fi")
    with pytest.raises(PlanErrors) as caught:
        read(PACKAGE, ITEM, 'weight = 0\nowner = "\\u001b[2J"\n')
    assert as_lines(caught.value) == [
        "plan.toml:11: [[workpackage.action]] TP1-A1: weight = 0: luvun pitää olla suurempi kuin 0.",
        'plan.toml:12: [[workpackage.action]] TP1-A1: owner = "\\x1b[2J": '
        "teksti on tyhjä. Kirjoita se tai poista avain.",
    ]
    assert locales.t("plan.error_invalid", **caught.value.values).startswith(
        "plan.toml: suunnitelmatiedostossa on 2 virhettä"
    )
