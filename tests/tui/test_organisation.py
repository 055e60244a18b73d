"""An organisation's page, and hostile names on the Network screen, the page and their dialogs."""

import pytest

from core.network import NetworkFilter
from locales import t
from store.desk import Desk
from store.writing import writing
from tests.tui import boards
from tests.tui.screen import app_at, shown, written
from tests.tui.test_network import AHLMAN, OMNIA, SMALL, id_of, notices, press, settled
from tests.tui.test_safety import harmful
from tui.app import EtappiApp
from tui.dialogs.ask import Ask
from tui.dialogs.choice import Choice
from tui.dialogs.labels import LabelsForm
from tui.dialogs.organisation import Finding, NamesForm
from tui.dialogs.role import RoleForm
from tui.screens.network import Network
from tui.screens.organisation import Organisation
from tui.widgets.options import Options, Typed


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk at the demo with no quarter locked: what a lock does to a form is asked in tests/store."""
    desk.closing.reopen(desk.closing.locks()[0].quarter, "a test")
    return desk


def page(app: EtappiApp) -> Organisation:
    """The page that is shown."""
    assert isinstance(app.screen, Organisation)
    return app.screen


async def test_everything_known_stands_on_the_page(desk: Desk) -> None:
    desk.set_labels([id_of(desk, OMNIA)], ["uusi"])
    app = app_at(desk)
    async with app.run_test(size=(120, 60)) as pilot:
        await press(pilot, "3 f o m n i a enter enter")
        text = "\n".join(shown(app)).replace("\u00a0", " ")
        for part in (OMNIA, "Lyhyt nimi  Omnia", "verkoston jäsen", "uusi", "── Roolit 9 ─", "koko hanke",
                     "AV  avustava vetovastuu  vahvistettu", "participation.txt", "(tuonti 2)",
                     "── Kirjoitusasut", t("tui.page_follow")):  # fmt: skip
            assert part in text, part
        await press(pilot, "q")
        assert isinstance(app.screen, Network)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
async def test_no_word_is_missing(desk: Desk, language: str) -> None:
    app = app_at(desk, language)
    async with app.run_test(size=SMALL) as pilot:
        for keys in ("3 enter", "e", "escape", "b", "escape", "y", "escape", "w", "escape", "question_mark", "q",
                     "q l l e", "right right left q space v"):  # fmt: skip
            await press(pilot, keys)
            assert "tui." not in "\n".join(shown(app))
            assert "status." not in "\n".join(shown(app))
            assert shown(app)[-1].count("   ") <= 5


async def test_names_are_changed_as_one_act_and_taken_back(desk: Desk) -> None:
    number = id_of(desk, AHLMAN)
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3 down enter e")
        form = app.screen
        assert isinstance(form, NamesForm)
        await press(pilot, "ctrl+u enter")
        assert t("tui.wrong_empty") in "\n".join(shown(app))
        assert app.screen is form
        await press(pilot, "A h l m a n down end X down right enter")
        changed = desk.page(number)
        assert changed is not None
        assert (changed.name, changed.short, changed.network) == ("Ahlman", "AhlmanEduX", False)
        assert AHLMAN in changed.spellings
        assert page(app).page == changed, "the page shows it at once"
        assert t("tui.organisation_saved", organisation="AhlmanEduX") in notices(app)
        desk.undo(desk.undo_offer().number)
        await press(pilot, "r q")
        back = desk.page(number)
        assert back is not None
        assert (back.name, back.short, back.network) == (AHLMAN, "AhlmanEdu", True)


async def test_a_name_that_somebody_else_gave_is_told(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3 down enter e down ctrl+u M i n u n")
        Desk(desk.path).rename(AHLMAN, "Ahlman ry")
        await press(pilot, "enter")
        changed = desk.page(id_of(desk, "Ahlman ry"))
        assert changed is not None
        assert changed.short == "Minun", "other fields are merged"
        assert any("toisen" in line or "säilyi" in line for line in notices(app))
        await press(pilot, "e down ctrl+u O m a")
        other = desk.page(changed.id)
        assert other is not None
        Desk(desk.path).set_short(other.id, base_short(desk, other.id), "Heidän")
        await press(pilot, "enter")
        assert isinstance(app.screen, NamesForm)
        assert t("tui.stale_field", field="Lyhyt nimi", theirs="Heidän", mine="Oma") in "\n".join(shown(app))
        assert app.screen.query_one("#short", Typed).value == "Oma"
        await press(pilot, "right")
        assert app.screen.query_one("#short", Typed).value == "Heidän"
        assert app.screen.query_one("#keep", Options).value == "theirs"


def base_short(desk: Desk, number: int):  # type: ignore[no-untyped-def]
    """What a form of the short name would hold."""
    from store.editing import Base

    found = desk.page(number)
    assert found is not None
    return Base(found.version, desk.epoch(), {"short": found.short})


async def test_merge_by_typing(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3 down enter y")
        assert isinstance(app.screen, Finding)
        await press(pilot, "A h l m a n")
        await settled(pilot)
        assert app.screen.entries == [], "not with itself"
        await press(pilot, "ctrl+u O p t i m")
        await settled(pilot)
        assert [entry.name for entry in app.screen.entries] == ["Optima"]
        await press(pilot, "enter")
        assert isinstance(app.screen, Ask)
        await press(pilot, "q y O p t i m")
        await settled(pilot)
        await press(pilot, "enter enter")
        assert desk.network(NetworkFilter()).length == 83
        kept = desk.page(id_of(desk, AHLMAN))
        assert kept is not None
        assert "Optima" in kept.spellings
        assert "Optima" in "\n".join(shown(app))


async def test_split_a_spelling(desk: Desk) -> None:
    desk.merge(AHLMAN, "Optima")
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3 down enter w")
        assert "Optima" in "\n".join(shown(app))
        await press(pilot, "end enter enter")
        assert id_of(desk, "Optima")
        assert desk.network(NetworkFilter()).length == 84
        await press(pilot, "q down enter w")


def rename_to(desk: Desk, number: int, name: str, short: str) -> None:
    """A name as another program could have written it: past every gate of ours."""
    with writing(desk.path, "test") as writer:
        writer.connection.execute(
            "UPDATE organisation SET name = ?, short = ?, version = version + 1 WHERE id = ?", (name, short, number)
        )
        writer.connection.execute(
            "UPDATE label SET text = ? WHERE organisation_id = ?", (name, number)
        )  # a label of the organisation too
        writer.connection.execute("UPDATE work_package SET title = ? WHERE id = 2", (name,))


WALK = [
    ("3 l l l", Network), ("e", RoleForm), ("q space up", Network), ("v", Ask), ("q", Network), ("b", LabelsForm),
    ("escape enter", Organisation), ("end home e", NamesForm), ("escape y", Finding),
    ("exclamation_mark", Finding), ("escape w", Choice), ("enter", Ask), ("q q", Network),
]  # fmt: skip


@pytest.mark.parametrize("name", [boards.HOSTILE[number] for number in (0, 2, 5, 6, 7)])
async def test_hostile_names_are_harmless_in_every_dialog(desk: Desk, name: str) -> None:
    number = desk.network(NetworkFilter()).ids[0]
    desk.set_labels([number], ["x"])
    rename_to(desk, number, name, "!" + name[:200])
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        for keys, screen in WALK:
            await press(pilot, keys)
            assert harmful(written(app)) == set(), keys
            assert not app._exit, "an action in a name was obeyed"
            assert isinstance(app.screen, screen), keys


async def test_hostile_names_are_harmless_in_the_matrix(desk: Desk) -> None:
    names = [name for name in boards.HOSTILE if "\udcff" not in name]
    for number, name in zip(desk.network(NetworkFilter()).ids, names, strict=False):
        rename_to(desk, number, name, f"{number} {name[:100]}")
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3")
        text = "\n".join(shown(app))
        for _ in names:
            assert harmful(written(app)) == set()
            await pilot.press("down")
        for name in ("ACME [WP3]", "[/red]", "[@click=app.quit]x[/]"):
            assert name in text


async def test_a_business_id_is_checked_as_it_is_typed(desk: Desk) -> None:
    number = id_of(desk, AHLMAN)
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "3 down enter e down down down 0 1 1 2 0 3 8 minus 8")
        form = app.screen
        assert isinstance(form, NamesForm)
        assert t("tui.wrong_business_id_check") in "\n".join(shown(app))
        await press(pilot, "enter")
        assert app.screen is form, "what is wrong cannot be saved"
        await press(pilot, "backspace 9")
        assert t("tui.wrong_business_id_check") not in "\n".join(shown(app))
        await press(pilot, "down L a p p i down right right enter")
        text = "\n".join(shown(app)).replace("\u00a0", " ")
        for part in ("Y-tunnus", "0112038-9", "Lappi", "ruotsi"):
            assert part in text, part
        changed = desk.page(number)
        assert changed is not None
        assert (changed.business_id, changed.region, changed.language) == ("0112038-9", "Lappi", "sv")
        await press(pilot, "q f a l u e colon l a p p i enter")
        assert "alue: lappi" in "\n".join(shown(app))
