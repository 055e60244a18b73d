"""Undo and redo: back to what it was where nothing later stands in the way; otherwise left, and listed."""

import pytest
from sqlmodel import col, select

from core.errors import EtappiError
from core.text import folded, sort_key
from store.commands import organisations, progress
from store.database import reading
from store.models import Item, Organisation
from store.undo import target_of_redo, target_of_undo
from store.writing import Writer, who
from tests.store.support import (
    Q3,
    Q4,
    act,
    do_import,
    dump,
    evidence,
    make_plan,
    newest,
    project_of,
    rows,
    small_plan,
    sound,
    undo,
    value,
)

ROWS = [("Omnia", "TP2", "expert"), ("Uusi opisto", "TP1", "lead"), ("Uusi opisto", "TP2", "unknown")]


def rename(path: str, name: str, new: str) -> int:
    act(path, "org rename", lambda w: organisations.rename(w, name, new))
    return newest(path)


def merge(path: str, keep: str, gone: str) -> int:
    act(path, "org merge", lambda w: organisations.merge(w, keep, gone))
    return newest(path)


def test_an_import_with_everything_that_it_made_goes_and_comes_back(small: str) -> None:
    before = dump(small)
    number = do_import(small, ROWS, "f1")
    after = dump(small)
    assert after != before
    assert undo(small, number).conflicts == ()
    assert dump(small) == before
    assert undo(small, newest(small), "redo").conflicts == ()
    assert dump(small) == after
    assert undo(small, number).conflicts == ()
    assert dump(small) == before
    sound(small)


def test_a_plan_goes_whole_and_comes_back(small: str) -> None:
    before = dump(small)
    make_plan(small, small_plan("P2"))
    number, after = newest(small), dump(small)
    assert undo(small, number).conflicts == ()
    assert dump(small) == before
    undo(small, newest(small), "redo")
    assert dump(small) == after
    sound(small)


def test_a_merge_of_two_with_roles_spellings_and_owners_goes_back(small: str) -> None:
    do_import(small, [*ROWS, ("Gradia", "TP1", "expert"), ("Omnia", "TP1", "expert")], "f1")
    owner = value(small, "SELECT id FROM organisation WHERE name = 'Gradia'")

    def own(writer: Writer) -> None:
        for one in writer.session.exec(select(Item).where(col(Item.code).in_(["TP1-A1", "TP2-A1"]))).all():
            one.owner_id, one.version = int(str(owner)), one.version + 1

    act(small, "set owner", own)
    act(
        small, "apart", lambda w: organisations.keep_apart(w, [(int(str(owner)), "Omniaa"), (int(str(owner)), "Omnia")])
    )
    before = dump(small)
    number = merge(small, "Omnia", "Gradia")
    assert value(small, "SELECT count(*) FROM organisation WHERE name = 'Gradia'") == 0
    assert rows(
        small, "SELECT o.name, n.text FROM not_same AS n JOIN organisation AS o ON o.id = n.organisation_id"
    ) == [("Omnia", "Omniaa")]
    after = dump(small)
    assert undo(small, number).conflicts == ()
    assert dump(small) == before
    undo(small, newest(small), "redo")
    assert dump(small) == after
    sound(small)


def test_keys_for_order_and_search_come_back_too(small: str) -> None:
    number = rename(small, "Omnia", "Äänekoski")
    undo(small, number)
    for name, order, search in rows(small, "SELECT name, sort_key, folded FROM organisation"):
        assert (order, search) == (sort_key(str(name)), folded(str(name)))


@pytest.mark.parametrize("number", [0.1, 1 / 3, 2.0**-40, 123456.789, 1e300, -1.6091643198032942e301, 5e-324, 7.0])
def test_reals_come_back_exactly(small: str, number: float) -> None:
    def set_to(writer: Writer, to: float) -> None:
        writer.connection.execute("UPDATE indicator SET baseline = ?", (to,))

    act(small, "set", lambda w: set_to(w, number))
    act(small, "set", lambda w: set_to(w, 0.0))
    undo(small, newest(small))
    assert value(small, "SELECT baseline FROM indicator") == number


def test_a_field_changed_later_is_left_and_listed(small: str) -> None:
    first = rename(small, "Omnia", "Omnia kky")
    rename(small, "Omnia kky", "Omnia Oy")
    done = undo(small, first)
    assert {(one.table, one.column, one.reason) for one in done.conflicts} >= {
        ("organisation", "name", "changed_later")
    }
    assert value(small, "SELECT count(*) FROM organisation WHERE name = 'Omnia Oy'") == 1
    sound(small)


def test_a_name_that_somebody_took_meanwhile_is_listed(small: str) -> None:
    first = rename(small, "Omnia", "Omnia kky")
    act(small, "split", lambda w: organisations.split(w, "Omnia", "O"))
    done = undo(small, first)
    assert [(one.table, one.reason) for one in done.conflicts if one.table == "organisation"] == [
        ("organisation", "place_taken")
    ]
    assert value(small, "SELECT count(*) FROM organisation WHERE name = 'Omnia kky'") == 1
    sound(small)


def test_what_belonged_to_something_that_is_gone_is_listed(small: str) -> None:
    """The import's role is Omnia's; Omnia is merged away between undo and redo."""
    number = do_import(small, ROWS, "f1")
    undo(small, number)
    back = newest(small)
    merge(small, "Gradia", "Omnia")
    done = undo(small, back, "redo")
    assert ("participation", "owner_gone") in {(one.table, one.reason) for one in done.conflicts}
    assert value(small, "SELECT count(*) FROM organisation WHERE name = 'Uusi opisto'") == 1
    sound(small)


def test_a_merge_whose_organisation_cannot_come_back_leaves_what_was_its(small: str) -> None:
    do_import(small, ROWS, "f1")
    number = merge(small, "Omnia", "Gradia")
    act(small, "split", lambda w: organisations.split(w, "Gradia", "G"))
    done = undo(small, number)
    assert {one.reason for one in done.conflicts} >= {"place_taken", "owner_gone"}
    sound(small)


def test_a_merge_whose_receiver_was_merged_away_too(small: str) -> None:
    do_import(small, ROWS, "f1")
    number = int(str(value(small, "SELECT id FROM organisation WHERE name = 'Gradia'")))
    act(small, "apart", lambda w: organisations.keep_apart(w, [(number, "Gradiaa")]))
    first = merge(small, "Omnia", "Gradia")
    merge(small, "Savon AO", "Omnia")
    done = undo(small, first)
    assert done.conflicts
    assert value(small, "SELECT count(*) FROM organisation WHERE name = 'Gradia'") == 1
    sound(small)


def test_an_organisation_that_something_later_uses_stays_with_its_spellings(small: str) -> None:
    number = do_import(small, ROWS, "f1")
    do_import(small, [("Uusi opisto", "TP1.1", "expert")], "f2")
    done = undo(small, number)
    assert done.conflicts == ()
    assert value(small, "SELECT count(*) FROM spelling WHERE text = 'Uusi opisto'") == 1
    assert (
        value(
            small,
            "SELECT count(*) FROM membership AS m JOIN organisation AS o ON o.id = m.organisation_id "
            "WHERE o.name = 'Uusi opisto'",
        )
        == 1
    )
    assert rows(
        small,
        "SELECT p.role FROM participation AS p JOIN organisation AS o ON o.id = p.organisation_id "
        "WHERE o.name = 'Uusi opisto'",
    ) == [("expert",)]
    sound(small)


def test_an_organisation_used_by_another_project_does_not_hold_the_project(small: str) -> None:
    """Project P1 made Omnia; P2 uses it too. P1 goes, Omnia stays, its membership in P1 goes with P1."""
    first = newest(small)
    make_plan(small, small_plan("P2"))
    done = undo(small, first)
    assert done.conflicts == ()
    assert rows(small, "SELECT code FROM project") == [("P2",)]
    assert value(small, "SELECT count(*) FROM organisation") == 3
    sound(small)


def test_a_project_that_something_later_uses_is_not_taken_back_at_all(small: str) -> None:
    made = newest(small)
    evidence(small, "TP2-A1", "started", "2024-02-01")
    before = dump(small)
    with pytest.raises(EtappiError, match=r"log\.project_in_use"):
        undo(small, made)
    assert dump(small) == before
    undo(small, newest(small))
    assert undo(small, made).conflicts == ()
    assert value(small, "SELECT count(*) FROM project") == 0
    sound(small)


def test_an_item_that_stays_stays_whole(small: str) -> None:
    """Items added to a project in an action of their own (as later parts do), with steps, then used."""
    made = value(small, "SELECT id FROM item WHERE code = 'TP2-A1'")

    def add(writer: Writer) -> None:
        for table in ("item", "step"):
            column = "id" if table == "item" else "item_id"
            writer.connection.execute(f"UPDATE {table} SET made_by = ? WHERE {column} = ?", (writer.action, made))

    act(small, "add item", add)
    added = newest(small)
    evidence(small, "TP2-A1", "started", "2024-02-01")
    done = undo(small, added)
    assert {(one.table, one.reason) for one in done.conflicts} == {("item", "used_later")}
    assert value(small, "SELECT count(*) FROM step WHERE item_id = ?", made) == 2
    sound(small)


def test_a_change_by_another_program_stands_in_the_way(small: str) -> None:
    number = do_import(small, ROWS, "f1")
    rows(small, "UPDATE participation SET certainty = 'confirmed' WHERE role = 'lead' AND certainty = 'interest'")
    done = undo(small, number)
    assert [(one.table, one.reason) for one in done.conflicts] == [("participation", "changed_later")]
    assert value(small, "SELECT count(*) FROM organisation WHERE name = 'Uusi opisto'") == 1
    sound(small)


def test_undo_takes_ones_own_last_and_redo_the_newest_undo(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence(small, "TP1-A1", "started", "2024-02-01")
    mine = newest(small)
    monkeypatch.setattr("store.writing.who", lambda: "colleague")
    evidence(small, "TP1-A2", "started", "2024-02-01")
    theirs = newest(small)
    monkeypatch.undo()
    with reading(small) as connection:
        assert target_of_undo(connection, None, who()) == mine
        assert target_of_undo(connection, None, "colleague") == theirs
        assert target_of_undo(connection, theirs, who()) == theirs
        with pytest.raises(EtappiError, match=r"log\.nothing_to_redo"):
            target_of_redo(connection, who())
    undo(small, mine)
    taken = newest(small)
    with reading(small) as connection:
        assert target_of_redo(connection, who()) == taken
        for number, code in (
            (mine, "already_undone"),
            (taken, "is_an_undo"),
            (99, "no_such_action"),
            (10**30, "no_such_action"),
        ):
            with pytest.raises(EtappiError, match=rf"log\.{code}"):
                target_of_undo(connection, number, who())
        with pytest.raises(EtappiError, match=r"log\.nothing_to_undo"):
            target_of_undo(connection, None, "nobody")
    undo(small, taken, "redo")
    with reading(small) as connection, pytest.raises(EtappiError, match=r"log\.nothing_to_redo"):
        target_of_redo(connection, who())


def test_reported_progress_and_colour_go_back(small: str) -> None:
    project = project_of(small)
    act(small, "a", lambda w: progress.set_reported(w, project, "TP1", Q3, 60.5, "hyvin"), project.id)
    before = dump(small)
    act(small, "b", lambda w: progress.set_reported(w, project, "TP1", Q3, 33.3, None), project.id)
    act(small, "c", lambda w: progress.set_colour(w, project, "tp 1", "amber", "viivästys", Q3, Q4), project.id)
    for _ in range(2):
        undo(small, int(str(value(small, "SELECT max(id) FROM v_action WHERE undo_of IS NULL AND NOT undone"))))
    assert dump(small) == before


def test_an_undone_import_may_be_imported_again(small: str) -> None:
    from store import queries

    number = do_import(small, ROWS, "f1")
    with reading(small) as connection:
        assert set(queries.known(connection, 1).batches) == {"f1"}
    undo(small, number)
    with reading(small) as connection:
        assert queries.known(connection, 1).batches == {}


def test_an_undo_that_changes_nothing_leaves_no_action(small: str) -> None:
    number = do_import(small, [("Omnia", "TP2", "expert")], "f1")
    rows(small, "UPDATE participation SET certainty = 'confirmed' WHERE made_by = ?", number)
    before = newest(small)
    assert undo(small, number).rows == 0
    assert newest(small) == before


def test_organisations_come_back_with_every_column(small: str) -> None:
    number = merge(small, "Omnia", "Gradia")
    undo(small, number)

    def look(writer: Writer) -> list[tuple[object, ...]]:
        return [(o.id, o.version, o.made_by) for o in writer.session.exec(select(Organisation)).all()]

    assert act(small, "look", look) == [(1, 1, 1), (2, 1, 1), (3, 1, 1)]
