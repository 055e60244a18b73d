"""Figures of surveys read from the store: a wave, two waves, who answered, who is missing, and what stays hidden."""

from typing import Any

import pytest

from core.errors import EtappiError
from core.surveys.figures import QuestionFigures, WaveFigures
from core.surveys.intervals import Share, wilson
from core.surveys.records import OptionSpec, QuestionSpec
from core.surveys.waves import Comparison
from store import eventfacts, surveyfacts
from store.commands import events
from store.commands import surveys as commands
from store.database import reading
from store.surveyfigures import TALLIES, compare, missing, open_answers, organisations, wave_figures
from store.surveys import find_wave
from tests.store.support import act, make_plan, project_of, small_plan
from tests.store.surveydata import LIKERT, TURNED, UNSURE, WORDS, answer, fill


@pytest.fixture(autouse=True)
def _no_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.backup.before", lambda *_: None)


@pytest.fixture
def path(empty: str) -> str:
    """1 Omnia, 2 Gradia, 3 Savon AO in the network; the survey 1 ``network`` without answers."""
    make_plan(empty, small_plan())
    act(empty, "add", lambda writer: commands.add_survey(writer, project_of(empty), "network", "Kysely"))
    return empty


def figures(path: str, wave: str = "network/start") -> WaveFigures:
    with reading(path) as connection:
        return wave_figures(connection, 1, wave)


def of(path: str, key: str, wave: str = "network/start") -> QuestionFigures:
    return next(one for one in figures(path, wave).questions if one.question.key == key)


def compared(path: str, first: str = "network", second: str | None = None, unit: str = "person") -> Comparison:
    with reading(path) as connection:
        return compare(connection, 1, first, second, unit)


def test_every_type_in_its_order(path: str) -> None:
    people: list[dict[str, Any]] = [
        {"q1": 5, "q2": 1, "q3": 1, "q4": (1, 2), "q5": 3, "q6": "a"}, {"q1": 4, "q2": 2, "q3": 1, "q4": (1,), "q5": 5},
        {"q1": 2, "q2": 4, "q3": 2, "q4": (3,), "q5": 8}, {"q1": UNSURE, "q3": 1, "q4": (1, 3), "q5": 1, "q2": 5},
        {"q1": 3, "q2": 3, "q3": 1, "q4": UNSURE, "q5": 2}, {"q1": 5, "q2": 1, "q4": (2,), "state": "partial"}, {},
    ]  # fmt: skip
    fill(path, "start", people)
    first = of(path, "q1")
    assert (first.n, first.missing, first.dont_know) == (5, 1, 1)
    assert first.likert
    assert (first.likert.distribution, first.likert.top, first.likert.median) == ((0, 1, 1, 1, 2), 0.6, 4.0)
    second = of(path, "q2")
    assert second.likert
    assert second.likert.distribution == (1, 1, 1, 1, 2), "reversed items are recoded when they are read"
    assert [(one.choice, one.hits) for one in of(path, "q3").shares] == [(1, 4), (2, 1)]
    many = of(path, "q4")
    assert (many.n, many.dont_know, many.missing) == (5, 1, 1)
    assert [(one.choice, one.hits, one.share) for one in many.shares] == [(1, 3, 0.6), (2, 2, 0.4), (3, 2, 0.4)]
    assert many.shares[0].interval == wilson(Share(3, 5))
    number = of(path, "q5").number
    assert number
    assert (number.median, number.quartiles, number.mean) == (3.0, (2.0, 5.0), 3.8)
    text = of(path, "q6")
    assert (text.n, text.missing, text.suppressed) == (1, None, True)
    assert [one.question.key for one in figures(path).questions] == ["q1", "q2", "q3", "q4", "q5", "q6"]


def test_the_group_narrows_the_interval_and_more_than_invited_are_no_rate(path: str) -> None:
    fill(path, "start", [{"q1": point} for point in (5, 5, 4, 2, 1)])
    act(path, "invited", lambda writer: commands.set_wave(writer, 1, {"invited": 6, "ineligible": 1}))
    found = of(path, "q1").likert
    assert found
    assert (figures(path).group, found.whole_group, found.interval) == (5, True, None)
    act(path, "size", lambda writer: commands.set_wave(writer, 1, {"group_size": 10}))
    found = of(path, "q1").likert
    assert found
    assert found.interval == wilson(Share(3, 5, 10))
    act(path, "few", lambda writer: commands.set_wave(writer, 1, {"invited": 4, "ineligible": 0, "group_size": None}))
    wave = figures(path)
    assert (wave.group, wave.wave.responses.over, wave.wave.responses.rr1) == (None, True, None)


def test_who_was_asked_is_said_or_is_the_network(path: str) -> None:
    fill(path, "start", [{"q1": 5, "org": 1}, {"q1": 5, "org": 1}, {"q1": 5, "org": None}])
    with reading(path) as connection:
        wave = find_wave(connection, 1, "network/start")[1]
        assert (wave.basis, wave.organisations, wave.answered, wave.others) == ("network", 3, 1, 0)
        assert [one.name for one in missing(connection, 1, "network/start")[1]] == ["Gradia", "Savon AO"]
        rows = organisations(connection, 1, wave)
        assert [(one.name, one.answered, one.asked) for one in rows] == [
            ("Gradia", 0, True), ("Omnia", 2, True), ("Savon AO", 0, True),
        ]  # fmt: skip
    fill(path, "end", [{"q1": 5, "org": 2}])
    act(path, "asked", lambda writer: commands.set_invited(writer, project_of(path), 2, {1: 4, 3: None}))
    with reading(path) as connection:
        wave, rows_missing = missing(connection, 1, "network/end")
        assert (wave.basis, wave.organisations, wave.answered, wave.others) == ("invited", 2, 0, 1)
        assert [(one.name, one.before) for one in rows_missing] == [("Omnia", True), ("Savon AO", False)]
    project = project_of(path)
    act(path, "fb", lambda writer: commands.add_wave(
        writer, project, commands.add_survey(writer, project, "fb", "P", "feedback"), "1"))  # fmt: skip
    with reading(path) as connection, pytest.raises(EtappiError) as caught:
        missing(connection, 1, "fb")
    assert caught.value.code == "survey.nobody_invited"


def test_start_against_end(path: str) -> None:
    fill(path, "start", [{"q1": 2 + (n % 3 == 0) * 2, "q5": n, "q3": 2, "who": f"p{n}"} for n in range(30)])
    fill(path, "end", [{"q1": 4 + n % 2, "q5": n, "q3": 1 + n % 2, "who": f"p{n}"} for n in range(10, 40)])
    found = {(row.question.key, row.choice): row for row in compared(path).rows}
    assert sorted(found) == [("q1", None), ("q3", 1), ("q5", None)], "of a yes/no question it is the share of yes"
    row = found["q1", None]
    assert row.unpaired.n == (30, 30)
    assert row.unpaired.top == (1 / 3, 1.0)
    assert row.unpaired.delta == pytest.approx(2 / 3)
    assert row.unpaired.may_be_chance is False
    assert row.medians == (2.0, 4.5)
    assert row.paired
    assert (row.paired.n, row.paired.improved, row.paired.worse, row.paired.match) == (20, 17, 0, (2 / 3, 2 / 3))
    yes = found["q3", 1]
    assert yes.paired
    assert (yes.unpaired.top, yes.unpaired.cliff, yes.paired.improved) == ((0.0, 0.5), None, 10)
    hours = found["q5", None]
    assert (hours.unpaired.top, hours.unpaired.cliff_word, hours.medians) == (None, "large", (14.5, 24.5))
    assert compared(path, "network/end", "network/start").rows[0].unpaired.top == (1.0, 1 / 3)


def test_only_the_same_question_is_compared(path: str) -> None:
    seven = QuestionSpec("q1", "likert", "Tunnen tuotokset", "fi", scale=7)
    plain = QuestionSpec("x", "single", "X", "fi", options=(OptionSpec("a"),))
    fill(path, "start", [{"q1": 5, "q2": 3, "q6": "t"}] * 6)
    fill(path, "end", [{"q1": 7, "q2": 3, "q6": "t", "x": 1}] * 6, (seven, TURNED, WORDS, plain))
    found = compared(path)
    assert [row.question.key for row in found.rows] == ["q2"]
    assert sorted((one.question.key, one.reason) for one in found.apart) == [
        ("q1", "scale"), ("q6", "text"), ("x", "second_only"),
    ]  # fmt: skip
    start = "network/start"
    act(path, "fb", lambda writer: commands.add_survey(writer, project_of(path), "fb", "P", "feedback"))
    for first, second, unit, said in (
        (start, None, "person", "second_wave"), (start, start, "person", "second_wave"),
        ("fb", None, "person", "one_wave"), (start, "fb/1", "person", "unknown_wave"),
        ("x", None, "person", "unknown"), ("network", None, "team", "unknown_unit"),
    ):  # fmt: skip
        with pytest.raises(EtappiError) as caught:
            compared(path, first, second, unit)
        assert caught.value.code == f"survey.{said}"


def test_organisations_by_the_median_of_their_persons(path: str) -> None:
    people = [{"q1": 1, "org": 1}, {"q1": 4, "org": 1}, {"q1": 5, "org": 1}, {"q1": 3, "org": 2}, {"q1": 4, "org": 2},
              {"q1": 5, "org": 3}]  # fmt: skip
    more = [{"q1": 5, "org": number} for number in range(4, 8)] + [{"q1": 5, "org": None}] * 5
    act(path, "more", lambda writer: organisations_more(writer, 4))
    fill(path, "start", [*people, *more])
    fill(path, "end", [{"q1": 5, "org": number} for number in range(1, 7)] + [{"q1": 1, "org": None}] * 6)
    (row,) = [one for one in compared(path, unit="organisation").rows if one.question.key == "q1"]
    assert row.unpaired.n == (7, 6)
    assert row.unpaired.top == (6 / 7, 1.0), "a median of 3.5 is not among the two highest points"
    assert row.paired
    assert row.paired.n == 6
    assert row.paired.improved is None, "the one organisation without a pair could be told by subtraction"


def organisations_more(writer: Any, count: int) -> None:
    from core.importing import NewOrganisation
    from store.commands import organisations as orgs

    made = orgs.make(writer, [NewOrganisation(f"Org {n}", f"O{n}") for n in range(count)], "user")
    orgs.join(writer, 1, list(made.values()))


def test_organisations_of_one_person_hide_where_the_others_are_few(path: str) -> None:
    """Each organisation is one person, so the persons less the organisations are the two without one."""
    act(path, "more", lambda writer: organisations_more(writer, 4))
    fill(path, "start", [{"q1": 5, "org": n} for n in range(1, 8)] + [{"q1": 1, "org": None}] * 2, (LIKERT,))
    fill(path, "end", [{"q1": 5, "org": n} for n in range(1, 8)], (LIKERT,))
    (row,) = compared(path, unit="organisation").rows
    assert (row.unpaired.n, row.unpaired.top, row.paired) == ((7, 7), None, None)
    assert compared(path).rows[0].unpaired.top == (7 / 9, 1.0)


def test_open_answers_say_nothing_of_who_wrote_them(path: str) -> None:
    fill(path, "start", [{"q6": "Zebra", "who": "k", "org": 1}, {"q6": "Apina"}, {"q6": "Apina"}, {"q1": 3}])
    with reading(path) as connection:
        found = open_answers(connection, 1, "network")[1]
    assert [one.text for one in found] == ["Apina", "Apina", "Zebra"]
    act(path, "tag", lambda writer: commands.tag(writer, project_of(path), {found[0].id: "Aikataulu", found[2].id: ""}))
    with reading(path) as connection:
        assert [one.tag for one in open_answers(connection, 1, "network")[1]] == [None, None, "Aikataulu"]
    with pytest.raises(EtappiError) as caught:
        act(path, "tag", lambda writer: commands.tag(writer, project_of(path), {999: "x"}))
    assert caught.value.code == "survey.no_open_answer"


def test_a_wave_is_read_from_indices(path: str) -> None:
    with reading(path) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {TALLIES.format(of='')}", {"wave": 1, "until": None}).fetchall()
    told = " ".join(str(row[3]) for row in plan)
    assert "SCAN" not in told, told


def test_facts_for_check(path: str) -> None:
    seven = QuestionSpec("q1", "likert", "Tunnen tuotokset", "fi", scale=7)
    fill(path, "start", [{"q1": 5, "q2": 2, "org": 1}] * 3)
    fill(path, "end", [{"q1": 7, "q2": 2}], (seven, TURNED))
    project = project_of(path)
    act(path, "set", lambda writer: commands.set_invited(writer, project, 1, {1: 2, 2: None}))
    act(path, "inv", lambda writer: commands.set_wave(writer, 1, {"invited": 2}))
    with reading(path) as connection:
        first, second = surveyfacts.waves(connection, project)
        (asked,) = surveyfacts.asked(connection, project)
    assert (first.name, first.answered, first.asked, first.over) == ("network/start", 3, 2, (("Omnia", 3, 2),))
    assert (second.answered, second.asked, second.over) == (1, None, ())
    assert (asked.key, asked.first, asked.second, asked.scales) == ("q1", "network/start", "network/end", (5, 7))


def test_feedback_is_missed_where_it_is_kept(path: str) -> None:
    project = project_of(path)
    act(path, "e", lambda w: events.add(w, project, {"title": "T", "start": "2024-03-01", "feedback_planned": 1}))

    def unheard() -> bool:
        with reading(path) as connection:
            return eventfacts.event_facts(connection, project, "2024-05-01")[0].unheard

    assert not unheard()
    act(path, "s", lambda w: commands.add_survey(w, project, "fb", "Palaute", "feedback"))
    assert unheard()
    act(path, "a", lambda w: answer(w, project, "e1", [{"q1": 3}], (LIKERT,), survey=2))
    assert not unheard()
