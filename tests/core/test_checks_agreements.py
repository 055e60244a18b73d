"""Rules of `etappi check` on agreements, each with its case and what must pass."""

from dataclasses import replace

from core.agreements import DeadlineRow, ObligationLine, OutputRow
from core.checks.facts import DutyFact, OrganisationFact
from core.days import day_number
from core.obligations import Tally, Terms
from tests.core.checks_support import NOTHING, Q4, told

NETWORK = tuple(OrganisationFact(f"O{number}", True, (f"O{number}",)) for number in range(84))


def duty(owed: int = 72, late: int = 0, waived: int = 0, **more: object) -> DutyFact:
    tally = Tally(owed, done=0, in_work=0, not_started=owed - waived, untold=0, not_required=waived, overdue=late)
    terms = Terms(1, "OMA", "Own plan", package_id=1, package="TP1", due="2024-06-30")
    names = tuple(f"Org {number}" for number in range(late))
    return DutyFact(ObligationLine(terms, tally), late=names, **more)  # type: ignore[arg-type]


def test_obligation_overdue_is_told_once_for_each_obligation() -> None:
    assert told(replace(NOTHING, duties=(duty(late=4, waived=2),)), "obligation.overdue") == [
        ("", "warning", "OMA", {"title": "Own plan", "date": "2024-06-30", "n": 4, "of": 70,
                                "names": "Org 0, Org 1, Org 2 …"}),
    ]  # fmt: skip
    assert told(replace(NOTHING, duties=(duty(),)), "obligation.overdue") == []


def test_deadline_overdue_from_the_day_after() -> None:
    report = DeadlineRow(1, "Q3 reports", "2024-10-11", None, "report", None, None)
    meeting = replace(report, title="Steering group", kind="meeting")
    for day, done, count in (("2024-10-11", None, 0), ("2024-10-12", None, 1), ("2024-10-12", "2024-10-10", 0)):
        facts = replace(NOTHING, today=day_number(day), deadlines=(replace(report, done_on=done), meeting))
        assert len(told(facts, "deadline.overdue")) == count


def test_plan_denominator() -> None:
    """The real case: every provider makes a plan by the text, and TP1's table has 72 of 84."""
    facts = replace(NOTHING, organisations=NETWORK)
    assert told(replace(facts, duties=(duty(whole=True, beside=11),)), "plan.denominator") == [
        ("", "ask", "OMA", {"title": "Own plan", "owed": 72, "known": 84, "n": 12, "package": "TP1"}),
        ("parts", "ask", "OMA", {"title": "Own plan", "n": 11}),
    ]
    assert told(replace(facts, duties=(duty(owed=84, whole=True),)), "plan.denominator") == []
    # a part is owed by its own package, and what one package owes is nobody else's
    assert told(replace(facts, duties=(duty(),)), "plan.denominator") == []


def test_units_of_the_plan_against_those_who_owe_it() -> None:
    facts = replace(NOTHING, duties=(duty(waived=1, counted=(("TP1-O2", 72), ("TP1-O3", 71))),))
    assert told(facts, "plan.denominator") == [
        ("units", "warning", "OMA", {"item": "TP1-O2", "units": 72, "expected": 71})
    ]


def test_outputs_need_a_keeper_in_the_last_quarter() -> None:
    outputs = (
        OutputRow(1, "TP1-O1", "TP1", "Model", Q4, True),
        OutputRow(2, "TP1-O2", "TP1", "Plan", Q4, False, keeper="Omnia"),
    )
    facts = replace(NOTHING, outputs=outputs)
    assert told(replace(facts, today=day_number("2024-09-30")), "output.no_keeper") == []
    assert told(replace(facts, today=day_number("2024-10-01")), "output.no_keeper") == [
        ("", "warning", "TP1-O1", {"title": "Model"})
    ]
