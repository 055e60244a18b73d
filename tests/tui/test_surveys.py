"""The Surveys screen: two waves of 84 organisations and 200 respondents, one wave (the demo), none at all."""

import json
import os
import shutil
from pathlib import Path

import pytest

from core.surveys.importing import SurveyPlan
from importers.kinds import make_plan
from importers.planfile import read_plan
from importers.planorganisations import resolve
from importers.surveys.planning import SurveyWishes
from locales import choose, t
from store import opening, queries
from store.commands import participation
from store.commands import plan as plan_commands
from store.desk import Desk
from store.writing import writing
from tests import surveydata
from tests.tui.picture import svg
from tests.tui.screen import app_at, shown, strips
from tests.tui.test_network import press, settled
from tui.app import EtappiApp
from tui.dialogs.reminder import ReminderBox
from tui.screens.imports_preview import Preview
from tui.screens.surveys import Surveys
from tui.screens.surveys_lines import cells
from tui.screens.surveys_open import OpenAnswers
from tui.screens.surveys_organisations import Answered

SMALL, LARGE = (80, 24), (120, 40)
PICTURES = Path(__file__).parent / "surveypictures"
PLAN = """\
[project]
code = "P"
name = "Hanke"
start = 2024-01-01
end = 2024-12-31
language = "fi"

[[workpackage]]
code = "TP1"
title = "Yksi"
from = "2024-Q1"
to = "2024-Q4"
lead = {lead}

[[survey]]
code = "network"
title = "Verkostokysely"
waves = [{{ code = "start", opened = 2024-03-04 }}, {{ code = "end", opened = 2024-12-02 }}]

[[survey]]
code = "feedback"
title = "Palaute"
kind = "feedback"
waves = ["one"]
"""


def plan_at(path: Path) -> int:
    """A project with a network of 84 organisations on 16.12.2024; returns its id."""
    opening.prepare(str(path), make=True)
    lead = json.dumps(surveydata.organisations(), ensure_ascii=False)
    plan = read_plan(PLAN.format(lead=lead).encode(), "plan.toml")
    found = resolve(plan, (), "plan.toml")
    with writing(str(path), "plan") as writer:
        return plan_commands.make_project(
            writer, plan, found.names, found.new, demo=False, fixed_today="2024-12-16"
        ).project_id


def answer(path: Path, project: int, wave: str, file: str, content: bytes) -> SurveyPlan | None:
    """Take in a file of answers."""
    with writing(str(path), f"import {file}", project_id=project) as writer:
        wishes = SurveyWishes(wave, secret=b"x" * 32)
        plan = make_plan(content, file, queries.known(writer.connection, project), for_survey=True,
                         of_survey=lambda: wishes)  # fmt: skip
        assert plan.questions == ()
        participation.apply_import(writer, project, plan)
        return plan.survey


@pytest.fixture(scope="module")
def two_waves(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A start of 200 responses and an end of 200, of which 120 by the same people; some organisations are silent at the
    end. Never to be written to."""
    path = tmp_path_factory.mktemp("surveys") / "two.db"
    project = plan_at(path)
    answer(path, project, "network/start", "alku.xlsx", surveydata.forms(surveydata.wave("start")))
    silent = set(surveydata.organisations()[:23])
    end = [one for one in surveydata.wave("end") if one.person.organisation not in silent]
    answer(path, project, "network/end", "loppu.xlsx", surveydata.forms(end))
    return path


@pytest.fixture
def compared(two_waves: Path, tmp_path: Path) -> Desk:
    """A desk at a copy of two waves."""
    path = tmp_path / "two.db"
    shutil.copyfile(two_waves, path)
    path.chmod(0o600)
    return Desk(str(path))


def screen_of(app: EtappiApp) -> Surveys:
    return next(screen for screen in app.screen_stack if isinstance(screen, Surveys))


def at_surveys(app: EtappiApp) -> bool:
    return isinstance(app.screen_stack[-1], Surveys)


def text_of(app: EtappiApp) -> str:
    return "\n".join(shown(app)).replace("\u00a0", " ")


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80", "120"])
@pytest.mark.parametrize("spoken", ["fi", "en"])
async def test_the_compare_view(spoken: str, size: tuple[int, int], compared: Desk, tmp_path: Path) -> None:
    app = app_at(compared, spoken)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "5")
        drawn = svg(strips(app))
        lines = shown(app)
    kept = PICTURES / f"compare-{spoken}-{size[0]}.svg"
    if os.environ.get("ETAPPI_PICTURES") == "write":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(drawn, "utf-8")
    assert drawn == kept.read_text("utf-8"), f"{kept} is drawn otherwise now:\n" + "\n".join(lines)


def test_a_row_of_answers_is_divided_as_the_answers_are() -> None:
    assert cells((1, 2, 1), 8) == [2, 4, 2]
    assert sum(cells((110, 1, 1), 20)) == 20
    assert min(cells((110, 1, 1), 20)) == 1, "whoever was chosen is seen"
    assert cells((3, 0, 4), 7) == [3, 0, 4]
    assert cells((0, 0), 7) == [0, 0]


async def test_what_the_figures_are_is_what_the_desk_says(compared: Desk) -> None:
    found = compared.surveys.compare("network")
    app = app_at(compared)
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await press(pilot, "5")
        screen = screen_of(app)
        assert len(screen.lines) == len(found.rows)
        for line, row in zip(screen.lines, found.rows, strict=True):
            assert line.compared == row
        seen = text_of(app)
    assert "Alku 200 vastausta, 84/84 organisaatiota (100 %) · Loppu 150 vastausta, 61/84 organisaatiota (73 %)" in seen
    assert "Loppukysely: 23 organisaatiota, joista 23 vastasi alkukyselyyn: m muistuta" in seen
    top = found.rows[0].unpaired.top
    assert top is not None
    under = next(line for line in seen.split("\n") if line.startswith("▸"))
    assert under.split()[3:7] == [f"{top[0] * 100:.0f}", "%", f"{top[1] * 100:.0f}", "%"]
    unsure = [row for row in found.rows if row.unpaired.may_be_chance]
    assert unsure, "the store has changes that may be chance"
    assert seen.count(" ? ") >= len(unsure)


async def test_enter_tells_everything_of_a_question(compared: Desk) -> None:
    app = app_at(compared)
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await press(pilot, "5 enter end")
        seen = text_of(app)
        assert "Merkkitesti samoista vastaajista: p" in seen
        assert "keskiarvo" in seen
        assert "(kuvaileva)" in seen
        assert "Cliffin delta" in seen
        await press(pilot, "q down down down down enter end")
        assert "McNemarin tarkka testi" in text_of(app)


async def test_reminders_go_to_those_who_have_not_answered(compared: Desk) -> None:
    silent = {one.name for one in compared.surveys.missing("network/end")[1]}
    app = app_at(compared)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "5 m")
        box = app.screen
        assert isinstance(box, ReminderBox)
        assert {one.reminder.name for one in box.read.letters} == silent
        assert all(any(debt.kind == "survey" for debt in one.reminder.debts) for one in box.read.letters)


async def test_open_answers_are_tagged_and_undone(compared: Desk) -> None:
    app = app_at(compared)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "5 a")
        assert isinstance(app.screen, OpenAnswers)
        before = len(app.screen.every)
        await press(pilot, "space space enter k i e l i enter")
        assert isinstance(app.screen, OpenAnswers)
        assert sum(one.answer.tag == "kieli" for one in app.screen.every) == 2
        assert [one.answer.tag for one in app.screen.every][-2:] == ["kieli", "kieli"], "tagged ones come last"
        assert app.screen.grid.marked == set()
        assert f"luokittelematta {before - 2}" in text_of(app)
        await press(pilot, "f k i e l i enter")
        assert len(app.screen.rows) == 2
        await press(pilot, "q")
        assert at_surveys(app)
        assert f"luokittelematta {before - 2}" in text_of(app)
    compared.undo(compared.undo_offer().number)
    tags = [one.tag for wave in ("start", "end") for one in compared.surveys.open_answers(f"network/{wave}")]
    assert set(tags) == {None}


async def test_who_answered_by_organisation(compared: Desk) -> None:
    app = app_at(compared)
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await press(pilot, "5 o")
        assert isinstance(app.screen, Answered)
        seen = text_of(app)
        assert "Vastaamatta 23" in seen
        assert "Vastanneet 61" in seen
        await press(pilot, "q")
        assert at_surveys(app)


async def test_answers_come_in_with_the_survey_named(compared: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    lines = "ID;Vastausaika;Montako henkilöä työhön osallistuu?\r\n1;3.12.2024 9.00;4\r\n2;3.12.2024 9.05;6\r\n"
    (folder / "palaute.csv").write_text(lines, encoding="utf-8")
    app = app_at(compared)
    app.keep_folder(str(folder))
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "5 k down enter i")
        assert "Vastaukset kyselyyn feedback/one" in text_of(app)
        await press(pilot, "down enter")
        preview = app.screen
        assert isinstance(preview, Preview)
        assert (preview.draft.source.survey, preview.draft.source.kind) == ("feedback/one", "survey")
        await press(pilot, "q")
        assert at_surveys(app), "who asked comes back"


async def test_few_answers_stay_untold(tmp_path: Path) -> None:
    """Four answers at the end: neither screen nor full figures tell anything of them but how many there are."""
    path = tmp_path / "few.db"
    project = plan_at(path)
    answer(path, project, "network/start", "alku.xlsx", surveydata.forms(surveydata.wave("start", number=84)))
    four = surveydata.wave("end", number=84)[:4]
    answer(path, project, "network/end", "loppu.xlsx", surveydata.forms(four))
    app = app_at(Desk(str(path)))
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await press(pilot, "5")
        rows = text_of(app).split("\n")[5:9]
        assert all("alle 5" in row and "%" not in row for row in rows), rows
        assert "\nLoppu Vastauksia 4: alle 5 vastauksen tietoja ei näytetä." in text_of(app)
        await press(pilot, "enter end")
        assert "Vastauksia 4: alle 5 vastauksen tietoja ei näytetä." in text_of(app)


async def test_one_wave_of_the_demo_and_the_line_of_the_overview(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        assert "Alkukysely: vastasi 68/84 organisaatiota · Loppukysely avautuu ma 2.12." in text_of(app)
        await press(pilot, "5")
        seen = text_of(app)
        assert "112 vastausta, 68/84 organisaatiota (81 %) · Loppukysely avautuu ma 2.12." in seen
        assert "▸Tunnen hankkeen aineistot ja tuotokset               34 %  25–43 %          110" in seen
        assert "24 avointa vastausta, luokittelematta 9: a avaa" in seen
        await press(pilot, "k down enter")
        seen = text_of(app)
        assert "71/142 vastausta (50 %)" in seen
        assert "83 %  76–88 %" in seen
        await press(pilot, "m")
        assert any(note.message.startswith("Ketään ei voi muistuttaa") for note in app._notifications)
        await press(pilot, "q")
        assert len(app.screen_stack) == 1


@pytest.mark.parametrize("spoken", ["fi", "sv", "en"])
async def test_a_project_without_surveys_says_how_to_begin(spoken: str, tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    opening.prepare(str(path), make=True)
    text = PLAN.split("[[survey]]", 1)[0].format(lead='["Omnia"]')
    plan = read_plan(text.encode(), "plan.toml")
    found = resolve(plan, (), "plan.toml")
    with writing(str(path), "plan") as writer:
        plan_commands.make_project(writer, plan, found.names, found.new, demo=False, fixed_today="2024-12-16")
    app = app_at(Desk(str(path)), spoken)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "5 enter k m a o i")
        choose(spoken)
        assert t("surveyscreen.none") in text_of(app)
        assert t("surveyscreen.how_to_begin") in text_of(app)


async def test_the_wide_overview_has_them_in_its_panel(compared: Desk) -> None:
    app = app_at(compared)
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        seen = text_of(app)
    assert "200 vastausta, 84/84 organisaatiota (100 %)" in seen
    assert "150 vastausta, 61/84 organisaatiota (73 %)" in seen
