"""The report on surveys: two waves side by side, what may not be told stays untold."""

import copy
from typing import Any

import pytest

from core.errors import EtappiError
from core.surveys.intervals import Share, difference
from reports.content import Content
from reports.document import Items, Table
from reports.registry import Options, document, write
from tests.reports.golden import agree


def question(distribution: list[int] | None, n: int, **values: Any) -> dict[str, Any]:
    top = sum(distribution[-2:]) if distribution else 0
    return {"text": "Tunnen aineistot", "type": "likert", "n": n, "missing": 0, "dont_know": 0,
            "share": [top, n] if distribution else None, "interval": [[2, 10], [9, 10]] if distribution else None,
            "distribution": distribution, "options": None, "median": [7, 2] if distribution else None,
            **values}  # fmt: skip


def wave(position: int, complete: int, questions: dict[str, Any]) -> dict[str, Any]:
    return {"title": "Verkoston kysely", "kind": "network", "complete": complete, "partial": 0, "invited": None,
            "organisations": 61, "asked": 84, "survey": "network", "position": position, "group": None,
            "questions": questions}  # fmt: skip


def content(demo: Content, waves: dict[str, Any]) -> Content:
    raw = copy.deepcopy(dict(demo.raw))
    raw["figures"]["2024-Q3"]["surveys"] = waves
    return Content(raw)


START = question([8, 14, 20, 28, 10], 80)  # 38 of 80
END = question([3, 4, 7, 36, 20], 70)  # 56 of 70
FEW = question(None, 4, text="Harva vastasi")


@pytest.fixture
def both(demo_content: Content) -> Content:
    choice = {"text": "Missä?", "type": "single", "n": 60, "missing": 1, "dont_know": 0, "share": None,
              "interval": None, "distribution": None, "options": {"verkossa": 40, "paikalla": 20},
              "median": None}  # fmt: skip
    return content(demo_content, {
        "network/end": wave(2, 70, {"q1/1": END, "q2/1": FEW, "q3/1": choice, "q4/2": END}),
        "network/start": wave(1, 80, {"q1/1": START, "q2/1": FEW, "q4/1": START}),
    })  # fmt: skip


def table(made: Content, code: str) -> Table:
    return next(one for one in document("surveys", made, Options()).tables() if one.code == code)


def test_start_and_end_side_by_side(both: Content) -> None:
    found = table(both, "survey_network_start_network_end")
    first = found.rows[0]
    assert [cell.text for cell in first[1:4]] == ["48\u00a0%", "80\u00a0%", "+32"]  # the printed difference
    wanted = difference(Share(38, 80), Share(56, 70))
    assert wanted is not None
    assert first[4].text == f"+{wanted[1].low * 100:.0f} … +{wanted[1].high * 100:.0f}"


def test_another_version_of_a_question_is_not_compared(both: Content) -> None:
    assert [row[0].text for row in table(both, "survey_network_start_network_end").rows] == [
        "Tunnen aineistot", "Harva vastasi"]  # fmt: skip


def test_under_five_answers_nothing_but_n(both: Content) -> None:
    few = table(both, "survey_network_start_network_end").rows[1]
    assert [cell.text for cell in few[1:5]] == ["–", "–", "–", ""]
    assert [cell.value for cell in few[5:]] == [4, 4]


def test_a_change_that_may_be_chance_says_so(demo_content: Content) -> None:
    near = question([8, 14, 19, 28, 11], 80)
    made = content(
        demo_content, {"network/start": wave(1, 80, {"q1/1": START}), "network/end": wave(2, 80, {"q1/1": near})}
    )
    assert table(made, "survey_network_start_network_end").rows[0][4].text.endswith("?")
    told = [run.text for block in document("surveys", made, Options()).blocks if isinstance(block, Items)
            for item in block.items for run in item]  # fmt: skip
    assert any("sattumaa" in text for text in told)


def test_one_wave_has_its_shares_and_choices(both: Content) -> None:
    only = content(both, {"network/end": both.figures()["surveys"]["network/end"]})
    assert [cell.text for cell in table(only, "survey_network_end").rows[0][1:4]] == ["70", "80\u00a0%", "20–90\u00a0%"]
    assert [[cell.value for cell in row[:2]] for row in table(only, "choice_network_end_3").rows] == [
        ["verkossa", 40], ["paikalla", 20]]  # fmt: skip


def test_no_answers_no_report(demo_content: Content) -> None:
    with pytest.raises(EtappiError, match="no_surveys"):
        document("surveys", content(demo_content, {}), Options())


def test_letter_by_letter(both: Content) -> None:
    made = write("surveys", "md", both)
    assert isinstance(made, bytes)
    agree("everything-surveys.md", made)


def test_the_order_of_keys_says_nothing_of_questions_and_options(demo_content: Content) -> None:
    raw: Any = copy.deepcopy(demo_content.raw)
    wave = raw["figures"]["2024-Q3"]["surveys"]["network/start"]
    first = next(iter(wave["questions"].values()))
    wave["questions"] = {f"q{n}/1": {**first, "position": n, "options": {"b": 2, "a": 2, "c": 9}}
                         for n in (10, 2, 1)}  # fmt: skip
    name, row = Content(raw, quarter=demo_content.quarter).waves()[0]
    assert name == "network/start"  # not feedback, which stands before it in the alphabet
    assert list(row["questions"]) == ["q1/1", "q2/1", "q10/1"]
    assert list(row["questions"]["q1/1"]["options"]) == ["c", "a", "b"]
