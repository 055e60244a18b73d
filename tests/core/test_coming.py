"""What is to come: the plan's own days and deadlines in one order, each told once."""

from core.coming import Coming, for_a_line, merged, plan_days
from core.quarter import quarter

Q1, Q4 = quarter(2024, 1), quarter(2024, 4)


def deadline(on: str, kind: str, at: str | None = None, title: str = "x") -> Coming:
    return Coming(on=on, at=at, kind=kind, title=title, quarter=None, key=f"deadline-{on}{at}")


def brief(found: tuple[Coming, ...]) -> list[tuple[str, str]]:
    return [(one.on, one.kind) for one in found]


def test_ends_of_quarters_reports_beginnings_and_the_end() -> None:
    plan = plan_days("2024-01-15", "2024-11-30", 11, [("TP1", Q1), ("TP3", Q1 + 2), ("TP4", Q1 + 2), ("KOORD", None)])
    assert brief(merged((), plan)) == [
        ("2024-03-31", "quarter_ends"), ("2024-04-11", "reports_due"), ("2024-06-30", "quarter_ends"),
        ("2024-07-01", "packages_begin"), ("2024-07-11", "reports_due"), ("2024-09-30", "quarter_ends"),
        ("2024-10-11", "reports_due"), ("2024-11-30", "project_ends"), ("2024-12-11", "reports_due"),
    ]  # fmt: skip
    assert next(one.title for one in plan if one.kind == "packages_begin") == "TP3, TP4"
    assert len({one.key for one in plan}) == len(plan)
    assert "reports_due" not in {one.kind for one in plan_days("2024-01-01", "2024-12-31", None)}


def test_a_report_deadline_of_the_project_is_not_told_twice_and_times_have_an_order() -> None:
    plan = plan_days("2024-07-01", "2024-12-31", 11)
    mine = [deadline("2024-10-11", "report"), deadline("2024-09-30", "meeting", "09:00")]
    assert brief(merged(mine, plan)) == [
        ("2024-09-30", "meeting"), ("2024-09-30", "quarter_ends"), ("2024-10-11", "report"),
        ("2024-12-31", "project_ends"), ("2025-01-11", "reports_due"),
    ]  # fmt: skip
    assert brief(merged([deadline("2024-10-11", "meeting")], plan))[1:3] == [
        ("2024-10-11", "reports_due"), ("2024-10-11", "meeting")]  # fmt: skip


def test_a_week_of_events_hides_no_deadline_on_a_line() -> None:
    def one(on: str, kind: str) -> Coming:
        return Coming(on=on, at=None, kind=kind, title=on, quarter=None, key=on)

    found = [one("2024-09-16", "event"), one("2024-09-18", "event"), one("2024-09-26", "meeting"),
             one("2024-09-27", "event")]  # fmt: skip
    assert [each.on for each in for_a_line(found)] == ["2024-09-16", "2024-09-26"]
    assert for_a_line(found[1:2]) == found[1:2]
