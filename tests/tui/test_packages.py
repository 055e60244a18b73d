"""The Work packages screen on the demo's store: what stands on it, every edit by its keys, and what a lock refuses."""

import sqlite3
from pathlib import Path

import pytest
from textual.pilot import Pilot

from core.errors import EtappiError
from core.quarter import quarter
from core.work import IndicatorRow, ItemRow
from locales import LANGUAGES, t
from store import queries
from store.database import reading
from store.desk import Desk
from tests.tui.screen import app_at, shown, written
from tests.tui.test_network import notices, press, settled
from tests.tui.test_safety import harmful
from tui.app import EtappiApp
from tui.dialogs.assessment import ColourForm, ReportedForm
from tui.dialogs.box import Dialog
from tui.dialogs.deviation import CancelForm, DeviationForm
from tui.dialogs.indicator import IndicatorForm
from tui.dialogs.item import ItemEdit
from tui.dialogs.newitem import NewItemForm
from tui.dialogs.report import ReportForm
from tui.editor import edited
from tui.screens.closing import Closing
from tui.screens.overview import Overview
from tui.screens.packages import Packages
from tui.widgets.field import Field
from tui.widgets.inputs import Named, Ticks
from tui.widgets.options import Options, Typed
from tui.widgets.paper import Paper

SMALL, LARGE = (80, 24), (120, 40)
Q2, Q3, Q4 = (quarter(2024, number) for number in (2, 3, 4))
TP12 = "2 down down down"
TO_REVIEW = f"{TP12} right down down down"


def screen_of(app: EtappiApp) -> Packages:
    """The Work packages screen of the app."""
    return next(screen for screen in app.screen_stack if isinstance(screen, Packages))


def text_of(app: EtappiApp) -> str:
    """What is seen."""
    return "\n".join(shown(app)).replace("\u00a0", " ")


def item(desk: Desk, code: str) -> ItemRow:
    """An item as it stands."""
    return next(one for package in desk.work.packages() for one in package.items if one.code == code)


def indicator(desk: Desk, package: str, start: str) -> IndicatorRow:
    """An indicator of a package by the beginning of its title."""
    found = desk.work.package(package)
    assert found is not None
    return next(one for one in found.indicators if one.title.startswith(start))


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Type a text."""
    for sign in text:
        await pilot.press({" ": "space", ".": "full_stop", ",": "comma", "§": "§"}.get(sign, sign))
    await settled(pilot)


async def test_the_screen_tells_how_a_package_is_doing(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, TO_REVIEW)
        text = text_of(app)
        for part in (
            "2 TYÖPAKETIT", " Hanke       49 %", "▸  1.2    ▲  54 %", "TP1.2 Oppimisanalytiikan jalkauttaminen",
            "▲ seurattava", "Syy: OA-suositusten arviointi", "V Stadin AO · AV Gradia",
            "Suunnitelma       7 %     45 %     69 %    100 %", "Toteuma           6 %     29 %     54 %",
            "hyväks.  hyväks.  luonnos", "Lukittu         12.4.     8.7.", "── Toimenpiteet ─", "34/55 kesken",
            "▸OA-suositusten arviointi                Q2        ▲ myöhässä", "4.9. ✓ valmis", "ei vielä",
            "33, tavoite 55   60 %", "55 organisaatiota",
        ):  # fmt: skip
            assert part in text, part
        await press(pilot, "up up up down down down down")
        assert "▸Oma suunnitelma oppimisanalytiikasta" in text_of(app), "the cursor steps over headings"


async def test_more_room_tells_more(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, f"{TP12} right")
        text = text_of(app)
        for part in ("Tavoite: Oppimisanalytiikka", "kappaleet", "── TP1.2-A1 Vertaisoppimisen", "tehty 5"):
            assert part in text, part


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_word_is_missing(desk: Desk, language: str) -> None:
    app = app_at(desk, language)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        for keys in ("2", "enter", "q right enter", "q e", "escape s", "escape d", "escape n",
                     "escape p", "escape v", "escape r", "escape end enter", "q question_mark", "q l", "right", "right",
                     "right", "question_mark", "q q comma", "l", "escape q", "s"):  # fmt: skip
            await press(pilot, keys)
            seen = "\n".join(shown(app))
            assert not any(f"{domain}." in seen for domain in ("tui", "status", "work", "report", "closing")), keys
            assert shown(app)[-1].count("   ") <= 5


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_key_stands_in_the_help(desk: Desk, language: str) -> None:
    app = app_at(desk, language)
    async with app.run_test(size=(120, 90)) as pilot:
        await press(pilot, "2 right question_mark")
        text = text_of(app)
        for binding in screen_of(app).BINDINGS:
            assert t(binding.description) in text  # type: ignore[union-attr]
            assert t(binding.tooltip) in text  # type: ignore[union-attr]


# every edit in at most six keys from the Overview to the first field of its form

EDITS: list[tuple[str, type, str]] = [
    ("2 right e", ItemEdit, "state"),  # state, steps, quarters, responsible, weight
    ("tab s", DeviationForm, "reason"),
    ("tab enter e", ItemEdit, "state"),
    ("tab enter s", DeviationForm, "reason"),
    ("2 down right down space", ItemEdit, "units_done"),
    ("2 down right d", CancelForm, "reason"),
    ("2 n", NewItemForm, "title"),
    ("2 p", ReportedForm, "percent"),
    ("2 v", ColourForm, "colour"),
    ("2 r", ReportForm, "done"),
    ("down enter right end e", IndicatorForm, "value"),
]


@pytest.mark.parametrize(("keys", "form", "field"), EDITS)
async def test_six_keys_at_most(desk: Desk, keys: str, form: type, field: str) -> None:
    assert len(keys.split()) <= 6
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, keys)
        assert isinstance(app.screen, form)
        focused = app.focused
        assert isinstance(focused, Field | Options | Paper)
        assert (focused.id or "").removesuffix("-field").removesuffix("-text") == field


async def test_an_attention_line_leads_to_its_item_and_the_palette_too(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "tab enter")
        record = screen_of(app).record()
        assert isinstance(record, ItemRow)
        assert record.code == "TP2-O1"
        await press(pilot, "q ctrl+p")
        await type_in(pilot, "mittaristo")
        await pilot.pause(0.2)
        await settled(pilot)
        await press(pilot, "enter")
        record = screen_of(app).record()
        assert isinstance(record, ItemRow)
        assert record.title == "Itsearvioinnin mittaristo"


async def test_keys_in_the_tree_ask_for_an_item(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "2")
        assert shown(app)[-1].split("   ")[:3] == ["↵ avaa", "→ kohdat", "r raportti"]
        await press(pilot, "e")
        assert notices(app) == [t("work.choose_item")]
        assert screen_of(app).items.has_focus
        assert shown(app)[-1].split("   ")[:3] == ["väli tila", "e muokkaa", "s syy"]
        await press(pilot, "left right tab tab q")
        assert isinstance(app.screen, Overview)


# acts


async def test_space_goes_on_and_undo_takes_it_back(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        before = item(desk, "TP1.2-A4").state
        await press(pilot, f"{TO_REVIEW} space")
        assert item(desk, "TP1.2-A4").state == "accepted"
        assert "✓ valmis" in shown(app)[14]
        await press(pilot, "u enter")
        assert item(desk, "TP1.2-A4").state == before
        assert "▲ myöhässä" in shown(app)[14]


async def test_the_form_of_an_item_saves_everything_as_one_act(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, f"{TP12} right space")
        form = app.screen
        assert isinstance(form, ItemEdit)
        await press(pilot, "ctrl+u 9")
        assert t("work.wrong_units", of=6) in text_of(app)
        await press(pilot, "enter")
        assert app.screen is form
        await press(pilot, "ctrl+u 6 down down left down")
        await type_in(pilot, "gra")
        owner = form.query_one("#owner_id", Named)
        assert owner.name_of(owner.value) == "Gradia"
        assert "= Gradia" in text_of(app)
        await press(pilot, "down ctrl+u 2 x")
        assert t("work.wrong_weight") in text_of(app)
        await press(pilot, "ctrl+u 1 enter")
        now = item(desk, "TP1.2-A1")
        assert (now.units_done, now.last, now.owner_short) == (6, Q3, "Gradia")
        desk.undo(desk.undo_offer().number)
        back = item(desk, "TP1.2-A1")
        assert (back.units_done, back.last, back.owner_short) == (5, Q4, None)


async def test_a_total_that_becomes_smaller_is_told(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, f"{TP12} right space ctrl+u 4 enter")
        told = [notice.message for notice in app._notifications]
        assert t("work.fewer_units", code="TP1.2-A1", was=5, units=4) in told
        await press(pilot, "space ctrl+u 6 enter")
        assert item(desk, "TP1.2-A1").units_done == 6
        assert len([one for one in app._notifications if "TP1.2-A1: " in one.message]) == 1


async def test_a_second_app_is_told_what_changed_and_loses_nothing(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, f"{TP12} right e up up up up ctrl+u")
        await type_in(pilot, "minun nimeni")
        other = Desk(desk.path)
        opened = other.work.item(item(desk, "TP1.2-A1").id)
        assert opened is not None
        other.work.edit_item(opened.item.id, opened.base, {"title": "Heidän nimensä", "owner_id": opened.owners[0][0]})
        await press(pilot, "enter")
        form = app.screen
        assert isinstance(form, ItemEdit), "nothing was lost"
        assert "Heidän nimensä" in text_of(app)
        assert form.query_one("#title", Typed).value == "minun nimeni"
        assert form.line("owner_id").value == opened.owners[0][0], "what only the other one changed is taken over"
        await press(pilot, "enter")
        now = item(desk, "TP1.2-A1")
        assert (now.title, now.owner_id) == ("minun nimeni", opened.owners[0][0])


async def test_a_reason_is_recorded_with_a_decision(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "tab s")
        await type_in(pilot, "odottaa aineistoa")
        await press(pilot, "down down down right right right right down")
        await type_in(pilot, "26.9")
        assert t("progress.error_bad_decision", value="26.9")[:30] in text_of(app), "told while one types"
        await type_in(pilot, ".2024 § 5")
        await press(pilot, "enter")
        assert isinstance(app.screen, Overview)
        kept = item(desk, "TP2-O1").deviation
        assert kept is not None
        assert (kept.reason, kept.new_quarter) == ("odottaa aineistoa", Q4)
        assert kept.decision is not None
        assert kept.decision.paragraph == "5"


async def test_scope_is_added_and_cancelled_and_reopened(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{TP12} n")
        await type_in(pilot, "ylimaarainen")
        await press(pilot, "enter")
        screen = screen_of(app)
        added = screen.record()
        assert isinstance(added, ItemRow)
        assert (added.title, added.scope_from) == ("ylimaarainen", Q3)
        assert "▸+ ylimaarainen" in text_of(app)
        await press(pilot, "d")
        await type_in(pilot, "ei tarvita")
        await press(pilot, "enter")
        assert item(desk, added.code).state == "cancelled"
        assert "peruttu" in text_of(app)
        await press(pilot, "d")
        await type_in(pilot, "tarvitaan")
        await press(pilot, "enter")
        assert item(desk, added.code).state == "not_started"


async def test_reported_share_and_assessment_stand_beside_the_computed(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{TP12} p")
        await type_in(pilot, "80")
        await press(pilot, "enter")
        text = text_of(app)
        assert "80 % !" in text
        assert "Ilmoitettu 80 % poikkeaa lasketusta (54 %)" in text
        await press(pilot, "v right")
        await type_in(pilot, "")
        await press(pilot, "down")
        await type_in(pilot, "avain puuttuu")
        await press(pilot, "enter")
        text = text_of(app)
        assert "■ vaatii toimia" in text
        assert "Syy: avain puuttuu (koordinaattorin arvio" in text
        await press(pilot, "v")
        form = app.screen
        assert isinstance(form, ColourForm)
        form.query_one("#colour", Options).choose(None)
        await press(pilot, "enter")
        assert "▲ seurattava" in shown(app)[2]
        await press(pilot, "p ctrl+u enter")
        assert "80 %" not in text_of(app)


async def test_a_declared_zero_is_no_missing_value(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{TP12} right end e")
        assert isinstance(app.screen, IndicatorForm)
        await press(pilot, "ctrl+u 0 enter")
        one = indicator(desk, "TP1.2", "Vertaisoppimisen")
        assert one.value == 0
        assert "0, tavoite puuttuu" in text_of(app)
        await press(pilot, "e ctrl+u x")
        assert t("work.wrong_number") in text_of(app)
        await press(pilot, "ctrl+u enter")
        point = indicator(desk, "TP1.2", "Vertaisoppimisen").in_quarter(Q3)
        assert point is None
        await press(pilot, "up up up e")
        assert isinstance(app.screen, Packages), "what Etappi counts itself has no form"


async def test_the_report_is_written_and_a_second_writer_is_told(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, f"{TP12} r")
        assert isinstance(app.screen, ReportForm)
        await press(pilot, "ctrl+u")
        await type_in(pilot, "rivi")
        await press(pilot, "enter x tab")
        await type_in(pilot, "myohassa")
        Desk(desk.path).closing.write_report("TP1.2", Q3, texts={"deviations": "heidan", "next": "heista"})
        await press(pilot, "f10")
        form = app.screen
        assert isinstance(form, ReportForm), "both changed the deviations"
        assert "heidan" in text_of(app)
        assert form.line("next").value == "heista"
        await press(pilot, "f10")
        report = desk.closing.report("TP1.2", Q3)
        assert report.deviations is not None
        assert "myohassa" in report.deviations
        assert report.next == "heista"
        assert report.done is not None
        assert "rivi\nx" in report.done
        await press(pilot, "r shift+tab right right enter")
        assert desk.closing.report("TP1.2", Q3).state != "draft"


# what is locked


async def test_a_locked_quarter_is_told_and_refuses(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, f"{TP12} comma")
        assert "Q2/2024 lukittu 8.7.2024: luvut eivät muutu." in text_of(app)
        refusal = t("tui.is_locked", quarter="Q2/2024")
        await press(pilot, "p")
        assert isinstance(app.screen, Packages)
        assert notices(app) == [refusal], "nothing is typed in vain"
        await press(pilot, "right end e")
        assert isinstance(app.screen, Packages)
        assert notices(app) == [refusal] * 2
        await press(pilot, "r")
        assert isinstance(app.screen, Dialog)
        text = " ".join(text_of(app).replace("│", " ").split())
        assert "TP1.2: neljännesraportti Q2/2024" in text
        assert " ".join(refusal.split()) in text
        assert "hyväksytty · Tullut" in text
        report = desk.closing.report("TP1.2", Q2)
        assert report.done is not None
        assert report.done.split()[0] in text
        await press(pilot, "q full_stop home down down down e")
        form = app.screen
        assert isinstance(form, ItemEdit)
        form.query_one("#on-field", Field).value = "1.6.2024"
        form.query_one("#state", Options).choose("accepted")
        await press(pilot, "enter")
        assert item(desk, "TP1.2-A4").state != "accepted"
        assert app.screen is form


async def test_unlocking_asks_why_and_locking_goes_in_four_steps(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "2 l")
        assert "→ seuraava" in shown(app)[-1]
        assert "← edellinen" not in shown(app)[-1]
        await press(pilot, "right right right")
        assert "Q3/2024" in shown(app)[2]
        assert "→ seuraava" not in shown(app)[-1]
        assert "← edellinen" in shown(app)[-1]
        await press(pilot, "enter")
        assert t("work.cannot_lock", quarter="Q3/2024") in notices(app), "it has not ended"
        await press(pilot, "q comma l")
        await type_in(pilot, "korjaus")
        await press(pilot, "down")
        await type_in(pilot, "12.9. § 5")
        await press(pilot, "enter")
        assert [lock.quarter for lock in desk.closing.locks()] == [Q2 - 1]
        with reading(desk.path) as connection:
            assert queries.actions(connection, 1)[0].why == "korjaus · 12.9.2024 § 5"
        await press(pilot, "l")
        text = text_of(app)
        for part in (
            "Lukitse Q2/2024",
            "vaihe 1/4",
            "✓ 1 Raportit",
            "2 Myöhässä",
            "3 Havainnot",
            "4 Lukitse",
            "Q2-2024",
        ):
            assert part.replace("✓", "▸") in text, part
        await press(pilot, "right enter")
        assert isinstance(app.screen, DeviationForm)
        await type_in(pilot, "aineisto puuttuu")
        await press(pilot, "enter")
        assert "aineisto puuttuu" in text_of(app)
        await press(pilot, "right right enter")
        assert [lock.quarter for lock in desk.closing.locks()] == [Q2 - 1], "asked first"
        await press(pilot, "enter")
        assert [lock.quarter for lock in desk.closing.locks()] == [Q2 - 1, Q2]
        assert isinstance(app.screen, Packages)


# hostile names

EVERYWHERE = (
    "2, down, down, down, enter, q right enter, q down, down, e, escape s, escape d, escape n, escape p, escape v, "
    "escape r, escape end enter, q l, right"
)
NAMES = ("ACME [WP3]", "[@click=app.quit]x[/]", "a\x1b]52;c;aGk=\x07b", "a\u202edef\u2066x", "x" * 900)


async def test_hostile_names_are_harmless(desk: Desk) -> None:
    with sqlite3.connect(desk.path) as connection:  # past every gate of ours
        for number, name in enumerate(NAMES):
            rest = "id % 5 = ?", (name, number)
            for table in ("work_package", "item", "indicator"):
                connection.execute(f"UPDATE {table} SET title = ? WHERE {rest[0]}", rest[1])
            connection.execute(f"UPDATE organisation SET short = ? || id WHERE {rest[0]}", (name[:200], number))
        connection.execute(
            "UPDATE evidence SET note = ? WHERE on_date > '2024-07-01'", (NAMES[1] + NAMES[2] + NAMES[3],)
        )
    app = app_at(desk)
    async with app.run_test(size=LARGE, notifications=True) as pilot:
        for keys in EVERYWHERE.split(", "):
            await press(pilot, keys)
            assert harmful(written(app)) == set(), keys
            assert not app._exit


# lines of forms


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [("fi", "12,5", 12.5), ("fi", "1 486", 1486.0), ("fi", "", None), ("fi", "x", "x"), ("sv", "60 %", 60.0),
     ("en", "1,486", 1486.0), ("en", "12.5", 12.5), ("fi", "0", 0.0), ("fi", "−3", -3.0), ("fi", "nan", "nan"),
     ("fi", "1e9", "1e9")],
)  # fmt: skip
def test_numbers_as_people_type_them(language: str, text: str, value: object) -> None:
    from locales import choose
    from tui.widgets.inputs import read_number, written

    choose(language)
    assert read_number(text) == value
    if isinstance(value, float):
        assert read_number(written(value)) == value


async def test_steps_are_ticked(desk: Desk) -> None:
    from store.commands.items import NewItem

    halves = (("alku", 0.5, Q3), ("loppu", 0.5, Q4))
    _, code = desk.work.add_item(
        "TP3", NewItem("action", "Kaksi vaihetta", Q3, Q4, technique="milestones", steps=halves)
    )
    steps = item(desk, code)
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        app.open_package(None, steps.code)
        await settled(pilot)
        await press(pilot, "e down")
        ticks = app.screen.query_one("#steps", Ticks)
        assert ticks.has_focus
        before = ticks.value
        await press(pilot, "space enter")
        assert item(desk, steps.code).steps_done == steps.steps_done + 1
        assert isinstance(before, tuple)
        assert len(before) == steps.steps_done


async def test_pages_open_and_close(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, f"{TP12} enter")
        assert isinstance(app.screen, Dialog)
        await press(pilot, "end")
        for part in ("kattavuus", "SPI", "lukittu 8.7.2024"):
            assert part in text_of(app)
        await press(pilot, "q right enter q end enter")
        assert "osallistujaluettelot" in text_of(app)


async def test_locking_is_in_the_palette_of_every_screen(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+p")
        await type_in(pilot, "lukitse")
        await press(pilot, "enter")
        assert isinstance(app.screen, Closing)
        await press(pilot, "q")
        assert isinstance(app.screen, Overview)


# the user's own editor


def test_a_text_goes_through_an_editor_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    script = tmp_path / "editor"
    script.write_text(
        f'#!/bin/sh\nstat -c %a "$2" > "{tmp_path}/mode"\nprintf "%s\\033[31m lisää" "$(cat "$2")" > "$2"\n'
    )
    script.chmod(0o700)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{script} -x")
    assert edited("alku") == "alku lisää", "control characters stay outside"
    assert (tmp_path / "mode").read_text().strip() == "600"
    assert not list(tmp_path.glob("etappi-*"))
    for command, code in (
        ("", "work.no_editor"),
        ("false", "work.editor_failed"),
        ("/nowhere/x", "work.editor_failed"),
    ):
        monkeypatch.setenv("EDITOR", command)
        with pytest.raises(EtappiError) as refused:
            edited("alku")
        assert refused.value.code == code
        assert not list(tmp_path.glob("etappi-*"))
