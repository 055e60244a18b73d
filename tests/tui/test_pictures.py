"""Pictures of the app on the demo's store, compared with those that are kept: tests/tui/pictures, and docs/pictures,
which the guide shows. ``ETAPPI_PICTURES=write`` writes them anew; look at what changed before keeping it."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from demo.build import build
from store.desk import Desk
from tests.tui.picture import svg, text_of
from tests.tui.screen import app_at, strips
from tui.screens.imports_paste import PasteArea
from tui.themes import THEMES

HERE = Path(__file__).parent / "pictures"
GUIDE = Path(__file__).parents[2] / "docs" / "pictures"
REWRITE = os.environ.get("ETAPPI_PICTURES") == "write"
SMALL, LARGE = (80, 24), (120, 40)
HASH = re.compile("(tunniste|summa|hash) [0-9a-f]{6}")
"""That of a snapshot, which every rule that is new gives another one: it is drawn as one and the same."""


@dataclass(frozen=True)
class Shot:
    """A picture: its name, the keys that lead to it, and how the app is started. Where text is *pasted*, it is put into
    the field that the keys lead to and read, and other keys come *then*."""

    name: str
    language: str
    keys: str = ""
    size: tuple[int, int] = SMALL
    theme: str = "dark"
    colourless: bool = False
    folder: Path = HERE
    pasted: str = ""
    then: str = ""


def guide(name: str, keys: str = "") -> Shot:
    """A picture of the guide: English, dark, 80 by 24."""
    return Shot(name, "en", keys, folder=GUIDE)


TABLE = """TP1
Organisaatio\tVetovastuu\tAvustava vetovastuu\tAsiantuntija\tHyödyntäjä
Omnia\tx\t\t\t
Jyväskylän Gradia\t\t\tx\t
Savon opisto\t\t\tx\t
Careeria\t\t\t(x)\t
Riveria\t\t\t\tx
"""
IN_ITEMS = "2 down down down right down down down"
IN_MATRIX = "3 down down down l l l"
SHOTS = [
    Shot("overview-fi-80", "fi", "down down"),
    Shot("overview-sv-80", "sv", "down down"),
    *(Shot(f"overview-{language}-120", language, "down down", LARGE) for language in ("fi", "sv", "en")),
    *(Shot(f"network-{language}-80", language, IN_MATRIX) for language in ("fi", "sv", "en")),
    *(Shot(f"network-{language}-120", language, IN_MATRIX, LARGE) for language in ("fi", "sv", "en")),
    Shot("overview-light", "en", "down down", theme="light"),
    Shot("network-terminal", "fi", "3 space space down l l", theme="terminal"),
    Shot("overview-no-colour", "sv", "down down", theme="terminal", colourless=True),
    Shot("organisation-light", "fi", "3 f g r a d i a enter enter", theme="light"),
    Shot("details-sv", "sv", "down down down enter enter"),
    Shot("role-fi", "fi", "3 f o m n i a enter l l e"),
    Shot("labels-light", "sv", "3 f a x x e l l enter b", theme="light"),
    Shot("palette-fi", "fi", "ctrl+p o m n i"),
    Shot("obligations-fi-80", "fi", "w down down space space down"),
    Shot("obligations-sv-80", "sv", "w right right f s a k n a s : o m a minus o enter"),
    Shot("obligations-fi-120", "fi", "w down down right", LARGE),
    Shot("obligation-form-fi", "fi", "w space space space e"),
    Shot("reminder-fi", "fi", "3 f p r a c t i c u m enter m"),
    Shot("undo-sv", "sv", "3 f c a r e e r i a enter l l v enter u"),
    Shot("help-terminal", "fi", "3 ?", theme="terminal"),
    Shot("filter-sv", "sv", "3 f 1 . 3 space b a"),
    *(Shot(f"packages-{language}-80", language, IN_ITEMS) for language in ("fi", "en")),
    Shot("packages-sv-80", "sv", f"{IN_ITEMS} comma"),
    Shot("packages-fi-120", "fi", IN_ITEMS, LARGE),
    Shot("packages-light", "en", "2 down", LARGE, theme="light"),
    Shot("item-fi", "fi", f"{IN_ITEMS} e"),
    Shot("reason-en", "en", "tab s"),
    Shot("report-fi", "fi", "2 down down down r"),
    Shot("closing-fi", "fi", "2 l right"),
    Shot("events-fi-80", "fi", "4"),
    Shot("events-fi-120", "fi", "4", LARGE),
    Shot("events-en-80", "en", "4"),
    Shot("event-form-fi", "fi", "4 w"),
    Shot("reach-sv", "sv", "4 t"),
    Shot("event-page-en", "en", "4 up enter end"),
    Shot("never-fi", "fi", "4 o"),
    Shot("locked-report-en", "en", "2 comma r"),
    Shot("snapshots-fi-80", "fi", "6 right down"),
    Shot("snapshots-en-120", "en", "6", LARGE),
    Shot("snapshots-light", "sv", "6 v", theme="light"),
    Shot("snapshot-package-fi", "fi", "6 right down down down enter"),
    Shot("surveys-fi-80", "fi", "5 down"),
    Shot("surveys-sv-120", "sv", "5", LARGE),
    Shot("survey-figures-fi", "fi", "5 enter"),
    Shot("open-answers-en", "en", "5 a down down", theme="light"),
    guide("overview", "down down"),
    guide("find", "ctrl+p g r a d i a"),
    replace(guide("import", "7 p"), pasted=TABLE, then="enter down"),
    guide("network", "3 f o m n i a enter l l l l l"),
    guide("role", "3 f o m n i a enter l l l l l e"),
    guide("confirm", "3 f # r u o t s i enter space space l l v"),
    guide("organisation", "3 f y r k e s enter enter"),
    guide("undo", "3 f c a r e e r i a enter l l v enter u"),
    guide("packages", IN_ITEMS),
    guide("closing", "2 l right"),
    guide("obligations", "w down down space space down"),
    guide("snapshots", "6 right"),
    guide("events", "4"),
    guide("surveys", "5 down down"),
]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The demo as built by minna on its own day, in Finland: what the log says of it is the same everywhere."""
    path = tmp_path_factory.mktemp("pictures") / "demo.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.writing.now", lambda: "2024-09-16T08:42:00Z")
        patch.setattr("store.writing.who", lambda: "minna")
        patch.setenv("TZ", "EET-2EEST,M3.5.0/3,M10.5.0/4")
        time.tzset()
        build(str(path))
        yield path
    time.tzset()


async def press(pilot: Pilot[None], keys: str) -> None:
    """Press keys one after the other, each when threads have done the work of the one before."""
    for key in keys.split():
        await pilot.press(key)
        await _settled(pilot)


async def _settled(pilot: Pilot[None]) -> None:
    for _ in range(2):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
async def test_the_picture_is_the_one_that_is_kept(
    shot: Shot, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "demo.db"
    shutil.copyfile(store, path)
    path.chmod(0o600)
    if shot.colourless:
        monkeypatch.setenv("NO_COLOR", "1")
    app = app_at(Desk(str(path)), shot.language, theme=THEMES[shot.theme])
    async with app.run_test(size=shot.size) as pilot:
        await _settled(pilot)
        await press(pilot, shot.keys)
        if shot.pasted:
            app.screen.query_one(PasteArea).text = shot.pasted
            await press(pilot, f"ctrl+r {shot.then}")
        if shot.keys.startswith("ctrl+p"):
            await pilot.pause(0.3)  # the palette asks the store when nobody types
            await _settled(pilot)
        drawn = HASH.sub(r"\1 7c41e9", svg(strips(app)))
    kept = shot.folder / f"{shot.name}.svg"
    if REWRITE:
        kept.write_text(drawn, "utf-8")
        return
    if drawn != (kept.read_text("utf-8") if kept.exists() else ""):
        new = tmp_path / kept.name
        new.write_text(drawn, "utf-8")
        pytest.fail(f"{kept} is drawn otherwise now: {new}\n{difference(kept, drawn)}")


def difference(kept: Path, drawn: str) -> str:
    """The first line of text that differs, as it was and as it is; or that only colours do."""
    if not kept.exists():
        return "there was none"
    before, now = text_of(kept.read_text("utf-8")), text_of(drawn)
    for number, (old, new) in enumerate(zip(before, now, strict=False), 1):
        if old != new:
            return f"line {number}\n- {old}\n+ {new}"
    return f"{len(before)} and {len(now)} lines" if len(before) != len(now) else "the same text in other colours"


def test_every_picture_that_is_kept_is_drawn() -> None:
    for folder in (HERE, GUIDE):
        names = {f"{shot.name}.svg" for shot in SHOTS if shot.folder == folder}
        assert {path.name for path in folder.iterdir()} == names


def test_the_guide_shows_every_picture_that_is_made_for_it() -> None:
    shown = re.findall(r"\(pictures/([a-z]+\.svg)\)", (GUIDE.parent / "guide.md").read_text("utf-8"))
    assert sorted(shown) == sorted(path.name for path in GUIDE.iterdir())


def test_pictures_are_small_and_tell_nothing_of_the_machine_that_made_them() -> None:
    for path in [*HERE.iterdir(), *GUIDE.iterdir()]:
        text = path.read_text("utf-8")
        assert len(text) < 40_000, path.name
        assert str(Path.home()) not in text
        assert "/tmp" not in text
        assert "http" not in text.replace('xmlns="http://www.w3.org/2000/svg"', "")
