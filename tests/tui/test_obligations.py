"""Who owes what on the demo's store: states for many rows with one key, the filter, reminders and where they go."""

import stat
from pathlib import Path

import pytest

from core.agreements import MatrixRow
from locales import t
from store.database import reading
from store.desk import Desk
from store.dump import canonical_dump
from tests.tui.screen import app_at, shown, written
from tests.tui.test_network import id_of, notices, press, settled
from tests.tui.test_safety import harmful
from tui.app import EtappiApp
from tui.dialogs.obligation import StateForm
from tui.dialogs.reminder import ReminderBox
from tui.screens.network import Network
from tui.screens.obligations import Obligations
from tui.screens.overview import Overview
from tui.widgets.options import Options

SMALL = (80, 24)
HOSTILE = "[/red]\x1b]52;c;aGk=\x07 [@click=app.quit]x[/]"


def screen_of(app: EtappiApp) -> Obligations:
    screen = app.screen
    assert isinstance(screen, Obligations)
    return screen


def rows_of(screen: Obligations) -> tuple[MatrixRow, ...]:
    assert screen.view is not None
    return screen.view.rows


def states(desk: Desk, code: str) -> dict[int, str]:
    return {one.organisation_id: one.standing.state for one in desk.agreements.owers(code)}


def dump(desk: Desk) -> str:
    with reading(desk.path) as connection:
        return canonical_dump(connection)


async def test_twenty_marked_rows_get_a_state_with_one_key_and_undo_takes_it_back(desk: Desk) -> None:
    before, whole = states(desk, "OMA-KA"), dump(desk)
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "w")
        screen = screen_of(app)
        await press(pilot, "right f v e l k a a : o m a minus k a enter")
        line = screen.line()
        assert line is not None
        assert line.terms.code == "OMA-KA"
        owing = [row.id for row in rows_of(screen)]
        assert {before[one] for one in owing} <= {"not_started", "in_work"}
        assert len(owing) == 58 - 36
        await press(pilot, "home")
        await pilot.press(*["space"] * 20)
        await settled(pilot)
        marked = {row.id for row in screen.chosen()}
        assert marked == set(owing[:20])
        await press(pilot, "v")
        assert states(desk, "OMA-KA") == {one: "done" if one in marked else state for one, state in before.items()}
        assert any("20" in one for one in notices(app))
        assert screen.grid.marked == set()
        await press(pilot, "u")
        assert "Velvoite: OMA-KA valmis " in "\n".join(shown(app))
        await press(pilot, "enter")
        assert states(desk, "OMA-KA") == before
        assert dump(desk) == whole


async def test_the_form_sets_state_day_reason_and_proof_for_those_that_owe_it(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "w")
        screen = screen_of(app)
        outside = next(row for row in rows_of(screen) if row.cells[1] is None)
        inside = next(row for row in rows_of(screen) if row.cells[1] is not None and not row.cells[1].standing.told)
        screen.grid.marked |= {outside.id, inside.id}
        await press(pilot, "right e")
        form = app.screen
        assert isinstance(form, StateForm)
        form.query_one("#state", Options).choose("not_required")
        await press(pilot, "enter")
        assert app.screen is form, "not required needs a reason"
        await press(pilot, "down 1 0 . 9 . down e i down m enter")
        told = desk.agreements.history("OMA-KA", inside.id)
        assert [(one.on_date, one.state, one.reason, one.proof) for one in told[:1]] == [
            ("2024-09-10", "not_required", "ei", "m")
        ]
        assert desk.agreements.history("OMA-KA", outside.id) == ()
        assert isinstance(app.screen, Obligations)


async def test_a_cell_that_owes_nothing_and_a_name_are_told(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "w")
        screen = screen_of(app)
        row = next(place for place, row in enumerate(rows_of(screen)) if row.cells[0] is None)
        screen.grid.move_to(row)
        await press(pilot, "v left v")
        assert notices(app)[-2:] == [t("obligation.nobody_owes", code="OMA", n=1), t("obligation.choose")]


async def test_the_sums_stand_at_the_foot_and_the_filter_is_the_networks_too(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "3 w")
        text = "\n".join(shown(app))
        for figure in ("47/72", "36/58", "33/55", "44/70", "45/75"):
            assert figure in text
        screen = screen_of(app)
        everybody = len(rows_of(screen))
        await press(pilot, "f t p 2 space v enter")
        assert [row.short for row in rows_of(screen)] == ["Sampo"]
        assert everybody > 80
        await press(pilot, "enter pagedown")
        assert "OMA-KA" in "\n".join(shown(app)), "the organisation's page tells what it owes"
        await press(pilot, "q q")
        assert isinstance(app.screen, Network)


async def test_reminders_are_shown_copied_and_written_from_each_screen(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".config" / "etappi").mkdir(parents=True)
    (tmp_path / ".config" / "etappi" / "contacts.csv").write_text(
        f"organisaatio,nimi,sähköposti\nPracticum,{HOSTILE},a@practicum.example\nEi ole,X,x@y.fi\n", "utf-8"
    )
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "down m")
        assert isinstance(app.screen, ReminderBox), "the lead of the package under the cursor"
        await press(pilot, "q")
        assert isinstance(app.screen, Overview)
        await press(pilot, "3 f p r a c t i c u m enter m")
        box = app.screen
        assert isinstance(box, ReminderBox)
        text = "\n".join(shown(app))
        assert "a@practicum.example" in box.text_of
        assert "Ei ole" in text
        assert harmful(written(app)) == set()
        await press(pilot, "c")
        assert app.clipboard == box.text_of
        assert "OMA-KA" in app.clipboard
        assert harmful(app.clipboard) == set()
        await press(pilot, "x")
        (path,) = (tmp_path / ".local" / "share" / "etappi" / "reminders").iterdir()
        assert path.read_text("utf-8") == box.text_of
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        await press(pilot, "x")
        assert path.read_text("utf-8") == box.text_of
    assert b"practicum.example" not in Path(desk.path).read_bytes()


async def test_marked_rows_get_a_reminder_each_and_those_that_owe_nothing_none(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "w")
        screen = screen_of(app)
        screen.grid.marked |= {id_of(desk, name) for name in ("Työtehoseura ry", "Axxell Utbildning Ab")}
        await press(pilot, "m")
        box = app.screen
        assert isinstance(box, ReminderBox)
        assert [one.reminder.short for one in box.read.letters] == ["TTS"]


async def test_hostile_names_stay_text(desk: Desk) -> None:
    desk.agreements.define("[WP3]", HOSTILE, due="2024-09-01")
    app = app_at(desk)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "w end right right right right right")
        text = "\n".join(shown(app))
        assert "[WP3]" in text
        assert "[/red]" in text
        assert harmful(written(app)) == set()
        await press(pilot, "e")
        assert harmful(written(app)) == set()
        assert not app._exit


@pytest.mark.parametrize("language", ["sv", "en"])
async def test_the_screen_speaks_other_languages(desk: Desk, language: str) -> None:
    app = app_at(desk, language)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "w")
        text = "\n".join(shown(app))
        assert t("obligation.sum_done") in text
        assert "Valmis" not in text
