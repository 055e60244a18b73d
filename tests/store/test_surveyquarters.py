"""Surveys quarter by quarter: indicators that rest on them, snapshots, and what a locked quarter binds."""

from dataclasses import replace
from typing import Any

import pytest

from core.errors import EtappiError
from core.importing import NewOrganisation
from core.planning import PlanIndicator
from core.surveys.intervals import Share, wilson
from core.work import IndicatorRow
from store.commands import organisations
from store.commands import surveys as commands
from store.database import reading
from store.desk import Desk
from store.indicators import by_package
from store.snapshots import content_of
from store.status import Moment
from tests.store.support import Q1, Q2, Q3, TODAY, act, dump, make_plan, newest, project_of, small_plan, undo
from tests.store.surveydata import LIKERT, PLAN, fill


@pytest.fixture(autouse=True)
def _no_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.backup.before", lambda *_: None)


@pytest.fixture
def path(empty: str) -> str:
    """TP2 has indicators on the survey ``network``; the survey ``free`` has none."""
    plan = small_plan()
    found = (PlanIndicator("Tunnetaan", "quantitative", "%", 0, 60, "survey:network/q1"),
             PlanIndicator("Suunnitelma", "quantitative", "osuus", None, 0.5, "survey: Network/Q3"))  # fmt: skip
    packages = tuple(replace(one, indicators=found) if one.code == "TP2" else one for one in plan.packages)
    make_plan(empty, replace(plan, packages=packages), fixed_today=TODAY)

    def more(writer: Any) -> None:
        commands.add_survey(writer, project_of(empty), "network", "Kysely")
        commands.add_survey(writer, project_of(empty), "free", "Muu", "feedback")

    act(empty, "surveys", more)
    return empty


def answers(*points: int, day: str, **more: Any) -> list[dict[str, Any]]:
    return [{"q1": point, "q3": 1 + (point < 3), "day": day, **more} for point in points]


def indicator(path: str, quarter: int, number: int = 0) -> IndicatorRow:
    with reading(path) as connection:
        project = project_of(path)
        package = connection.execute("SELECT id FROM work_package WHERE code = 'TP2'").fetchone()[0]
        return by_package(connection, project, Moment(project, quarter, TODAY))[package][number]


def test_an_indicator_takes_its_value_n_and_interval_from_a_survey(path: str) -> None:
    assert (indicator(path, Q2).value, indicator(path, Q2).attainment.word) == (None, "not_yet")
    fill(path, "start", answers(5, 4, 3, 2, 1, day="2024-03-05"))
    fill(path, "end", answers(5, 5, 4, 4, 1, 2, day="2024-08-05"))
    early, late = indicator(path, Q2), indicator(path, Q3)
    assert early.value == 40.0
    assert late.value == pytest.approx(400 / 6)
    assert early.base is not None
    assert (early.base.wave, early.base.n, early.base.value) == ("network/start", 5, 0.4)
    limits = wilson(Share(2, 5))
    assert limits is not None
    assert (early.base.low, early.base.high) == (limits.low, limits.high)
    assert early.attainment.share == pytest.approx(40 / 60)
    plan = indicator(path, Q3, 1)
    assert plan.value == pytest.approx(4 / 6)
    assert [point.quarter for point in plan.points] == [Q1, Q2, Q3]


def test_fewer_than_five_answers_give_no_value(path: str) -> None:
    fill(path, "start", answers(5, 5, 5, 5, day="2024-03-05"))
    assert indicator(path, Q3).value is None
    fill(path, "start", answers(1, day="2024-05-05"))
    assert [(point.quarter, point.value) for point in indicator(path, Q3).points] == [(Q2, 80.0), (Q3, 80.0)]
    fill(path, "end", answers(1, 1, day="2024-08-05"))
    assert indicator(path, Q3).value == 80.0, "the newest wave of which a figure may be told"


def test_a_few_late_answers_wait_until_there_are_five(path: str) -> None:
    """Else the figures of two quarters would tell what the few answered."""
    fill(path, "start", answers(5, 5, 4, 1, 1, day="2024-03-05"))
    fill(path, "start", answers(1, 1, day="2024-05-05"))
    assert [point.value for point in indicator(path, Q2).points] == [60.0, 60.0]
    fill(path, "start", answers(1, 1, 1, day="2024-08-05"))
    assert [point.value for point in indicator(path, Q3).points] == [60.0, 60.0, 30.0]


def test_a_snapshot_holds_figures_and_no_answer(path: str) -> None:
    people = [
        *answers(5, 4, 4, 2, 1, day="2024-03-05", org=4),
        {"org": 1, "q6": "Salaisuus", "who": "avain", "day": "2024-03-05"},
    ]
    guest = [NewOrganisation("Vieras", "Vieras")]
    act(path, "guest", lambda writer: organisations.make(writer, guest, "user"))
    fill(path, "start", people)
    with reading(path) as connection:
        content = content_of(connection, project_of(path), Q2)
    figures: Any = content["figures"]
    wave = figures["2024-Q1"]["surveys"]["network/start"]
    assert (wave["complete"], wave["partial"], wave["invited"], wave["asked"]) == (6, 0, None, 3)
    assert wave["organisations"] == 1, "the guest was not asked"
    first = wave["questions"]["q1/1"]
    assert (first["n"], first["share"], first["distribution"]) == (5, [3, 5], [1, 1, 0, 2, 1])
    assert (wave["questions"]["q6/1"]["n"], wave["questions"]["q6/1"]["missing"]) == (1, None)
    assert first["interval"] == [[2307, 10000], [1103, 1250]]
    measured = [one for one in figures["2024-Q2"]["indicators"] if one["n"] is not None]
    assert [(one["value"], one["n"]) for one in measured] == [([60, 1], 5), ([3, 5], 5)]
    assert "Salaisuus" not in str(content)
    assert "avain" not in str(content)


def test_few_answers_are_null_in_a_snapshot(path: str) -> None:
    fill(path, "start", answers(5, 4, 4, day="2024-03-05"))
    with reading(path) as connection:
        figures: Any = content_of(connection, project_of(path), Q1)["figures"]
    found = figures["2024-Q1"]["surveys"]["network/start"]["questions"]["q1/1"]
    assert {name for name, value in found.items() if value is not None} == {"position", "text", "type", "n"}


def test_a_locked_quarter_keeps_the_answers_that_an_indicator_rests_on(path: str) -> None:
    fill(path, "start", answers(5, 5, 4, 1, 1, day="2024-03-05"))
    fill(path, "none", [{"q1": 3, "day": None}])
    act(path, "open", lambda writer: commands.set_wave(writer, 2, {"closed": "2024-03-20"}))
    desk = Desk(path)
    desk.closing.close(Q1)
    before = dump(path)
    for change in (
        lambda: fill(path, "start", answers(5, day="2024-03-20"), (LIKERT, PLAN)),
        lambda: act(path, "d", lambda writer: writer.connection.execute("DELETE FROM answer WHERE number = 5")),
        lambda: act(path, "u", lambda writer: writer.connection.execute("UPDATE answer SET number = 2")),
        lambda: act(path, "r", lambda writer: writer.connection.execute("UPDATE response SET on_date = '2024-05-01'")),
        lambda: act(path, "w", lambda writer: commands.set_wave(writer, 2, {"closed": "2024-04-20"})),
    ):
        with pytest.raises(EtappiError) as caught:
            change()
        assert "locked" in caught.value.code
        assert dump(path) == before
    act(path, "o", lambda writer: writer.connection.execute("UPDATE response SET organisation_id = 1"))
    fill(path, "start", answers(5, day="2024-04-02"), (LIKERT, PLAN))
    project = project_of(path)

    def free(writer: Any) -> None:
        from tests.store.surveydata import answer

        answer(writer, project, "x", answers(5, 5, day="2024-03-01"), (LIKERT, PLAN), survey=2)

    act(path, "free", free)
    undo(path, newest(path))
