"""The Import screen: a file is chosen, its questions are settled by keys, saved, looked at and undone."""

import shutil
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from core.roles import highest
from demo import TODAY
from importers.answers import parse
from importers.apply import Source, apply
from importers.planfile import read_plan
from importers.planorganisations import resolve
from importers.settling import choices
from locales import LANGUAGES, t
from store import opening
from store.commands.plan import make_project
from store.database import reading
from store.desk import Desk
from store.dump import canonical_dump
from store.writing import writing
from tests.importers.support import CODES, truth
from tests.tui.boards import HOSTILE
from tests.tui.screen import app_at, shown, written
from tests.tui.test_network import notices, press, settled
from tests.tui.test_safety import harmful
from tui.app import EtappiApp
from tui.dialogs.reason import Reason
from tui.dialogs.saved import Saved
from tui.dialogs.takeback import TakeBack
from tui.screens.imports import Imports
from tui.screens.imports_batch import Batch
from tui.screens.imports_file import SettleFile
from tui.screens.imports_files import Files, entries_of
from tui.screens.imports_paste import Paste, PasteArea
from tui.screens.imports_preview import Preview
from tui.screens.overview import Overview
from tui.settings import Settings, read_settings

SMALL, LARGE = (80, 24), (120, 40)
GOLDEN = Path(__file__).parent / "golden"
TABLES = Path(__file__).parents[1] / "data" / "all-tables.txt"
TABLE = "TP1 Paketti\nOrganisaatio\tVetovastuu\tAsiantuntija\n"


@pytest.fixture(scope="session")
def planned_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's plan with no import yet, on the demo's day; never to be written to."""
    path = tmp_path_factory.mktemp("planned") / "planned.db"
    opening.prepare(str(path), make=True)
    plan = read_plan(files("demo").joinpath("plan.toml").read_bytes(), "plan.toml")
    found = resolve(plan, (), "plan.toml")
    with writing(str(path), "demo plan.toml") as writer:
        make_project(writer, plan, found.names, found.new, demo=True, fixed_today=TODAY)
    return path


@pytest.fixture
def planned(planned_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk at a copy of it, in a folder with the eight tables and other things."""
    path = tmp_path / "store" / "etappi.db"
    path.parent.mkdir()
    shutil.copyfile(planned_store, path)
    path.chmod(0o600)
    folder = tmp_path / "tiedostot"
    (folder / "kansio").mkdir(parents=True)
    (folder / ".piilossa.txt").write_text("x")
    shutil.copyfile(TABLES, folder / "taulut.txt")
    (folder / "kansio" / "rikki.txt").write_bytes(b"\xff\xfe\x00\xd8\x00\xd8a\x00")
    monkeypatch.chdir(folder)
    return Desk(str(path))


def facts(desk: Desk) -> str:
    with reading(desk.path) as connection:
        return canonical_dump(connection)


async def open_tables(pilot: Pilot[None]) -> None:
    """From any screen to the preview of the eight tables."""
    await press(pilot, "7 i end enter")
    assert isinstance(pilot.app.screen, Preview), shown(pilot.app)  # type: ignore[arg-type]


async def answer_all(pilot: Pilot[None], wanted: Callable[[str, list[str]], str] | None = None) -> list[str]:
    """Settle every open question by its key, names as a person who knows them; the keys that were pressed."""
    pressed = []
    while isinstance(screen := pilot.app.screen, SettleFile):
        question = screen.question
        assert question is not None
        names = [choice.answer for choice in choices(question)]
        if question.kind == "name" and wanted is None:
            same = [c.letter for c in choices(question) if truth().get(c.answer) == truth()[question.text]]
            key = same[0] if same else "n"
        else:
            key = wanted(question.kind, names) if wanted else "a"
        pressed.append(key)
        await press(pilot, key)
    return pressed


def cells(desk: Desk) -> dict[tuple[str, str], str]:
    """The highest role of each pair in the packages of the tables."""
    with reading(desk.path) as connection:
        rows = connection.execute(
            "SELECT w.code, o.name, p.role FROM participation AS p JOIN work_package AS w ON w.id = p.work_package_id "
            "JOIN organisation AS o ON o.id = p.organisation_id"
        ).fetchall()
    found: dict[tuple[str, str], list[str]] = {}
    for code, name, role in rows:
        if code in CODES:
            found.setdefault((code, name), []).append(role)
    return {pair: highest(roles) for pair, roles in found.items()}


def screen_of(app: EtappiApp, kind: type) -> object:
    return next(screen for screen in app.screen_stack if isinstance(screen, kind))


# the eight tables by keys


async def test_the_eight_tables_are_settled_by_keys_and_saved(planned: Desk) -> None:
    app = app_at(planned)
    before = facts(planned)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await open_tables(pilot)
        assert "471/471 riviä, 250/250 merkintää" in shown(app)[3]
        await press(pilot, "enter")
        pressed = await answer_all(pilot)
        assert len(pressed) <= 20
        assert facts(planned) == before, "nothing is saved before the last line"
        assert isinstance(app.screen, Preview)
        assert "TALLENNA" in shown(app)[4]
        assert "84 organisaatiota" in "\n".join(shown(app)).replace("\u00a0", " ")
        await press(pilot, "enter")
        assert isinstance(app.screen, Saved)
        assert t("tui.how_to_undo", n=planned.batches()[0].number) in "\n".join(shown(app))
        await press(pilot, "enter")
        assert isinstance(app.screen, Imports)
        found = cells(planned)
        assert len(found) == 463
        assert Counter(found.values()) == {"lead": 8, "assist": 19, "expert": 219, "beneficiary": 217}
        assert app.screen.chosen == planned.batches()[0], "the import is under the cursor"
        await press(pilot, "u")
        assert isinstance(app.screen, TakeBack)
        await press(pilot, "enter")
        assert facts(planned) == before
        assert t("log.undone") in shown(app)[4]
        await press(pilot, "u")
        assert t("tui.import_undone", n=planned.batches()[0].number) in notices(app)


async def test_imported_again_nothing_is_asked_and_nothing_changes(planned: Desk) -> None:
    app = app_at(planned)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await open_tables(pilot)
        await press(pilot, "enter")
        await answer_all(pilot)
        await press(pilot, "enter enter i end enter")
        assert isinstance(app.screen, Preview)
        assert t("import.nothing_changes") in "\n".join(shown(app))
        assert f"(tuonti {planned.batches()[0].number})" in "\n".join(shown(app))
        await press(pilot, "enter q")
        assert isinstance(app.screen, Imports)
        assert len([row for row in planned.batches() if not row.undone]) == 1


async def test_leaving_saves_nothing_and_loses_nothing(planned: Desk) -> None:
    app = app_at(planned)
    before = facts(planned)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await open_tables(pilot)
        await press(pilot, "enter a n l 3 1")
        screen = app.screen
        assert isinstance(screen, SettleFile), "digits do nothing here"
        assert screen.draft.answered == 3
        await press(pilot, "q")
        assert isinstance(app.screen, Imports)
        assert facts(planned) == before
        assert t("tui.import_left") in notices(app)
        assert "3/" in shown(app)[4]
        await press(pilot, "home enter")
        assert isinstance(app.screen, Preview)
        await press(pilot, "enter")
        assert isinstance(app.screen, SettleFile)
        assert app.screen.draft.answered == 3
        await press(pilot, "q q 7 home enter enter")
        assert isinstance(app.screen, SettleFile), "another screen in between"


async def test_previous_answers_are_changed_and_the_first_leads_to_the_preview(planned: Desk) -> None:
    app = app_at(planned)
    async with app.run_test(size=SMALL) as pilot:
        await open_tables(pilot)
        await press(pilot, "enter")
        screen = app.screen
        assert isinstance(screen, SettleFile)
        first = screen.question
        assert first is not None
        await press(pilot, "a")
        assert screen.question != first
        await press(pilot, "left")
        assert screen.question is not None
        assert screen.question.text == first.text
        assert t("tui.said_same") in "\n".join(shown(app))
        await press(pilot, "n")
        assert screen.draft.source.answers.names[first.text] == "new"
        assert screen.question.text != first.text, "on to the next open one"
        await press(pilot, "home left")
        assert isinstance(app.screen, Preview)


async def test_a_name_is_skipped_with_a_reason_that_is_kept(planned: Desk) -> None:
    app = app_at(planned)
    async with app.run_test(size=SMALL) as pilot:
        await open_tables(pilot)
        await press(pilot, "enter minus")
        assert isinstance(app.screen, Reason)
        await press(pilot, "enter")
        assert isinstance(app.screen, Reason), "a reason is wanted"
        await press(pilot, "e i space m u k a n a enter")
        screen = app.screen
        assert isinstance(screen, SettleFile)
        (name,) = screen.draft.source.reasons
        assert screen.draft.source.reasons == {name: "ei mukana"}
        assert screen.draft.source.answers.names[name] == "skip"
        await answer_all(pilot)
        await press(pilot, "enter")
        with reading(planned.path) as connection:
            why = connection.execute("SELECT why FROM action ORDER BY id DESC LIMIT 1").fetchone()[0]
        assert why == f"{name}: ei mukana"


async def test_another_organisation_than_those_suggested_is_found(planned: Desk) -> None:
    app = app_at(planned)
    async with app.run_test(size=SMALL) as pilot:
        await open_tables(pilot)
        await press(pilot, "enter")
        screen = app.screen
        assert isinstance(screen, SettleFile)
        question = screen.question
        assert question is not None
        await press(pilot, "f r i v e r i a enter")
        assert isinstance(app.screen, SettleFile)
        assert "Riveria" in str(screen.draft.source.answers.names[question.text])


async def test_what_is_left_for_later_waits_and_all_else_is_imported(planned: Desk) -> None:
    app = app_at(planned)
    async with app.run_test(size=SMALL) as pilot:
        await open_tables(pilot)
        await press(pilot, "enter")
        await answer_all(pilot, lambda kind, _: "l" if kind == "name" else "a")
        await press(pilot, "enter")
        assert isinstance(app.screen, Saved)
        text = "\n".join(shown(app)).replace("\u00a0", " ")
        waiting = len({row.name for row in planned.waiting()})
        assert waiting >= 15
        assert f"{waiting} nimeä jäi odottamaan" in text
        await press(pilot, "enter")
        assert f"{waiting} nimeä selvittämättä" in shown(app)[2].replace("\u00a0", " ")


# what others do meanwhile


async def test_a_store_that_changed_is_previewed_anew(planned: Desk) -> None:
    app = app_at(planned)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await open_tables(pilot)
        await press(pilot, "enter")
        await answer_all(pilot)
        other = Desk(planned.path)
        name = planned.known().organisations[0].name
        other.rename(name, "Aivan toinen nimi")
        await press(pilot, "enter")
        assert isinstance(app.screen, Preview)
        assert t("tui.store_changed") in notices(app)
        assert len([row for row in planned.batches() if not row.undone]) == 0
        if app.screen.draft.plan.questions:
            await press(pilot, "enter")
            await answer_all(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, Saved)


async def test_an_import_that_is_refused_is_told_and_can_be_saved_again(
    planned: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.errors import StoreError
    from tui.screens import imports_preview

    real = apply

    def full(*_: object) -> int:
        raise StoreError("store.disk_full", path=planned.path)

    app = app_at(planned)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await open_tables(pilot)
        await press(pilot, "enter")
        await answer_all(pilot)
        monkeypatch.setattr(imports_preview, "apply", full)
        await press(pilot, "enter")
        assert isinstance(app.screen, Preview)
        assert len(notices(app)) == 1
        monkeypatch.setattr(imports_preview, "apply", real)
        await press(pilot, "enter")
        assert isinstance(app.screen, Saved)


# choosing a file, pasting


async def test_files_are_names_only_folders_first_hidden_ones_left_out(planned: Desk) -> None:
    app = app_at(planned)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "7 i")
        assert [line.strip(" ▸") for line in shown(app)[4:7]] == ["../", "kansio/", "taulut.txt"]
        assert ".piilossa" not in "\n".join(shown(app))
        await press(pilot, "down enter")
        assert "rikki.txt" in "\n".join(shown(app))
        await press(pilot, "left")
        screen = app.screen
        assert isinstance(screen, Files)
        assert screen.shown[screen.grid.cursor].name == "kansio", "the cursor is on the folder that was left"
        await press(pilot, "f t a u l enter")
        assert [one.name for one in screen.shown] == ["..", "taulut.txt"]
        await press(pilot, "q")
        assert isinstance(app.screen, Imports)


async def test_what_cannot_be_read_is_one_sentence(planned: Desk, tmp_path: Path) -> None:
    app = app_at(planned)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "7 i down enter end enter")
        assert isinstance(app.screen, Files)
        assert "rikki.txt" in "\n".join(shown(app)[-4:])
        await press(pilot, "up")
        assert "rikki.txt" not in "\n".join(shown(app)[-4:])
        (tmp_path / "tiedostot" / "kansio").rename(tmp_path / "muualla")
        await press(pilot, "r")
        assert "kansio" in "\n".join(shown(app)[-4:])
        assert isinstance(app.screen, Files)


async def test_the_stores_own_file_is_refused(planned: Desk, tmp_path: Path) -> None:
    app = app_at(planned, settings=Settings(str(tmp_path / "s.toml"), folder=str(tmp_path / "store")))
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "7 i end enter")
        assert isinstance(app.screen, Files)
        assert "etappi.db" in "\n".join(shown(app)[-4:])


async def test_the_last_folder_is_remembered(planned: Desk, tmp_path: Path) -> None:
    settings = read_settings(str(tmp_path / "etappi" / "settings.toml"))
    app = app_at(planned, settings=settings)
    async with app.run_test(size=SMALL) as pilot:
        await open_tables(pilot)
        await settled(pilot)
        assert app.folder == str(tmp_path / "tiedostot")
    assert read_settings(settings.path).folder == str(tmp_path / "tiedostot")
    gone = read_settings(settings.path)
    shutil.rmtree(tmp_path / "tiedostot" / "kansio")
    assert not gone.problems


def test_a_folder_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    from core.errors import EtappiError

    with pytest.raises(EtappiError, match=r"tui\.folder_unread"):
        entries_of(str(tmp_path / "missing"))


async def test_pasted_text_is_read_as_a_file(planned: Desk) -> None:
    app = app_at(planned)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "7 p ctrl+r")
        assert isinstance(app.screen, Paste)
        assert notices(app) == [t("tui.paste_empty")]
        app.screen.query_one(PasteArea).text = TABLE + "Omnia\t\tx\nUusi Oy\tx\t\n"
        await press(pilot, "ctrl+r")
        screen = app.screen
        assert isinstance(screen, Preview)
        assert screen.draft.file == "leikepöydältä liitetty teksti"
        await press(pilot, "q p escape")
        assert isinstance(app.screen, Imports)
        await press(pilot, "i p")
        assert isinstance(app.screen, Paste)
        app.screen.query_one(PasteArea).text = "hei"
        await press(pilot, "ctrl+r")
        assert isinstance(app.screen, Paste), "what cannot be read stays where it can be mended"
        assert "hei" in app.screen.query_one(PasteArea).text


async def test_pasted_spaces_in_place_of_tabs_are_asked_about(planned: Desk) -> None:
    app = app_at(planned)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "7 p")
        text = TABLE + "Omnia\t\tx\nCareeria\tx\n"
        app.screen.query_one(PasteArea).text = text.replace("\t", "    ")
        await press(pilot, "ctrl+r")
        screen = app.screen
        assert isinstance(screen, Preview)
        assert [question.kind for question in screen.draft.plan.questions if question.kind != "name"] == ["column"] * 2
        assert not screen.draft.plan.roles, "no role is guessed"


async def test_typed_letters_are_text_while_pasting(planned: Desk) -> None:
    app = app_at(planned)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "7 p a q 1 u enter tab x")
        assert isinstance(app.screen, Paste)
        assert app.screen.query_one(PasteArea).text.split("\n")[0] == "aq1u"


# previews and batches


async def test_lists_open_and_close(planned: Desk) -> None:
    app = app_at(planned)
    async with app.run_test(size=LARGE) as pilot:
        await open_tables(pilot)
        screen = app.screen
        assert isinstance(screen, Preview)
        rows = screen.grid.count
        codes = [section.code for section in screen.lists.sections]
        assert {"questions", "added", "changed", "same", "repeated", "skipped", "missing"} <= set(codes)
        await press(pilot, "down" + " down" * codes.index("repeated") + " enter")
        assert screen.grid.count == rows + 6
        assert "TP1 > rivi 52" in "\n".join(shown(app))
        await press(pilot, "enter")
        assert screen.grid.count == rows


async def test_what_changes_shows_old_and_new(planned: Desk) -> None:
    app = app_at(planned)
    async with app.run_test(size=SMALL) as pilot:
        await open_tables(pilot)
        await press(pilot, "enter")
        await answer_all(pilot, lambda kind, _: "b" if kind == "unmarked" else "n" if kind == "name" else "a")
        await press(pilot, "enter enter i end enter")
        screen = app.screen
        assert isinstance(screen, Preview)
        await press(pilot, "q p")
        paste = app.screen
        assert isinstance(paste, Paste)
        paste.query_one(PasteArea).text = TABLE + "Careeria\t\tx\nAmmattiopisto Luovi\t\tx\nJollas-Opisto Oy\t\tx\n"
        await press(pilot, "ctrl+r")
        screen = app.screen
        assert isinstance(screen, Preview)
        if screen.draft.plan.questions:
            await press(pilot, "enter")
            await answer_all(pilot, lambda *_: "a")
            screen = app.screen
            assert isinstance(screen, Preview)
        place = [section.code for section in screen.lists.sections].index("changed")
        await press(pilot, "down" + " down" * place + " enter")
        assert "rooli tuntematon → asiantuntija" in "\n".join(shown(app))


async def test_a_file_is_the_whole_truth_of_a_package_by_the_users_tick(planned: Desk) -> None:
    """Two packages are offered; of the one that is ticked goes what the file does not name, and undo brings it back."""
    app = app_at(planned)
    names = {"TP1": ("Careeria", "Omnia"), "TP2": ("Gradia",)}
    text = "".join(
        f"{code} Paketti\nOrganisaatio\tVetovastuu\tAsiantuntija\n" + "".join(f"{name}\t\tx\n" for name in several)
        for code, several in names.items()
    )
    async with app.run_test(size=SMALL) as pilot:
        await open_tables(pilot)
        await press(pilot, "enter")
        await answer_all(pilot)
        await press(pilot, "enter enter")
        before, there = facts(planned), cells(planned)
        await press(pilot, "p")
        app.screen.query_one(PasteArea).text = text
        await press(pilot, "ctrl+r")
        screen = app.screen
        assert isinstance(screen, Preview)
        if screen.draft.plan.questions:
            await press(pilot, "enter")
            await answer_all(pilot, lambda *_: "a")
            screen = app.screen
            assert isinstance(screen, Preview)
        await press(pilot, "w")
        assert [offer.package for offer in screen.offers] == ["TP1", "TP2"]
        assert not screen.draft.plan.count("removed"), "the first press only leads to the list"
        await press(pilot, "down w")
        assert screen.draft.source.whole == ("TP2",)
        assert screen.offers[1].ticked
        seen = "\n".join(shown(app)).replace("\u00a0", " ")
        assert "[x] TP2" in seen
        assert "[ ] TP1" in seen
        await press(pilot, "w")
        assert not screen.draft.source.whole
        assert screen.draft.plan.count("removed") == 0
        await press(pilot, "enter")
        await press(pilot, "home enter")
        await answer_all(pilot, lambda *_: "b")  # the file wins over what was confirmed, too
        screen = app.screen
        assert isinstance(screen, Preview)
        gone = screen.draft.plan.count("removed")
        assert screen.offers[1].absent == gone
        assert {change.package for change in screen.draft.plan.roles if change.outcome == "removed"} == {"TP2"}
        text = "\n".join(shown(app)).replace("\u00a0", " ")
        assert t("tui.save_removes", n=gone, added=0, changed=0).replace("\u00a0", " ") in text
        assert "3 organisaatiota (0 uutta)" in text, "who goes is not counted"
        await press(pilot, "enter")
        assert isinstance(app.screen, Saved)
        left = cells(planned)
        assert {name for code, name in left if code == "TP2"} == {"Jyväskylän koulutuskuntayhtymä Gradia"}
        assert {pair for pair in there if pair[0] != "TP2"} <= set(left)
        await press(pilot, "enter u enter")
        assert facts(planned) == before


async def test_a_row_in_error_stops_saving_until_it_is_skipped(planned: Desk) -> None:
    app = app_at(planned)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "7 p")
        app.screen.query_one(PasteArea).text = TABLE + "Careeria\t\tx\n\t\tx\nOmnia\t\tx\n"
        await press(pilot, "ctrl+r")
        screen = app.screen
        assert isinstance(screen, Preview)
        assert screen.draft.plan.errors == 1
        if screen.draft.plan.questions:
            await press(pilot, "enter")
            await answer_all(pilot, lambda kind, _: "n" if kind == "name" else "a")
            screen = app.screen
            assert isinstance(screen, Preview)
        assert t("tui.rows_in_error", n=1)[:40] in "\n".join(shown(app))
        await press(pilot, "enter")
        assert isinstance(app.screen, Preview), "nothing is saved"
        await press(pilot, "minus")
        assert not screen.draft.plan.errors
        assert screen.draft.plan.row_count("skipped") == 1
        await press(pilot, "enter")
        assert isinstance(app.screen, Saved)


async def test_what_an_import_touched_and_its_undo(planned: Desk) -> None:
    desk, folder = planned, files("demo")
    answers = parse(folder.joinpath("answers.toml").read_text("utf-8"), "answers.toml")
    source = Source(folder.joinpath("participation.txt").read_bytes(), "participation.txt", answers)
    apply(desk.path, desk.project_id(), source, source.plan(desk.known()))
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "7 enter")
        assert isinstance(app.screen, Batch)
        text = "\n".join(shown(app))
        assert t("tui.batch_title", n=desk.batches()[0].number, file=desk.batches()[0].file) in text
        await press(pilot, "enter")
        assert "TP1 > " in "\n".join(shown(app))
        await press(pilot, "u enter")
        assert isinstance(app.screen, Batch)
        assert t("log.undone") in shown(app)[2]
        await press(pilot, "q q")
        assert isinstance(app.screen, Overview)


async def test_the_list_of_imports_is_filtered(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "7 f z z z enter")
        assert t("tui.filter_nothing") in "\n".join(shown(app))


# harm, sizes, languages


async def test_hostile_names_are_only_shown(planned: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "tiedostot"
    for number, name in enumerate(HOSTILE):
        plain = name.replace("/", "_").replace("\0", "_")[:60]
        (folder / f"{number}{plain}").write_text(TABLE + "Careeria\t\tx\n", "utf-8")
    rows = "".join(f"{name[:200].translate({9: 32, 10: 32, 13: 32})}\t\tx?\n" for name in HOSTILE)
    app = app_at(planned)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, "7 i")
        for key in ("end", "home", "down down down enter", "down down enter", "end", "q i end enter", "q", "p"):
            await press(pilot, key)
            assert harmful(written(app)) == set(), key
        if not isinstance(app.screen, Paste):
            await press(pilot, "q p")
        app.screen.query_one(PasteArea).text = TABLE + rows.encode("utf-8", "replace").decode()
        await pilot.pause()
        assert harmful(written(app)) == set()
        await press(pilot, "ctrl+r")
        assert isinstance(app.screen, Preview)
        for _ in range(40):
            assert harmful(written(app)) == set()
            assert all(cell_len(line) <= SMALL[0] for line in shown(app))
            if isinstance(app.screen, Saved):
                break
            screen = app.screen
            names = isinstance(screen, SettleFile) and screen.question is not None and screen.question.kind == "name"
            await press(pilot, "enter" if isinstance(screen, Preview) else "n" if names else "a")
        assert isinstance(app.screen, Saved)
        await press(pilot, "enter enter enter end")
        assert harmful(written(app)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_screens_as_text(planned: Desk, language: str, size: tuple[int, int]) -> None:
    app = app_at(planned, language)
    text = ""
    async with app.run_test(size=size) as pilot:
        await open_tables(pilot)
        for keys in ("down", "home enter a a n", "down down"):
            await press(pilot, keys)
            text += "\n".join(shown(app)).replace("\u00a0", " ") + "\n" + "=" * size[0] + "\n"
            assert all(cell_len(line) <= size[0] for line in shown(app))
    assert text == (GOLDEN / f"import-{language}-{size[0]}.txt").read_text("utf-8")
