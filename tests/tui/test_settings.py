"""The user's settings: what is read, what is told and ignored, what is written back, and keys of one's own."""

from pathlib import Path

import pytest

from core.errors import EtappiError
from locales import LANGUAGES, choose, has, t
from tests.tui import boards
from tests.tui.screen import app_of, shown
from tui import keys
from tui.keymap import usable
from tui.preferences import told
from tui.settings import Problem, read_settings, settings_path, write_setting

WHYS = ("unread", "broken", "unknown", "value", "keys", "key_text", "key_id", "key_unusable", "key_clash")


def read(tmp_path: Path, text: str) -> tuple[object, ...]:
    path = tmp_path / "settings.toml"
    path.write_text(text, "utf-8")
    found = read_settings(str(path))
    return found.language, found.theme, found.keys, [problem.why for problem in found.problems]


def test_the_place_follows_the_standard() -> None:
    assert settings_path({"XDG_CONFIG_HOME": "/etc/x"}) == "/etc/x/etappi/settings.toml"
    assert settings_path({"HOME": "/home/m"}) == "/home/m/.config/etappi/settings.toml"


def test_what_is_written_is_read(tmp_path: Path) -> None:
    text = 'language = "sv"\ntheme = "light"\n[keys]\nundo = "z"\nearlier = ["comma", "x"]\n'
    assert read(tmp_path, text) == ("sv", "light", {"undo": "z", "earlier": "comma,x"}, [])
    assert read_settings(str(tmp_path / "none.toml")).problems == ()


@pytest.mark.parametrize(
    ("text", "whys"),
    [
        ('language = "de"', ["value"]),
        ("theme = 3", ["value"]),
        ("size = 3", ["unknown"]),
        ("keys = 3", ["keys"]),
        ("[keys]\nundo = 3\nredo = []\nhelp = [1]", ["key_text"] * 3),
        ("language = ", ["broken"]),
    ],
)
def test_what_cannot_be_used_is_told_and_ignored(tmp_path: Path, text: str, whys: list[str]) -> None:
    assert read(tmp_path, text) == (None, None, {}, whys)


def test_a_file_that_is_no_text_or_a_folder_is_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xff\xfe\x00")
    assert [problem.why for problem in read_settings(str(path)).problems] == ["broken"]
    assert [problem.why for problem in read_settings(str(tmp_path)).problems] == ["unread"]


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_every_problem_has_a_sentence(spoken: str) -> None:
    choose(spoken)
    for why in WHYS:
        assert has(f"tui.setting_{why}")
    assert "x\x1b" not in told(Problem("unknown", {"name": "x\x1b[31m"}))


def test_writing_keeps_comments_and_takes_the_place_at_once(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    write_setting(str(path), "language", "fi")
    assert path.read_text("utf-8") == 'language = "fi"\n'
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text('# mine\ntheme = "dark" # dark\n\n[keys]\nundo = "z" # as elsewhere\n', "utf-8")
    write_setting(str(path), "language", "sv")
    write_setting(str(path), "theme", "light")
    text = path.read_text("utf-8")
    for part in ("# mine", 'theme = "light" # dark', 'undo = "z" # as elsewhere'):
        assert part in text
    assert read_settings(str(path)).language == "sv"
    assert [file.name for file in path.parent.iterdir()] == ["settings.toml"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "settings.toml"
    real.write_text("", "utf-8")
    link.symlink_to(real)
    write_setting(str(link), "language", "en")
    assert link.is_symlink()
    assert read_settings(str(real)).language == "en"


def test_a_broken_file_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("language = ", "utf-8")
    with pytest.raises(EtappiError) as refused:
        write_setting(str(path), "language", "fi")
    assert refused.value.code == "tui.settings_unwritten"
    assert path.read_text("utf-8") == "language = "


@pytest.mark.parametrize(
    ("wishes", "good", "problems"),
    [
        ({"undo": "z"}, {"undo": "z"}, []),
        ({"undo": "ctrl+z,f9"}, {"undo": "ctrl+z,f9"}, []),
        ({"earlier": "<", "later": ">"}, {"earlier": "less_than_sign", "later": "greater_than_sign"}, []),
        ({"later": "ä,comma", "earlier": "ö"}, {"later": "ä,comma", "earlier": "ö"}, []),
        ({"nonsense": "z"}, {}, [("key_id", "nonsense")]),
        *(({"undo": key}, {}, [("key_unusable", "undo")]) for key in ("ctrl+h", "ctrl+S", "alt+u", "ctrl+m", "blue")),
        ({"undo": "r"}, {}, [("key_clash", "undo")]),
        ({"undo": "z", "redo": "z"}, {"redo": "z"}, [("key_clash", "undo")]),
        ({"undo": "f2", "language": "f9"}, {"undo": "f2", "language": "f9"}, []),
        ({"quit": "z", "close": "z"}, {"quit": "z", "close": "z"}, []),
        ({"quit": "x", "close": "x"}, {}, [("key_clash", "quit"), ("key_clash", "close")]),
    ],
)
def test_keys_of_ones_own(wishes: dict[str, str], good: dict[str, str], problems: list[tuple[str, str]]) -> None:
    found, told_of = usable(wishes)
    assert found == good
    assert [(problem.why, problem.values["id"]) for problem in told_of] == problems


async def test_a_key_of_ones_own_works_and_stands_in_foot_and_help(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[keys]\nearlier = "z"\nundo = "r"\nnonsense = "x"\n', "utf-8")
    app = app_of(boards.drawn(), settings=read_settings(str(path)))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.pause()
        messages = [notice.message for notice in app._notifications]
        assert messages == [
            t("tui.setting_key_id", id="nonsense"), t("tui.setting_key_clash", id="undo", key="r", other="reread"),
        ]  # fmt: skip
        assert "z . neljännes" in shown(app)[-1]
        await pilot.press("z")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert shown(app)[2].startswith("Q2/2024")
        await pilot.press("comma")
        await pilot.pause()
        assert shown(app)[2].startswith("Q2/2024"), "the old key does nothing"
        labels = [keys.label(one.key) for one in keys.by_id(app.screen.active_bindings.values())["earlier"]]
        assert labels == ["z"]
