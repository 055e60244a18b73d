"""Snapshots: equal facts give an equal hash, a changed byte is found, nothing about persons is inside."""

import json
import re
import sqlite3
import zlib
from typing import Any

import pytest

from core.errors import EtappiError
from store.closingdesk import ClosingDesk
from store.database import reading
from store.desk import Desk
from store.snapshots import content_of, read_content
from store.status import project_named
from tests.store.support import Q1, Q3, TODAY, act, evidence, make_plan, newest, project_of, small_plan, undo


def content(path: str, quarter: int = Q3) -> dict[str, object]:
    with reading(path) as connection:
        return content_of(connection, project_named(connection, None), quarter)


def fact(path: str, code: str, kind: str, day: str, **more: Any) -> None:
    evidence(path, code, kind, day, **more)


FACTS = [
    ("TP1-A2", "started", "2024-02-01", {}), ("TP2-O1", "units", "2024-05-02", {"units": 7}),
    ("TP1.1-O1", "units", "2024-05-02", {"units": 5}), ("TP2-A1", "step", "2024-03-01", {"step": 1}),
]  # fmt: skip


def test_equal_facts_give_an_equal_hash_whatever_their_way_in(empty: str, small: str) -> None:
    """Another order of entry, other ids, an act taken back, another moment: the same picture."""
    make_plan(empty, small_plan(), fixed_today=TODAY)
    for code, kind, day, more in FACTS:
        fact(empty, code, kind, day, **more)
    act(small, "day", lambda w: w.connection.execute("UPDATE project SET fixed_today = ?", (TODAY,)))
    fact(small, "TP1-A1", "started", "2024-01-15")
    undo(small, newest(small))
    for code, kind, day, more in reversed(FACTS):
        fact(small, code, kind, day, **more)
    first, second = ClosingDesk(empty).take("a"), ClosingDesk(small).take("b")
    assert first.sha256 == second.sha256
    fact(small, "TP1-A1", "started", "2024-01-15")
    assert ClosingDesk(small).take("c").sha256 != second.sha256


def test_figures_are_exact_and_those_of_the_board(demo: str) -> None:
    figures = content(demo)["figures"]
    assert list(figures) == ["2024-Q1", "2024-Q2", "2024-Q3"]  # type: ignore[call-overload]
    for code, quarter in zip(figures, (Q1, Q1 + 1, Q3), strict=True):  # type: ignore[call-overload]
        board = Desk(demo).board(quarter)
        frozen = figures[code]  # type: ignore[index]
        for one in board.packages:
            package = frozen["packages"][one.code]
            for name, value in (("earned", one.sums.earned), ("planned", one.sums.planned),
                                ("weight", one.sums.total)):  # fmt: skip
                part, of = package[name]
                assert part / of == pytest.approx(value, abs=1e-9)
            assert (package["status"], package["reason"]) == (one.status, one.reason.code)
            assert package["roles"] == dict(
                zip(("lead", "assist", "expert", "beneficiary", "unknown"), one.roles, strict=True)
            )
        assert frozen["project"]["statuses"] == board.counts()
    assert figures["2024-Q3"]["project"]["reports"] == {"received": [3, 9], "in_time": 3, "waived": 0}  # type: ignore[index]

    def numbers(value: object) -> list[object]:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [value] if not isinstance(value, (dict, list)) else [one for part in inner for one in numbers(part)]

    assert not [one for one in numbers(figures) if isinstance(one, float)]


def test_nothing_about_persons_clocks_or_ids_is_inside(demo: str) -> None:
    fact(demo, "TP3-A4", "started", "2024-09-16")
    whole = json.dumps(content(demo), ensure_ascii=False)
    with sqlite3.connect(demo) as connection:
        actor = connection.execute("SELECT actor FROM action LIMIT 1").fetchone()[0]
        at = connection.execute("SELECT at FROM action").fetchall()
    keys = set(re.findall(r'"(\w+)":', whole))
    assert not keys & {"id", "actor", "made_by", "version", "at", "email", "person_key", "fixed_today"}
    assert f'"{actor}"' not in whole
    assert not [one for (one,) in at if one in whole]


def test_what_day_it_is_counts_only_as_of(empty: str) -> None:
    make_plan(empty, small_plan(), fixed_today="2024-12-31")
    first = content(empty)
    act(empty, "day", lambda w: w.connection.execute("UPDATE project SET fixed_today = '2025-06-01'"))
    assert content(empty) == first  # clipped to the project: its last day


def test_a_name_is_taken_once(demo: str) -> None:
    desk = ClosingDesk(demo)
    row = desk.take("  ohry\x1b[1m 3 ")
    assert row.name == "ohry 3"
    for name, code in (("ohry 3", "snapshot.name_taken"), (" ", "snapshot.no_name")):
        with pytest.raises(EtappiError, match=re.escape(code)):
            desk.take(name)
    with pytest.raises(EtappiError, match=re.escape("snapshot.unknown")):
        desk.verify("x")
    assert [one.snapshot.name for one in desk.verify("ohry 3")] == ["ohry 3"]


@pytest.mark.parametrize("place", [0, 7, -1])
@pytest.mark.parametrize("column", ["content", "inside", "sha256", "as_of", "quarter"])
def test_one_changed_byte_is_found(demo: str, column: str, place: int) -> None:
    """By somebody who takes the triggers away first: nothing else lets a snapshot be changed."""
    connection = sqlite3.connect(demo)
    with pytest.raises(sqlite3.IntegrityError, match="kept as they are"):
        connection.execute("UPDATE snapshot SET sha256 = 'x'")
    connection.execute("DROP TRIGGER keep_snapshot_update")
    stored, digest = connection.execute("SELECT content, sha256 FROM snapshot WHERE name = 'alku'").fetchone()
    if column in ("content", "inside"):
        data = bytearray(stored if column == "content" else zlib.decompress(stored))
        data[place] ^= 1
        changed: object = bytes(data) if column == "content" else zlib.compress(bytes(data), 9)
        connection.execute("UPDATE snapshot SET content = ? WHERE name = 'alku'", (changed,))
    elif column == "sha256":
        letters = list(digest)
        letters[place] = "0" if letters[place] != "0" else "1"
        connection.execute("UPDATE snapshot SET sha256 = ? WHERE name = 'alku'", ("".join(letters),))
    else:
        new = {"as_of": "'2024-02-01'", "quarter": "quarter + 1"}[column]
        connection.execute(f"UPDATE snapshot SET {column} = {new} WHERE name = 'alku'")
    connection.commit()
    connection.close()
    found = {one.snapshot.name: one.intact for one in ClosingDesk(demo).verify()}
    assert found.pop("alku") is False
    assert all(found.values())
    with reading(demo) as read, pytest.raises(EtappiError, match=re.escape("snapshot.damaged")):
        read_content(read, project_of(demo).id, "alku")
    assert ClosingDesk(demo).restated() == ()


def test_the_screens_figures_are_in_the_demos_snapshots(demo: str) -> None:
    """screens.md 6: what each package had done when Q2 was locked."""
    with reading(demo) as connection:
        figures = read_content(connection, 1, "Q2-2024")["figures"]["2024-Q2"]["packages"]  # type: ignore[index]
    shares = {}
    for code, one in figures.items():
        (part, of), (weight, per) = one["earned"], one["weight"]
        shares[code] = round(100 * part * per / (of * weight))
    assert shares == {"KOORD": 30, "TP1": 34, "TP1.1": 24, "TP1.2": 29, "TP1.3": 24, "TP1.4": 24, "TP2": 10, "TP3": 0,
                      "TP4": 0}  # fmt: skip


def test_the_state_of_every_item_is_frozen(demo: str) -> None:
    figures = content(demo)["figures"]
    q2, q3 = (figures[code]["items"] for code in ("2024-Q2", "2024-Q3"))  # type: ignore[index]
    with reading(demo) as connection:
        assert len(q3) == connection.execute("SELECT count(*) FROM item").fetchone()[0]
    assert (q2["TP1.2-O2"]["state"], q3["TP1.2-O2"]["state"]) == ("started", "done")
    assert q3["TP1.2-O2"]["earned"] == [1, 1]
    assert (q3["KOORD-A1"]["state"], q3["KOORD-A1"]["earned"]) == ("continuous", None)
    assert (q3["TP2-O1"]["state"], q3["TP2-O1"]["to"]) == ("started", "2024-Q1")
    counted = [one for one in q3.values() if one["units"] is not None]
    assert counted
    assert all(isinstance(one["units"], int) for one in counted)
