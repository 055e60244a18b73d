"""The Snapshots screen at the demo: what it lists and compares, what it takes, copies, shows and writes."""

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot

from core.errors import EtappiError
from core.telling import Clause, Counts, PackageTold, Telling
from locales import choose, t
from locales.formats import NBSP
from locales.snapshotwords import sentences
from store.desk import Desk
from tests.tui.screen import app_at, shown
from tests.tui.test_network import press, settled
from tui.app import EtappiApp
from tui.dialogs.ask import Ask
from tui.dialogs.report_export import Exporting, Made, Wanted, made
from tui.dialogs.report_preview import preview_lines, table_lines
from tui.screens.snapshots import PAUSE, Snapshots
from tui.screens.snapshots_table import change_list
from tui.signs import SIGNS
from tui.widgets.options import Options
from tui.widgets.records import Records

SMALL = (80, 24)


def screen(app: EtappiApp) -> Snapshots:
    return next(one for one in app.screen_stack if isinstance(one, Snapshots))


def lines_of(app: EtappiApp) -> list[str]:
    """The lines of the screen, with plain spaces only."""
    return [line.replace(NBSP, " ") for line in shown(app)]


def text_of(app: EtappiApp) -> str:
    return "\n".join(lines_of(app))


def words_of(app: EtappiApp) -> str:
    """What stands on the screen without frames and line ends."""
    return " ".join(text_of(app).replace("│", " ").split())


async def compared(pilot: Pilot[None]) -> None:
    """Wait for what follows the cursor after a moment."""
    await pilot.pause(2 * PAUSE)
    await settled(pilot)


async def test_it_shows_what_changed_since_the_newest_and_then_since_the_one_under_the_cursor(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "6")
        lines = lines_of(app)
        assert lines[2].split()[:7] == ["Tilannekuvat", "│", "Mikä", "on", "muuttunut", "8.7.", "jälkeen"]
        assert lines[3].startswith("▸  nyt      16.9.│")
        assert lines[4].startswith(" ● Q2-2024   8.7.│"), "the snapshots of locks are marked"
        assert lines[5].startswith("   ohry 2   11.6.│")
        assert "● KOORD  30 → 53 %  Valmistui: Väliseminaari." in lines[3]
        text = text_of(app)
        assert "Tavoitettu: 62 → 71 verkoston organisaatiota" in text
        assert "− Peruttu: TP1.4 Osaamiskampus-työpaja" in text
        telling = desk.snapshots.compare().telling
        for sign, n in zip("+~−!", (telling.counts.added, telling.counts.changed, telling.counts.removed,
                                    telling.counts.restated), strict=True):  # fmt: skip
            assert any(line.startswith(sign) and str(n) in line[:6] for line in lines), sign
        assert f"tunniste {desk.snapshots.listed()[0].sha256[:6]}" in text
        assert "ehjä ✓" in text
        assert "● lukittu Q2/2024" in text

        await press(pilot, "down down down")
        await compared(pilot)
        assert "Mikä on muuttunut 12.4. jälkeen" in text_of(app)
        assert "Q1-2024 → nyt" in text_of(app)
        await press(pilot, "full_stop")
        await compared(pilot)
        assert "ohry 2 → nyt" in text_of(app), "the full stop goes to a later one"

        await press(pilot, "right down enter")
        page = words_of(app)
        assert "TP1: ohry 2 → nyt" in page
        assert "tietoa muuttui" in page


async def test_two_snapshots_are_compared_the_older_one_first(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "6 v")
        await press(pilot, "right right right right down right enter")
        await compared(pilot)
        assert screen(app).pair == ("alku", "Q2-2024")
        assert "Mikä muuttui 31.1.–8.7." in text_of(app)
        assert "alku → Q2-2024" in text_of(app)
        await press(pilot, "v down left left")
        assert "Valitse kaksi eri tilannetta." in text_of(app)
        await press(pilot, "enter")
        assert app.screen.is_modal, "two that are the same are not compared"


async def test_keys_that_come_in_one_packet_go_to_the_line_that_the_first_one_chose(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "6 v")
        for key in ("down", "right", "right"):
            app.post_message(Key(key, None))
        await settled(pilot)
        assert [app.screen.query_one(f"#{line}", Options).value for line in ("older", "newer")] == ["Q2-2024", "ohry 2"]


async def test_a_snapshot_is_taken_named_by_the_next_meeting_and_sentences_are_copied(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_at(desk)
    copied: list[str] = []
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
        await settled(pilot)
        await press(pilot, "t")
        await settled(pilot)
        assert isinstance(app.screen_stack[-2], Snapshots), "the Overview leads here"
        assert "Ohjausryhmän kokous 3/2024, to 26.9.2024" in words_of(app)
        before = desk.snapshots.sentences()
        await press(pilot, "enter")
        await settled(pilot)
        newest = desk.snapshots.listed()[0]
        assert newest.name == "ohry 3/2024"
        assert screen(app).under_cursor == newest.name, "the new one is under the cursor"
        await compared(pilot)
        assert t("diff.nothing_changed") in words_of(app)
        await press(pilot, "t")
        await settled(pilot)
        await press(pilot, "ctrl+u")
        assert "Tilannekuvalla on oltava nimi." in text_of(app)
        await pilot.press(*"Q2-2024")
        assert "on jo olemassa" in text_of(app)
        await press(pilot, "escape comma")
        await compared(pilot)
        assert "Q2-2024 → nyt" in text_of(app)
        await press(pilot, "c")
        assert copied[0].startswith("Mitä on muuttunut: Q2-2024 (8.7.2024) → nyt (16.9.2024)\n\n")
        for told in sentences(before):
            assert told in copied[0]


async def test_a_report_is_written_where_it_is_told_and_nothing_is_overwritten_unasked(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    monkeypatch.chdir(folder)
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "6 down x")
        assert "luvut eivät muutu" in words_of(app), "the snapshot under the cursor is what is exported"
        await press(pilot, "down right enter")
        await settled(pilot)
        file = folder / "DIGI24_Neljannesraportti_Q2-2024.md"
        assert file.name in text_of(app)
        assert "Kansio: " in text_of(app), "told where the files are"
        assert file.read_text().startswith("# Neljännesraportti Q2/2024")

        file.write_text("mine")
        await press(pilot, "q x down right enter")
        await settled(pilot)
        assert isinstance(app.screen, Ask)
        await press(pilot, "q")
        assert file.read_text() == "mine"
        await press(pilot, "x down right enter")
        await settled(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert file.read_text().startswith("# Neljännesraportti")
        await press(pilot, "q o")
        await settled(pilot)
        assert "Neljännesraportti, esikatselu (Q2-2024)" in text_of(app)
        assert "# Neljännesraportti Q2/2024" in text_of(app)


async def test_what_is_stopped_leaves_nothing_behind(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(desk: object, wanted: Wanted, step: object) -> Made:
        begun.set()
        go_on.wait(20)
        step(0, 2, "Word")  # type: ignore[operator]
        return Made(wanted.folder, {"a.txt": b"a"})

    monkeypatch.setattr("tui.dialogs.report_export.made", slow)
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        app.push_screen(Exporting(Wanted("quarter", "md", None, str(tmp_path / "out")), SIGNS))
        await pilot.pause()
        assert begun.wait(20)
        assert "0/1" in text_of(app)
        await pilot.press("q")
        go_on.set()
        await settled(pilot)
        assert not (tmp_path / "out").exists()
        assert [one.message for one in app._notifications] == ["Vienti keskeytettiin, mitään ei kirjoitettu."]


async def test_a_damaged_snapshot_is_told_and_the_others_are_compared_all_the_same(desk: Desk) -> None:
    with sqlite3.connect(desk.path) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'snapshot'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE snapshot SET sha256 = ? WHERE name = 'Q2-2024'", ("0" * 64,))
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "6")
        assert "! Q2-2024" in text_of(app)
        right = " ".join(line[20:].strip() for line in lines_of(app)[3:6]).strip()
        assert right == "Tilannekuva Q2-2024 ei ole enää se, joka otettiin (etappi snapshot verify)."
        await press(pilot, "right")
        assert screen(app).listing.has_focus, "there is nothing to go to"
        await press(pilot, "down down")
        await compared(pilot)
        assert "ohry 2 → nyt" in text_of(app)


def test_every_report_is_made_with_its_steps_and_can_be_stopped(desk: Desk, tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    choose("fi")
    found = made(desk.snapshots, Wanted("workpackage", "md", None, str(tmp_path)), lambda *step: steps.append(step))
    assert [(number, of) for number, of, _ in steps] == [(number, 9) for number in range(9)]
    assert len(found.files) == 9
    with pytest.raises(EtappiError):
        made(desk.snapshots, Wanted("quarter", "md", "Q9-2024", str(tmp_path)), lambda *_: None)


def told(code: str, words: int) -> PackageTold:
    titles = (" ".join(f"{code}x{number}" for number in range(words)),)
    return PackageTold(
        code, code, 0, (0.1, 0.2), ("watch", "watch"), (Clause("diff.completed", {"titles": titles}),), ()
    )


TELLING = Telling(
    (told("TP1", 2), told("TP2", 60), told("TP3", 20)),
    {"status": (Clause("diff.nothing_worse"),), "restated": (Clause("diff.restated_why", {"why": "[b]syy[/b]"}),)}, (),
    Counts(0, 0, 0, 0, ()),
)  # fmt: skip


def test_sentences_get_the_lines_that_there_are() -> None:
    choose("fi")
    _, tight = change_list(TELLING, "title", 60, 6, SIGNS)
    assert [len(one.lines) for one in tight] == [1, 1, 1, 1, 1, 1], "three packages, air, two paragraphs"
    _, roomy = change_list(TELLING, "title", 60, 40, SIGNS)
    assert len(roomy[0].lines) == 1
    assert len(roomy[1].lines) > len(roomy[2].lines) > 1
    _, some = change_list(TELLING, "title", 60, 10, SIGNS)
    assert sum(len(one.lines) for one in some) <= 10
    whole = " ".join(row[3].plain for row in some[1].lines)
    assert "TP2x59" in whole, "the last line holds the rest, cut only where it is drawn"
    assert roomy[4].lines[0][1].plain == "Mikään ei heikentynyt."
    assert roomy[5].lines[0][0].plain == "!"
    assert "[b]syy[/b]" in roomy[5].lines[0][1].plain


async def test_the_cursor_goes_from_record_to_record_and_brings_all_of_one_into_sight(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        grid = Records("records", SIGNS)
        await app.screen.mount(grid)
        grid.styles.height = 8
        await pilot.pause()
        long = replace(TELLING, packages=TELLING.packages[:1] * 6 + TELLING.packages[1:])
        grid.show_records(*change_list(long, "title", 60, 40, SIGNS))
        grid.focus()
        await pilot.press("end")
        assert getattr(grid.record, "name", "") == "restated"
        await pilot.press("home", "down", "down", "down", "down", "down", "down")
        record = grid.record
        assert isinstance(record, PackageTold)
        assert record.code == "TP2"
        first, stop = grid.window
        assert first <= grid.cursor < stop
        await pilot.press("down")
        assert getattr(grid.record, "code", "") == "TP3"


def test_tables_of_the_preview_fit_and_lose_nothing() -> None:
    rows = ["| Työpaketti, pitkä otsikko | Tila | Määrä |", "|---|---|---:|",
            "| Koordinointi ja verkoston ylläpito vuonna 2024 | a \\| b | 12 |"]  # fmt: skip
    for width in (30, 44, 100):
        lines = [line.plain for line in table_lines(rows, width)]
        assert max(map(len, lines)) <= width
        assert "a \\| b" in " ".join(lines)
        assert any(line.endswith("   12") for line in lines), "numbers stand flush right"
        text = " ".join(" ".join(lines).split())
        for word in ("Koordinointi", "ylläpito", "2024", "12", "Määrä"):
            assert word in text
    lines = [line.plain for line in preview_lines("# A\n\n- " + "sana " * 30 + "\n" + "\n".join(rows), 40)]
    assert lines[0] == "# A"
    assert lines[2].startswith("- sana")
    assert lines[3].startswith("  sana")
