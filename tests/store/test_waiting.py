"""Names that wait: settled, skipped, undone; what was decided about names, and taken back."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import EtappiError
from core.importing import ImportPlan
from importers.answers import Answers
from importers.apply import Source, apply
from importers.settling import suggested, waiting_questions
from store import queries
from store.commands import organisations, waiting
from store.commands.waiting import SettledName
from store.database import reading
from store.desk import Desk
from tests.store.support import act, copy_of, dump, newest, project_of, rows, sound, undo, value

TABLE = """TP1 Paketti
Organisaatio\tVetovastuu\tAsiantuntija
Hyria koulutus Oy\t\tx
Hyrja koulutus Oy\tx\t

TP2 Toinen
Organisaatio\tVetovastuu\tAsiantuntija
Hyrja koulutus Oy\t\tx
Hyrja koulutus Oy\t\t
"""


@pytest.fixture
def path(small: str) -> str:
    """A store in which Hyria is known, and Hyrja waits in two packages."""
    plan = saved(small, names={"Hyrja koulutus Oy": "later"})
    assert plan.row_count("waiting") >= 2
    return small


def saved(path: str, table: str = TABLE, **answers: object) -> ImportPlan:
    """Import a table with answers, rows without a mark as "role unknown"."""
    given = Answers(unmarked="unknown", **answers)  # type: ignore[arg-type]
    source = Source(table.encode(), "table.txt", given)
    project = project_of(path)
    with reading(path) as connection:
        plan = source.plan(queries.known(connection, project.id))
    assert not plan.questions, plan.questions
    apply(path, project.id, source, plan)
    return plan


def settle(path: str, answer: str, apart: tuple[str, ...] = ()) -> SettledName:
    number = project_of(path).id
    return act(path, "org settle", lambda w: waiting.settle(w, number, "Hyrja koulutus Oy", answer, apart), number)


def roles_of(path: str, name: str) -> list[tuple[object, ...]]:
    return rows(path, "SELECT w.code, p.role, p.certainty FROM participation AS p JOIN organisation AS o "
                "ON o.id = p.organisation_id JOIN work_package AS w ON w.id = p.work_package_id WHERE o.name = ? "
                "ORDER BY 1, 2", name)  # fmt: skip


def waits(path: str) -> list[str]:
    with reading(path) as connection:
        return [row.name for row in queries.waiting(connection, project_of(path).id)]


def test_it_becomes_an_organisation_of_the_store_with_all_its_rows(path: str) -> None:
    done = settle(path, "Hyria koulutus Oy")
    assert (done.organisation, done.added, done.changed, done.kept) == ("Hyria koulutus Oy", 2, 0, 0)
    assert roles_of(path, "Hyria koulutus Oy") == [
        ("TP1", "expert", "interest"), ("TP1", "lead", "interest"), ("TP2", "expert", "interest"),
    ]  # fmt: skip
    assert waits(path) == []
    assert value(path, "SELECT count(*) FROM spelling WHERE text = 'Hyrja koulutus Oy'") == 1
    sound(path)
    again = saved(path)
    assert not again.changes_something, "the same file again: nothing is asked and nothing changes"


def test_the_rows_say_where_the_roles_came_from(path: str) -> None:
    settle(path, "Hyria koulutus Oy")
    desk = Desk(path)
    number = value(path, "SELECT id FROM organisation WHERE name = 'Hyria koulutus Oy'")
    page = desk.page(int(str(number)))
    assert page is not None
    assert ("table.txt", "TP1 > 4", "Hyrja koulutus Oy") in [(o.file, o.place, o.name) for o in page.origins]


def test_it_becomes_a_new_one_and_stays_apart_from_what_was_suggested(path: str) -> None:
    done = settle(path, "new", ("Hyria koulutus Oy", "Nobody"))
    assert done.organisation == "Hyrja koulutus Oy"
    assert roles_of(path, "Hyrja koulutus Oy") == [("TP1", "lead", "interest"), ("TP2", "expert", "interest")]
    assert roles_of(path, "Hyria koulutus Oy") == [("TP1", "expert", "interest")]
    assert rows(path, "SELECT text FROM not_same") == [("Hyrja koulutus Oy",)]
    assert value(path, "SELECT count(*) FROM membership AS m JOIN organisation AS o ON o.id = m.organisation_id "
                 "WHERE o.name = 'Hyrja koulutus Oy' AND m.network") == 1  # fmt: skip
    sound(path)


def test_skipped_rows_leave_the_queue_and_give_nothing(path: str) -> None:
    before = rows(path, "SELECT * FROM participation")
    done = settle(path, "skip")
    assert (done.organisation, done.added) == (None, 0)
    assert done.rows >= 2
    assert rows(path, "SELECT * FROM participation") == before
    assert waits(path) == []
    plan = saved(path, names={})
    assert plan.row_count("skipped") >= 2, "the same file again does not ask"
    assert not plan.changes_something


@pytest.mark.parametrize("answer", ["Hyria koulutus Oy", "new", "skip"])
def test_undo_brings_the_rows_back(path: str, answer: str) -> None:
    before, names = dump(path), waits(path)
    settle(path, answer, ("Hyria koulutus Oy",))
    assert waits(path) == []
    done = undo(path, newest(path))
    assert not done.conflicts
    assert dump(path) == before
    assert waits(path) == names
    sound(path)


def test_a_known_role_changes_an_unknown_one_and_unknown_says_nothing_beside_a_role(small: str) -> None:
    table = "TP1 Paketti\nOrganisaatio\tAsiantuntija\nHyria koulutus Oy\t\nHyrja koulutus Oy\tx\n"
    other = "\nTP2 Toinen\nOrganisaatio\tAsiantuntija\nHyria koulutus Oy\tx\nHyrja koulutus Oy\t\n"
    saved(small, table + other, names={"Hyrja koulutus Oy": "later"})
    done = settle(small, "Hyria koulutus Oy")
    assert (done.added, done.changed, done.same) == (0, 1, 1)
    assert roles_of(small, "Hyria koulutus Oy") == [("TP1", "expert", "interest"), ("TP2", "expert", "interest")]


def test_what_was_changed_by_hand_stays(path: str) -> None:
    desk = Desk(path)
    number = int(str(value(path, "SELECT id FROM organisation WHERE name = 'Hyria koulutus Oy'")))
    line = next(line for line in desk.page(number).roles if line.package == "TP1")  # type: ignore[union-attr]
    from store.editing import Base

    desk.change_role(line.id, Base(line.version, desk.epoch(), {"role": "expert"}), {"role": "beneficiary"})
    done = settle(path, "Hyria koulutus Oy")
    assert done.kept == 1
    assert roles_of(path, "Hyria koulutus Oy") == [("TP1", "beneficiary", "interest"), ("TP2", "expert", "interest")]


def test_refusals(path: str) -> None:
    before = dump(path)
    with pytest.raises(EtappiError, match=r"store\.unknown_organisation"):
        settle(path, "Nobody")
    assert dump(path) == before
    number = project_of(path).id
    with pytest.raises(EtappiError, match=r"store\.nothing_waits"):
        act(path, "x", lambda w: waiting.settle(w, number, "Omnia", "new"), number)
    act(path, "org rename", lambda w: organisations.rename(w, "Hyria koulutus Oy", "Hyrja koulutus Oy"))
    with pytest.raises(EtappiError, match=r"store\.name_taken"):
        settle(path, "new")


def test_a_package_that_is_gone_is_told(path: str) -> None:
    import sqlite3

    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE import_row SET package = 'GONE' WHERE outcome = 'waiting'")
    with pytest.raises(EtappiError, match=r"store\.waiting_package_gone"):
        settle(path, "Hyria koulutus Oy")
    assert waits(path)
    settle(path, "skip")
    assert waits(path) == []


def test_decisions_are_listed_and_taken_back(path: str) -> None:
    desk = Desk(path)
    assert desk.settle("Hyrja koulutus Oy", "new", ("Hyria koulutus Oy",)).added == 2
    (apart,) = [one for one in desk.name_decisions() if one.kind == "apart"]
    assert (apart.text, apart.organisation) == ("Hyrja koulutus Oy", "Hyria koulutus Oy")
    assert desk.forget(apart) == ("Hyrja koulutus Oy", "Hyria koulutus Oy")
    assert not [one for one in desk.name_decisions() if one.kind == "apart"]
    with pytest.raises(EtappiError, match=r"store\.row_gone"):
        desk.forget(apart)
    desk.undo(newest(path))
    assert [one.text for one in desk.name_decisions() if one.kind == "apart"] == ["Hyrja koulutus Oy"]


def test_a_spelling_is_forgotten_but_never_the_name_itself(path: str) -> None:
    desk = Desk(path)
    desk.settle("Hyrja koulutus Oy", "Hyria koulutus Oy")
    (spelling,) = [one for one in desk.name_decisions() if one.text == "Hyrja koulutus Oy"]
    desk.forget(spelling)
    assert not value(path, "SELECT count(*) FROM spelling WHERE text = 'Hyrja koulutus Oy'")
    own = value(path, "SELECT id FROM spelling WHERE text = 'Hyria koulutus Oy'")
    with pytest.raises(EtappiError, match=r"store\.split_own_name"):
        desk.forget(replace(spelling, id=int(str(own))))


def test_the_reason_for_skipping_is_kept(path: str) -> None:
    Desk(path).settle("Hyrja koulutus Oy", "skip", why="kirjoitusvirhe")
    assert rows(path, "SELECT why FROM action ORDER BY id DESC LIMIT 1") == [("kirjoitusvirhe",)]


def test_questions_about_waiting_names(path: str) -> None:
    desk = Desk(path)
    (question,) = waiting_questions(desk.known(), desk.waiting())
    assert (question.kind, question.text) == ("name", "Hyrja koulutus Oy")
    assert question.candidates[0].name == "Hyria koulutus Oy"
    assert len(question.places) == len(desk.waiting())
    assert suggested("Hyrja koulutus Oy", desk.known())[0] == "Hyria koulutus Oy"
    desk.settle("Hyrja koulutus Oy", "new", suggested("Hyrja koulutus Oy", desk.known()))
    desk.undo(newest(path))
    assert len(waiting_questions(desk.known(), desk.waiting())) == 1


def test_the_eight_tables_with_every_name_left_for_later(tmp_path: Path, templates: object) -> None:
    """Left for later and settled one by one comes to the same as answered at once."""
    from tests.importers.support import content, right_answers

    both = []
    for late in (False, True):
        path = copy_of(templates("demo"), tmp_path / f"{late}.db")  # type: ignore[operator]
        desk = Desk(path)
        desk.closing.reopen(desk.closing.locks()[0].quarter, "a test")
        for batch in desk.batches():
            desk.undo(batch.number)
        source = Source(content(), "all-tables.txt", Answers(unmarked="unknown"))
        plan = source.plan(desk.known())
        right = replace(right_answers(plan), unmarked="unknown")
        names = dict.fromkeys(right.names, "later") if late else right.names
        source = replace(source, answers=replace(right, names=names))
        apply(path, desk.project_id(), source, source.plan(desk.known()))
        if late:
            for name in dict.fromkeys(row.name for row in desk.waiting()):
                answer = right.names[name]
                desk.settle(name, answer, suggested(name, desk.known()) if answer == "new" else ())
        assert not desk.waiting()
        names_there = [str(name) for (name,) in rows(path, "SELECT name FROM organisation")]
        both.append({(name, *role) for name in names_there for role in roles_of(path, name)})
        sound(path)
    assert both[0] == both[1]
