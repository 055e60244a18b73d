"""What the user had seen is kept beside the settings, a file a store, and what came after it is told."""

from pathlib import Path

from store.desk import Desk
from store.writing import writing
from tests.store.support import make_plan, small_plan
from tui import visits


def test_a_visit_is_remembered_for_one_store(tmp_path: Path) -> None:
    environ = {"XDG_STATE_HOME": str(tmp_path)}
    assert visits.last(environ, "abc") is None
    visits.keep(environ, "abc", 7, "2024-09-13T09:00:00Z")
    assert visits.last(environ, "abc") == (7, "2024-09-13T09:00:00Z")
    assert visits.last(environ, "abd") is None
    visits.keep(environ, "abc", 9, "2024-09-16T09:00:00Z")
    assert visits.last(environ, "abc") == (9, "2024-09-16T09:00:00Z")
    assert [path.name for path in (tmp_path / "etappi").iterdir()] == ["seen-abc"]
    (tmp_path / "etappi" / "seen-abc").write_text("no number", "utf-8")
    assert visits.last(environ, "abc") is None
    (tmp_path / "etappi" / "seen-xyz").mkdir()
    visits.keep(environ, "xyz", 1, "2024-09-16T09:00:00Z")  # cannot be written: nothing is remembered, nobody is kept
    assert visits.last(environ, "xyz") is None


def test_the_board_tells_what_was_done_after_it(tmp_path: Path) -> None:
    from store import opening

    path = str(tmp_path / "etappi.db")
    opening.prepare(path, make=True)
    project = make_plan(path, small_plan())
    desk = Desk(path)
    assert (desk.board().since, desk.board().news) == (None, ())
    desk.since = desk.pulse().action, "2024-09-13T09:00:00Z"
    assert desk.board().news == ()
    with writing(path, "set TP1-A1 started", project_id=project) as writer:
        writer.connection.execute("UPDATE item SET title = 'x' WHERE code = 'TP1-A1'")
    who = desk.pulse().actor
    assert desk.board().news == ((who, "set TP1-A1 started"),)
    desk.undo(desk.pulse().action)
    assert desk.board().news == ()
