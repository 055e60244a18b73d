"""Obligations, deadlines, goals and the grant of a plan file, and what may be counted."""

import pytest

from core.agreements import GrantRow
from core.planning import PlanDeadline, PlanErrors, PlanFile, PlanGoal, PlanObligation
from importers.planfile import read_plan

HEAD = """\
[project]
code = "P"
name = "Project"
start = 2024-01-01
end = 2024-12-31
[[workpackage]]
code = "TP1"
title = "One"
"""  # lines 1 to 8; what a test adds begins on line 9
OWED = '[[obligation]]\ncode = "OMA"\ntitle = "Own plan"\n'
ITEM = '[[workpackage.action]]\ntitle = "A"\nunits = 5\n'


def read(*parts: str) -> PlanFile:
    return read_plan("".join((HEAD, *parts)).encode(), "plan.toml")


def problems(*parts: str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(PlanErrors) as caught:
        read(*parts)
    return [(problem.line, problem.key, problem.code) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("keys", "role", "package"),
    [
        ("", None, None),
        ('who = "all"\n', None, None),
        ('who = "lead"\n', "lead", None),
        ('role = "expert"\n', "expert", None),
        ('who = "wp 1"\n', None, "TP1"),
        ('who = "TP1"\nrole = "lead"\n', "lead", "TP1"),
    ],
)
def test_who_owes(keys: str, role: str | None, package: str | None) -> None:
    assert read(OWED, keys).agreements.obligations == (PlanObligation("OMA", "Own plan", role, package),)


def test_a_quarter_is_its_last_day_and_the_first_of_a_grant() -> None:
    plan = read(OWED, 'due = "2024-Q3"\n', '[grant]\nsum = 1200.5\nfrom = "2024-Q1"\nto = "Q4/2024"\n').agreements
    assert plan.obligations[0].due == "2024-09-30"
    assert plan.grant == GrantRow(None, None, 120_050, "2024-01-01", "2024-12-31")


def test_deadlines_and_goals() -> None:
    plan = read(
        '[[deadline]]\ntitle = "Steering group"\ndate = 2024-09-26\ntime = 09:00:00\nkind = "meeting"\n',
        '[[deadline]]\ntitle = "Q3"\ndate = 2024-10-11\nto = "Funder"\n',
        '[[goal]]\ntitle = "Skills"\nresult = "More"\n[[goal]]\ntitle = "Network"\n',
    ).agreements
    assert plan.deadlines == (
        PlanDeadline("Steering group", "2024-09-26", "09:00", "meeting"),
        PlanDeadline("Q3", "2024-10-11", recipient="Funder"),
    )
    assert plan.goals == (PlanGoal("Skills", "More"), PlanGoal("Network"))


def test_a_counter_is_written_as_its_obligation_is() -> None:
    plan = read(
        '[[workpackage.action]]\ntitle = "Plans"\nunits = 5\ntechnique = "units"\ncounter = "obligation:oma"\n',
        '[[workpackage.indicator]]\ntitle = "Plans"\nsource = "obligation:Oma"\n',
        '[[workpackage.indicator]]\ntitle = "Feeling"\nsource = "interviews"\n',
        OWED,
    )
    assert [item.counter for item in plan.items()] == ["obligation:OMA"]
    assert [one.source for one in plan.packages[0].indicators] == ["obligation:OMA", "interviews"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OWED + 'who = "TP7"\n', [(12, "who", "no_package")]),
        (OWED + 'who = "lead"\nrole = "expert"\n', [(13, "role", "two_roles")]),
        (OWED + 'role = "boss"\n', [(12, "role", "choice")]),
        (OWED + 'due = "soon"\n', [(12, "due", "date_or_quarter")]),
        (OWED + OWED.replace("OMA", "oma"), [(13, "code", "code_twice")]),
        ('[[deadline]]\ntitle = "D"\ndate = 2024-01-02\ntime = "9.00"\n', [(12, "time", "time")]),
        ('[[deadline]]\ntitle = "D"\ndate = 2024-01-02\ntime = "24:00"\n', [(12, "time", "time")]),
        ('[[deadline]]\ntitle = "D"\ndate = 2024-01-02\nkind = "party"\n', [(12, "kind", "choice")]),
        ('[[deadline]]\ntitle = "D"\ndate = 2024-01-02\n' * 2, [(13, "title", "deadline_twice")]),
        ("[[goal]]\nresult = 'R'\n", [(9, "", "missing_key")]),
        ("[grant]\nfrom = 2024-03-01\nto = 2024-02-01\n", [(11, "to", "grant_turned")]),
        ("[grant]\nsum = -5\n", [(10, "sum", "not_above_zero")]),
        (ITEM + 'counter = "obligation:X"\n', [(12, "counter", "no_obligation")]),
        ('[[workpackage.indicator]]\ntitle = "A"\nsource = "obligation:X"\n', [(11, "source", "no_obligation")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_line(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert problems(text) == expected
