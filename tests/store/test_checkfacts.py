"""What `etappi check` reads from the store: the facts that rules on quarters look at, from rows that commands wrote."""

import pytest

from core.checks import run
from core.checks.facts import Facts, ItemFact, OverdueFact, OverrideFact
from store.checkfacts import check_facts
from store.commands import closing, deviations, items, progress, reports
from store.database import connect, reading
from tests.store.support import Q1, Q2, Q3, Q4, act, evidence, project_of


def facts_of(path: str) -> Facts:
    with reading(path) as connection:
        return check_facts(connection, project_of(path))


def item(path: str, code: str) -> ItemFact:
    return next(one for one in facts_of(path).items if one.code == code)


def found(path: str, rule: str) -> list[tuple[str, str | None]]:
    return [(one.code, one.place.item) for one in run(facts_of(path)) if one.code.partition("/")[0] == rule]


@pytest.fixture(autouse=True)
def _september(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPI_TODAY", "2024-09-16")


def test_items_as_they_stand_now(small: str) -> None:
    assert (item(small, "TP1-A1").quarters_late, item(small, "TP1-A2").quarters_late) == (2, None)  # due Q1, Q3
    evidence(small, "TP1-A2", "started", "2024-03-04")
    assert (item(small, "TP1-A2").begun_on, item(small, "TP1-A2").done) == ("2024-03-04", False)
    evidence(small, "TP1-A2", "accepted", "2024-09-02")
    assert (item(small, "TP1-A2").begun_on, item(small, "TP1-A2").done) == ("2024-03-04", True)
    project = project_of(small)
    act(small, "late", lambda w: deviations.set_deviation(w, project, "TP1-A1", {"reason": "Odottaa"}, "2024-09-16"),
        project.id)  # fmt: skip
    assert item(small, "TP1-A1").late_reason == "Odottaa"
    evidence(small, "TP1-A1", "cancelled", "2024-09-03")
    assert "TP1-A1" not in [one.code for one in facts_of(small).items]


def test_another_due_date_holds_from_its_quarter_on(small: str) -> None:
    project = project_of(small)
    number = connect(small).execute("SELECT id FROM item WHERE code = 'TP1-A1'").fetchone()[0]
    act(small, "due", lambda w: items.replan(w, project, number, None, Q4, "2024-09-16"), project.id)
    assert (item(small, "TP1-A1").last, item(small, "TP1-A1").quarters_late) == (Q4, None)


def test_what_missed_the_last_quarter_is_late_too(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPI_TODAY", "2025-01-01")
    assert item(small, "TP2-O1").quarters_late == 0
    assert ("deliverable.late/missed", "TP2-O1") in found(small, "deliverable.late")


def test_reported_shares_of_open_quarters(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    project = project_of(small)
    evidence(small, "TP1-A1", "accepted", "2024-03-04")
    for quarter in (Q1, Q2):
        act(small, "said", lambda w, q=quarter: progress.set_reported(w, project, "TP1", q, 50, None), project.id)  # type: ignore[misc]
    done = 1 / (1 + 2.7 + 1)  # TP1's two items and its child's one
    assert [(one.package, one.quarter, one.reported) for one in facts_of(small).reported] == [
        ("TP1", Q1, 0.5), ("TP1", Q2, 0.5)]  # fmt: skip
    assert [one.counted for one in facts_of(small).reported] == pytest.approx([done, done])
    assert found(small, "progress.reported") == [("progress.reported", "TP1")] * 2
    act(small, "close", lambda w: closing.close(w, project, Q1, "2024-04-15"), project.id)
    assert facts_of(small).locked == Q1
    assert [(one.package, one.quarter) for one in facts_of(small).reported] == [("TP1", Q2)]


def test_reports_are_overdue_only_where_reports_are_kept(small: str) -> None:
    project = project_of(small)
    assert facts_of(small).overdue == ()
    act(small, "report", lambda w: reports.write_report(w, project, "TP1", Q2, "2024-09-16", state="approved"),
        project.id)  # fmt: skip
    due = "2024-07-11"
    assert facts_of(small).overdue == (OverdueFact("TP2", Q2, due), OverdueFact("TP1.1", Q2, due))
    assert found(small, "report.overdue") == [("report.overdue", "Q2/2024")]


def test_the_newest_assessment_of_a_package(small: str) -> None:
    project = project_of(small)
    for colour, until in (("red", Q2), ("green", Q3)):
        act(small, "colour", lambda w, c=colour, u=until: progress.set_colour(w, project, "TP1", c, "Sovittu", Q2, u),  # type: ignore[misc]
            project.id)  # fmt: skip
    assert facts_of(small).overrides == (OverrideFact("TP1", "green", Q3),)
    assert found(small, "colour.override") == [("colour.override/lapses", "TP1")]  # 14 days before the quarter's end


def test_indicators_know_their_values(small: str) -> None:
    connection = connect(small)
    connection.execute("UPDATE indicator SET aggregation = 'sum'")
    project, number = connection.execute("SELECT project_id, id FROM indicator").fetchone()
    connection.execute(
        "INSERT INTO indicator_value (project_id, indicator_id, quarter, value, on_date, actor) VALUES (?, ?, ?, 0, "
        "'2024-04-02', 'a')", (project, number, Q1),
    )  # fmt: skip
    connection.commit()
    [one] = facts_of(small).indicators
    assert (one.aggregation, one.counted, one.values) == ("sum", False, (Q1,))
    row = project_of(small)
    act(small, "close", lambda w: closing.close(w, row, Q1, "2024-04-15"), row.id)
    assert found(small, "indicator.no_value") == []  # a declared zero is a value
    act(small, "close", lambda w: closing.close(w, row, Q2, "2024-07-15"), row.id)
    assert found(small, "indicator.no_value") == [("indicator.no_value", "TP1")]
    connection.execute("UPDATE indicator SET source = 'organisations'")
    connection.commit()
    assert found(small, "indicator.no_value") == []  # Etappi counts it
    connection.close()


def test_every_text_is_looked_through(small: str) -> None:
    """A wrong date in each column that holds what a person wrote is found, once."""
    project, wrong = project_of(small), "Päättyi 30.4.2024 (Q1)"
    assert found(small, "date.quarter") == []
    evidence(small, "TP1-A1", "started", "2024-03-04", note=wrong)
    act(small, "said", lambda w: progress.set_reported(w, project, "TP1", Q2, 10, wrong), project.id)
    act(small, "colour", lambda w: progress.set_colour(w, project, "TP1", "red", wrong, Q3, Q3), project.id)
    act(small, "late", lambda w: deviations.set_deviation(
        w, project, "TP1-A1", {"reason": wrong, "remedy": f"Uusi: {wrong}"}, "2024-09-16"), project.id)  # fmt: skip
    texts = {"done": wrong, "deviations": wrong, "next": wrong, "decisions": wrong}
    act(small, "report", lambda w: reports.write_report(w, project, "TP2", Q2, "2024-09-16", texts=texts, note=wrong),
        project.id)  # fmt: skip
    connection = connect(small)
    connection.execute("UPDATE work_package SET title = ?, goal = ? WHERE code = 'TP1.1'", (wrong, wrong))
    connection.execute("UPDATE indicator SET title = ?", (wrong,))
    connection.execute("UPDATE step SET title = ? WHERE number = 1", (f"{wrong}.",))
    connection.execute("UPDATE item SET title = ? WHERE code = 'TP2-O1'", (wrong,))  # Q2–Q4: only the words are wrong
    connection.commit()
    connection.close()
    assert sorted(found(small, "date.quarter"), key=str) == sorted([
        *[("date.quarter", "TP1-A1")] * 3, *[("date.quarter", "TP1")] * 3, *[("date.quarter", "TP2")] * 5,
        *[("date.quarter", "TP1.1")] * 2, ("date.quarter", "TP2-A1"), ("date.quarter/timing", "TP2-A1"),
        ("date.quarter", "TP2-O1"),
    ], key=str)  # fmt: skip
