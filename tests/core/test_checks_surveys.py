"""Rules of `etappi check` on surveys, each with its case and what must pass."""

from dataclasses import replace

from core.checks.facts import AskedFact, EventFact, WaveFact
from tests.core.checks_support import NOTHING, told


def test_more_answers_than_invited() -> None:
    waves = (WaveFact("n/start", "Kysely", 90, 89), WaveFact("n/end", "Kysely", 89, 89),
             WaveFact("n/x", "Kysely", 9, None), WaveFact("n/y", "Kysely", 9, 10, over=(("Omnia", 4, 3),)))  # fmt: skip
    assert told(replace(NOTHING, waves=waves), "survey.base") == [
        ("", "error", "n/start", {"title": "Kysely", "answered": 90, "invited": 89}),
        ("organisation", "error", "n/y", {
            "title": "Kysely", "organisation": "Omnia", "answered": 4, "invited": 3}),
    ]  # fmt: skip


def test_a_question_that_was_asked_otherwise() -> None:
    asked = tuple(AskedFact("n", f"q{number}", "T", "n/start", "n/end", (5, scale))
                  for number, scale in ((1, 7), (2, 5), (3, None)))  # fmt: skip
    found = told(replace(NOTHING, asked=asked), "survey.scale")
    assert [(code, place) for code, _, place, _ in found] == [
        ("", "n q1"), ("wording", "n q2"), ("wording", "n q3"),
    ]  # fmt: skip


def test_feedback_that_nobody_gave() -> None:
    def event(code: str, state: str, *, unheard: bool) -> EventFact:
        return EventFact(code, "T", "2024-09-02T09:00", None, (), state, unheard=unheard)

    events = (event("E1", "held", unheard=True), event("E2", "planned", unheard=True),
              event("E3", "held", unheard=False), event("E4", "cancelled", unheard=True))  # fmt: skip
    assert [place for _, _, place, _ in told(replace(NOTHING, events=events), "event.no_feedback")] == ["E1"]
