"""Names that wait: settled on the Import screen with the same keys, each answer saved at once, decisions taken back."""

import pytest

from importers.answers import Answers
from importers.apply import Source, apply
from locales import t
from store.desk import Desk
from tests.tui.screen import app_at, shown
from tests.tui.test_network import notices, press
from tui.dialogs.decisions import Decisions
from tui.dialogs.reason import Reason
from tui.screens.imports import Imports
from tui.screens.imports_waiting import SettleWaiting
from tui.screens.network import Network
from tui.widgets.grid import Grid

SMALL = (80, 24)
TABLE = """TP1 Paketti
Organisaatio\tVetovastuu\tAsiantuntija
Careerja\t\tx
Omnja\t\tx
Riverja\tx\t
"""
LATER = {"Careerja": "later", "Omnja": "later", "Riverja": "later"}


@pytest.fixture
def waiting(desk: Desk) -> Desk:
    """A desk where three names wait."""
    source = Source(TABLE.encode(), "lista.txt", Answers(names=LATER))
    plan = source.plan(desk.known())
    assert not plan.questions
    apply(desk.path, desk.project_id(), source, plan)
    assert {row.name for row in desk.waiting()} == set(LATER)
    return desk


def names(desk: Desk) -> list[str]:
    return sorted({row.name for row in desk.waiting()})


async def test_the_queue_is_settled_by_keys(waiting: Desk) -> None:
    app = app_at(waiting)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "7")
        assert t("tui.waiting_count", n=3) in shown(app)[2]
        await press(pilot, "tab enter")
        assert isinstance(app.screen, SettleWaiting)
        assert "Careeria" in "\n".join(shown(app))
        await press(pilot, "a")
        assert names(waiting) == ["Omnja", "Riverja"]
        assert t("tui.waiting_settled", name="Careerja", organisation="Careeria", n=1) in notices(app)
        assert app.screen.question is not None
        assert app.screen.question.text == "Omnja"
        await press(pilot, "l")
        assert app.screen.question.text == "Riverja"
        await press(pilot, "left")
        assert app.screen.question.text == "Omnja"
        await press(pilot, "n")
        assert names(waiting) == ["Riverja"]
        assert "Omnja" in {organisation.name for organisation in waiting.known().organisations}
        await press(pilot, "minus")
        assert isinstance(app.screen, Reason)
        await press(pilot, "x enter")
        assert names(waiting) == []
        assert t("tui.nothing_waits") in "\n".join(shown(app))
        await press(pilot, "u enter")
        assert names(waiting) == ["Riverja"]
        await press(pilot, "q")
        assert isinstance(app.screen, Imports)


async def test_digits_go_to_other_screens_here(waiting: Desk) -> None:
    app = app_at(waiting)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "7 tab enter 3")
        assert isinstance(app.screen, Network)
        assert names(waiting) == sorted(LATER)


async def test_another_organisation_is_found(waiting: Desk) -> None:
    app = app_at(waiting)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "7 tab enter f g r a d i a enter")
        assert names(waiting) == ["Omnja", "Riverja"]
        decided = [one for one in waiting.name_decisions() if one.text == "Careerja"]
        assert "Gradia" in decided[0].organisation


async def test_a_colleague_was_quicker(waiting: Desk) -> None:
    app = app_at(waiting)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "7 tab enter")
        Desk(waiting.path).settle("Careerja", "new")
        await press(pilot, "a")
        assert any("Careerja" in told for told in notices(app))
        assert names(waiting) == ["Omnja", "Riverja"]


async def test_decisions_are_taken_back_one_by_one(waiting: Desk) -> None:
    waiting.settle("Careerja", "Careeria")
    app = app_at(waiting)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "7 d")
        assert isinstance(app.screen, Decisions)
        first = app.screen.decisions[0]
        assert first.text == "Careerja"
        await press(pilot, "enter q")
        assert isinstance(app.screen, Decisions)
        count = len(waiting.name_decisions())
        await press(pilot, "d enter")
        assert isinstance(app.screen, Decisions), "the list stays open"
        assert len(waiting.name_decisions()) == count - 1
        assert "Careerja" not in {one.text for one in waiting.name_decisions()}
        await press(pilot, "q tab u enter")
        assert "Careerja" in {one.text for one in waiting.name_decisions()}


async def test_one_cursor_over_both_lists(waiting: Desk) -> None:
    app = app_at(waiting)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "7 end down")
        assert app.focused is app.screen.query_one("#waiting", Grid)
        await press(pilot, "up")
        assert app.focused is app.screen.query_one("#batches", Grid)
