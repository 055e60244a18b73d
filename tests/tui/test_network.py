"""The Network screen on the demo's store: what its keys do, and what stands on it in three languages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from core import quarter as quarters
from core.network import NetworkFilter
from locales import t
from store.desk import Desk
from store.editing import Base
from tests.tui.screen import app_at, shown
from tui.app import EtappiApp
from tui.dialogs.ask import Ask
from tui.dialogs.labels import LabelsForm
from tui.dialogs.role import RoleForm
from tui.screens.network import Network
from tui.screens.overview import Overview
from tui.widgets.filterbar import FilterBar
from tui.widgets.options import Options


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk at the demo with no quarter locked: what a lock does to a form is asked in tests/store."""
    desk.closing.reopen(desk.closing.locks()[0].quarter, "a test")
    return desk


SMALL, LARGE = (80, 24), (120, 40)
GOLDEN = Path(__file__).parent / "golden"
OMNIA = "Espoon seudun koulutuskuntayhtymä Omnia"
AHLMAN = "AhlmanEdu, Ahlmanin koulun Säätiö sr"


async def settled(pilot: Pilot[None]) -> None:
    """Wait for what threads do, and for the paint after it."""
    for _ in range(3):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def press(pilot: Pilot[None], keys: str) -> None:
    """Press keys one after the other, each when the one before has done its work."""
    for key in keys.split():
        await pilot.press(key)
        await settled(pilot)


def network(app: EtappiApp) -> Network:
    """The Network screen of the app."""
    return next(screen for screen in app.screen_stack if isinstance(screen, Network))


def under(app: EtappiApp) -> tuple[str, str | None]:
    """The short name and the package's code under the cursor."""
    screen = network(app)
    row, package = screen.organisation(), screen.package()
    assert row is not None
    return row.short, package[1] if package else None


def role_of(desk: Desk, name: str, code: str) -> list[tuple[str, str]]:
    """Roles and certainties of an organisation in a package."""
    page = desk.page(id_of(desk, name))
    assert page is not None
    return [(line.role, line.certainty) for line in page.roles if line.package == code]


def id_of(desk: Desk, name: str) -> int:
    """The id of an organisation."""
    listing = desk.network(NetworkFilter())
    return next(row.id for row in listing.rows(0, listing.length) if row is not None and row.name == name)


def notices(app: EtappiApp) -> list[str]:
    """What was told."""
    return [notice.message for notice in app._notifications]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_screen_as_text(desk: Desk, language: str, size: tuple[int, int]) -> None:
    app = app_at(desk, language)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "3 down down l l l")
        text = "\n".join(shown(app)).replace("\u00a0", " ") + "\n"
        golden = GOLDEN / f"network-{language}-{size[0]}.txt"
        assert text == golden.read_text("utf-8")
        assert all(cell_len(line) <= size[0] for line in shown(app))


async def test_a_role_is_found_with_few_keys(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "3 f o m n i a enter l l l l l")
        assert under(app) == ("Omnia", "TP1.3")
        assert "TP1.3 Tieto-osaamisen jalkauttaminen: V = vetovastuu, vahvistettu" in shown(app)[-2]


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ("down", (1, 0)), ("j l", (1, 1)), ("right right left", (0, 1)), ("h", (0, 0)), ("l l h", (0, 1)),
        ("G", (83, 0)), ("end l g", (0, 1)), ("pagedown", (12, 0)), ("pagedown k pageup", (0, 0)),
        ("l l l l l l l l l l l", (0, 9)),
    ],
)  # fmt: skip
async def test_the_cursor_moves_over_cells(desk: Desk, keys: str, place: tuple[int, int]) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "3 " + keys)
        grid = network(app).grid
        assert (grid.cursor, grid.column) == place
        first, stop = grid.window
        assert first <= grid.cursor < stop


async def test_the_cell_under_the_cursor_is_reversed_and_its_row_marked(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "3 down l l")
        grid = network(app).grid
        line = grid.render_line(2)
        assert line.text.startswith("▸AhlmanEdu")
        assert [segment.text for segment in line if segment.style and segment.style.reverse] == [" as"]
        assert not any(segment.style and segment.style.reverse for segment in grid.render_line(1))


async def test_filter_marks_and_order(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3 f 1 . 3 space v enter")
        view = network(app).view
        assert view is not None
        assert view.listing.length == 1
        assert under(app)[0] == "Omnia"
        assert "TP1.3 · vetovastuu" in shown(app)[2]
        await press(pilot, "f ctrl+u enter")
        assert network(app).view.listing.length == 84  # type: ignore[union-attr]
        assert under(app)[0] == "Omnia", "the cursor stays on its organisation"
        assert not network(app).query_one(FilterBar).display
        await press(pilot, "g space space")
        assert t("tui.marked", n=2) in shown(app)[2]
        assert [line[35:36] == "*" or "*" in line for line in shown(app)[4:7]] == [True, True, False]
        await press(pilot, "o")
        assert t("tui.order_packages")[:10] in shown(app)[2]
        assert under(app)[0] == "Omnia"
        assert len(network(app).grid.marked) == 2
        await press(pilot, "o")
        assert under(app)[0] == "YA"
        await press(pilot, "o")
        assert under(app)[0] == "AEL - Amiedu"


async def test_quarters(desk: Desk) -> None:
    row = next(line for line in desk.page(id_of(desk, OMNIA)).roles if line.package == "TP1.3")  # type: ignore[union-attr]
    base = Base(row.version, desk.epoch(), {"from_quarter": None})
    desk.change_role(row.id, base, {"from_quarter": quarters.quarter(2024, 3)})
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3 f o m n i a enter l l l l l")
        assert "V = vetovastuu" in shown(app)[-2]
        await press(pilot, "comma")
        assert shown(app)[2].startswith("Q2/2024")
        assert t("tui.no_part") in shown(app)[-2]
        await press(pilot, "comma comma")
        assert t("tui.first_quarter") in notices(app)
        await press(pilot, "full_stop full_stop r")
        assert shown(app)[2].startswith("Q3/2024")
        assert under(app) == ("Omnia", "TP1.3")


async def test_a_role_is_set_changed_and_removed(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3 l e")
        assert isinstance(app.screen, RoleForm)
        assert app.focused is app.screen.query_one("#role")
        await press(pilot, "left enter")
        assert isinstance(app.screen, Network)
        assert role_of(desk, "AEL - Amiedu Oy", "KOORD") == [("assist", "confirmed")]
        assert "AV" in shown(app)[4]
        await press(pilot, "e right right down left enter")
        assert role_of(desk, "AEL - Amiedu Oy", "KOORD") == [("beneficiary", "interest")]
        await press(pilot, "e d")
        assert role_of(desk, "AEL - Amiedu Oy", "KOORD") == []
        assert t("tui.role_removed", organisation="AEL - Amiedu", package="KOORD", role="hyödyntäjä") in notices(app)
        assert under(app) == ("AEL - Amiedu", "KOORD")


async def test_a_role_form_is_left_without_saving_and_says_what_is_wrong(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3 down l l e left q")
        assert isinstance(app.screen, Network)
        assert role_of(desk, AHLMAN, "TP1") == [("expert", "interest")]
        await press(pilot, "e down down right right right down right")
        assert t("tui.wrong_quarters") in "\n".join(shown(app))
        await press(pilot, "enter")
        assert isinstance(app.screen, RoleForm), "nothing wrong is saved"
        await press(pilot, "up left left enter")
        row = next(line for line in desk.page(id_of(desk, AHLMAN)).roles if line.package == "TP1")  # type: ignore[union-attr]
        assert (row.from_quarter, row.to_quarter) == (quarters.quarter(2024, 1), quarters.quarter(2024, 1))


async def test_several_roles_of_a_cell_are_listed(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3 f s a m p o enter l l l l l l l e")
        which = app.screen.query_one("#which", Options)
        assert [words for _, words in which.options] == ["V", "As", "uusi rooli"] or len(which.options) == 3
        await press(pilot, "up right")
        assert app.screen.query_one("#role", Options).value != "lead"
        await press(pilot, "right down")
        assert not app.screen.check_action("remove", ())
        await press(pilot, "q")


async def test_on_the_names_a_role_needs_a_package(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3 e")
        assert notices(app) == [t("tui.choose_package")]


async def test_many_roles_are_confirmed_after_one_question(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3 space space l l v")
        assert isinstance(app.screen, Ask)
        assert "1 rooli vahvistetaan: AEL - Amiedu, AhlmanEdu, TP1." in "\n".join(shown(app))
        await press(pilot, "q")
        assert role_of(desk, AHLMAN, "TP1") == [("expert", "interest")]
        await press(pilot, "v enter")
        assert role_of(desk, AHLMAN, "TP1") == [("expert", "confirmed")]
        assert role_of(desk, AHLMAN, "TP1.1") == [("expert", "interest")]
        assert network(app).grid.marked == set()
        await press(pilot, "k k j h h v enter")
        assert role_of(desk, AHLMAN, "TP1.1") == [("expert", "confirmed")]
        assert t("tui.roles_confirmed", n=7) in notices(app)
        await press(pilot, "v")
        assert isinstance(app.screen, Network)
        assert "Vahvistettavaa ei ole" in notices(app)[-1]


async def test_labels_of_marked_rows_leave_others_alone(desk: Desk) -> None:
    desk.set_labels([id_of(desk, AHLMAN)], ["vanha"])
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3 space space b")
        assert isinstance(app.screen, LabelsForm)
        assert t("tui.labels_some", labels="vanha") in "\n".join(shown(app))
        await press(pilot, "u u s i comma x enter")
        labels = {row.short: row.labels for row in desk.network(NetworkFilter()).rows(0, 3) if row}
        assert labels == {"AEL - Amiedu": ("uusi", "x"), "AhlmanEdu": ("uusi", "vanha", "x"), "Aitoon Emäntäkoulu": ()}


async def test_jump_and_back(desk: Desk) -> None:
    number = id_of(desk, OMNIA)
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        app.open_organisation(number)
        await settled(pilot)
        assert under(app)[0] == "Omnia"
        await press(pilot, "f t a k k enter")
        app.open_organisation(number)
        await settled(pilot)
        assert under(app)[0] == "Omnia", "a filter that leaves it out is cleared"
        await press(pilot, "q")
        assert isinstance(app.screen, Overview)


async def test_another_desk_was_quicker_and_nothing_typed_is_lost(desk: Desk) -> None:
    """Two at one role of one file: the second is told who, when and both values, and chooses."""
    other = Desk(desk.path)
    row = next(line for line in other.page(id_of(desk, AHLMAN)).roles if line.package == "TP1")  # type: ignore[union-attr]
    values: dict[str, object] = {"role": row.role, "certainty": row.certainty, "from_quarter": None, "to_quarter": None}
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3 down l l e left")
        assert app.screen.query_one("#role", Options).value == "assist"
        other.change_role(row.id, Base(row.version, other.epoch(), values), {"role": "lead", "certainty": "confirmed"})
        await press(pilot, "enter")
        assert isinstance(app.screen, RoleForm)
        text = "\n".join(shown(app))
        assert t("tui.stale_field", field="Rooli", theirs="V (vetovastuu)", mine="AV (avustava vetovastuu)") in text
        assert app.screen.query_one("#role", Options).value == "assist", "what was chosen here is kept"
        assert app.screen.query_one("#certainty", Options).value == "confirmed", "what only they changed is taken over"
        assert app.focused is app.screen.query_one("#keep")
        await press(pilot, "right")
        assert app.screen.query_one("#role", Options).value == "lead"
        await press(pilot, "left enter")
        assert isinstance(app.screen, Network)
        assert role_of(desk, AHLMAN, "TP1") == [("assist", "confirmed")]


async def test_a_role_that_somebody_removed_is_made_anew(desk: Desk) -> None:
    other = Desk(desk.path)
    row = next(line for line in other.page(id_of(desk, AHLMAN)).roles if line.package == "TP1")  # type: ignore[union-attr]
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3 down l l e left")
        other.remove_role(row.id, Base(row.version, other.epoch(), {"role": "expert"}))
        await press(pilot, "enter")
        assert t("tui.stale_gone") in "\n".join(shown(app)).replace("\u00a0", " ")
        await press(pilot, "enter")
        assert role_of(desk, AHLMAN, "TP1") == [("assist", "interest")]


@pytest.mark.parametrize("change", [lambda desk: desk.merge("Careeria", "Optima")])
async def test_what_others_do_is_seen_when_read_again(desk: Desk, change: Callable[[Desk], object]) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3 f o p t i m a enter")
        assert under(app)[0] == "Optima"
        change(Desk(desk.path))
        await press(pilot, "r")
        assert network(app).organisation() is None or under(app)[0] != "Optima"
