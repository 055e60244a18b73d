"""Differences of snapshots: complete (applied to A they give B), by stable id, and restatements told apart."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.canonical import canonical
from core.snapshotdiff import ABSENT, Content, Field, Row, SnapshotDifference, Value, apply, difference, well_formed

Edit = tuple[Any, ...]
TABLES = ("item", "evidence", "participation", "event", "goal")
KEYS = {"item": 1, "evidence": 3, "participation": 2, "event": 1, "goal": 0}
FIELDS = ("title", "units", "owner", "on_date")
words = st.sampled_from(["TP1", "TP1.2", "å", "Ä", "a b", "10", "2", ""])
cells = st.none() | st.integers(0, 12) | words | st.sampled_from([0.5, 2.75])
keys = {table: st.tuples(*[words | st.integers(0, 3) | st.none()] * size) for table, size in KEYS.items()}
figures = st.none() | st.integers(0, 3) | st.lists(st.integers(0, 9), min_size=2, max_size=2) | words


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """One change of a store, as a snapshot would see it."""
    kind = draw(
        st.sampled_from(["set", "set", "drop", "field", "figure", "nofigure", "rule", "frame", "lock", "table"])
    )
    table = draw(st.sampled_from(TABLES))
    key = draw(keys[table])
    if kind == "set":
        return kind, table, key, draw(st.dictionaries(st.sampled_from(FIELDS), cells))
    if kind == "field":
        return kind, table, key, draw(st.sampled_from(FIELDS)), draw(cells)
    if kind in ("figure", "nofigure"):
        path = draw(st.tuples(st.sampled_from(["2024-Q1", "2024-Q2"]), st.sampled_from(["project", "items"]),
                              words, st.sampled_from(["earned", "late"])))  # fmt: skip
        return kind, path, draw(figures)
    if kind == "rule":
        return kind, draw(st.sampled_from(["rules", "thresholds"])), draw(words), draw(st.integers(1, 3))
    if kind == "frame":
        return kind, *draw(
            st.sampled_from([("quarter", "2024-Q2"), ("as_of", "2024-06-30"), ("more", 1), ("more", None)])
        )
    return kind, table, draw(st.sampled_from(["2024-Q1", "2024-Q2"]))


def edited(content: Content, sequence: list[Edit]) -> Content:
    out = deepcopy(content)
    rows = {table: {tuple(key): values for key, values in some} for table, some in out["facts"].items()}
    for kind, *what in sequence:
        if kind == "set":
            rows.setdefault(what[0], {})[what[1]] = what[2]
        elif kind == "drop":
            rows.get(what[0], {}).pop(what[1], None)
        elif kind == "field":
            rows.get(what[0], {}).get(what[1], {})[what[2]] = what[3]
        elif kind == "table":
            rows.pop(what[0], None) if what[0] in rows else rows.update({what[0]: {}})
        elif kind == "figure":
            (quarter, section, code, name), value = what
            out["figures"].setdefault(quarter, {}).setdefault(section, {}).setdefault(code, {})[name] = value
        elif kind == "nofigure":
            quarter, section, code, _ = what[0]
            out["figures"].get(quarter, {}).get(section, {}).pop(code, None)
        elif kind == "rule":
            out[what[0]][what[1]] = what[2]
        elif kind == "frame":
            out[what[0]] = what[1]
        else:
            out["locked"] = sorted({*out["locked"], what[1]})
    out["facts"] = {
        table: sorted(([list(key), values] for key, values in some.items()), key=canonical)
        for table, some in rows.items()
    }
    return out


EMPTY: Content = {"format": 1, "project": "X", "quarter": "2024-Q1", "as_of": "2024-03-01", "locked": [], "rules": {},
                  "thresholds": {}, "facts": {}, "figures": {}}  # fmt: skip


def ordered(content: Content) -> Content:
    return {**content, "facts": {table: sorted(rows, key=canonical) for table, rows in content["facts"].items()}}


@settings(max_examples=1000, deadline=None)
@given(st.lists(edits(), max_size=12), st.lists(edits(), max_size=12))
def test_a_difference_applied_to_a_gives_b(before: list[Edit], after: list[Edit]) -> None:
    a = edited(EMPTY, before)
    b = edited(a, after)
    assert well_formed(a)
    kept = deepcopy(a)
    found = difference(a, b)
    assert canonical(ordered(apply(found, a))) == canonical(b)
    assert a == kept
    assert canonical(ordered(apply(difference(b, a), b))) == canonical(a)
    assert found.empty == (canonical(a) == canonical(b))


def content(**more: Any) -> Content:
    return {**deepcopy(EMPTY), **more}


def test_rows_go_by_their_key_and_fields_by_their_name() -> None:
    a = content(facts={"item": [[["A1"], {"title": "x", "units": None}], [["A2"], {"title": "y", "units": 2}]]})
    b = content(facts={"item": [[["A1"], {"title": "x", "units": 0}], [["A3"], {"title": "y", "units": 2}]]})
    assert difference(a, b) == SnapshotDifference(
        added=(Row("item", ("A3",), {"title": "y", "units": 2}),),
        removed=(Row("item", ("A2",), {"title": "y", "units": 2}),),
        changed=(Field("item", ("A1",), "units", None, 0),),
        figures=(), restated=(), rules=(), frame=(),
    )  # fmt: skip


def test_a_restatement_is_another_value_of_a_locked_quarter() -> None:
    def with_figures(locked: list[str], earned: int, **more: Any) -> Content:
        package = {"TP1": {"earned": [earned, 4], **more}}
        return content(locked=locked, figures={q: {"packages": package} for q in ("2024-Q1", "2024-Q2")})

    a, b = with_figures(["2024-Q1"], 1), with_figures(["2024-Q1", "2024-Q2"], 2)
    found = difference(a, b)
    assert found.restated == (Value(("2024-Q1", "packages", "TP1", "earned"), [1, 4], [2, 4]),)
    assert len(found.figures) == 2
    # a figure that Etappi only computes since, and a quarter that the other does not reach, restate nothing
    more = with_figures(["2024-Q1"], 1, reported=None)
    assert difference(a, more).restated == difference(more, a).restated == ()
    assert difference(a, content(locked=[])).restated == ()
    b["figures"]["2024-Q1"]["items"] = {"A1": {"state": "done"}}
    assert len(difference(a, b).restated) == 1
    for side, found_then in ((a, []), (b, ["A1"])):
        side["figures"]["2024-Q1"]["completed"] = found_then
    assert difference(a, b).restated[0] == Value(("2024-Q1", "completed"), [], ["A1"])
    a["figures"]["2024-Q1"].pop("completed")
    # an event that was added to a locked quarter does
    for side, events in ((a, {}), (b, {"E1": {"persons": 3}})):
        side["figures"]["2024-Q1"]["events"] = events
    assert difference(a, b).restated[0] == Value(("2024-Q1", "events", "E1"), ABSENT, {"persons": 3})


def test_rules_stand_apart_from_figures() -> None:
    found = difference(content(rules={"progress": 1}, thresholds={"spi_red": 0.75}), content(rules={"progress": 2}))
    assert found.rules == (Value(("rules", "progress"), 1, 2), Value(("thresholds", "spi_red"), 0.75, ABSENT))
    assert not found.figures


@pytest.mark.parametrize("wrong", [
    None, [], {}, content(facts=[]), content(locked="2024-Q1"), content(locked=[1]), content(quarter=5),
    content(quarter="Q1"), content(as_of="x"), content(rules=None), content(facts={"item": [["A1", {}]]}),
    content(facts={"item": [[["A1"], {}], [["A1"], {}]]}), content(facts={"item": [[[["A1"]], {}]]}),
    content(figures={"2024-Q1": {"packages": 1}}), content(figures={"a": {}}),
])  # fmt: skip
def test_only_snapshots_are_compared(wrong: object) -> None:
    assert well_formed(EMPTY)
    assert not well_formed(wrong)
