"""Answers to a survey on the Import screen: the wave is asked for, the plan shown, saved, taken back."""

from pathlib import Path

import pytest

from locales import t
from store.desk import Desk
from tests import surveydata
from tests.tui.screen import app_at, shown
from tests.tui.test_imports import SMALL, facts
from tests.tui.test_network import press
from tui.dialogs.wavename import WaveName
from tui.screens.imports_file import SettleFile
from tui.screens.imports_preview import Preview


def said(app: object) -> str:
    return "\n".join(shown(app)).replace("\u00a0", " ")  # type: ignore[arg-type]


async def test_a_wave_is_named_shown_saved_and_taken_back(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    folder = tmp_path / "tiedostot"
    folder.mkdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    people = surveydata.wave("start", organisations_there=1, number=12)
    (folder / "kysely.xlsx").write_bytes(surveydata.forms(people))
    monkeypatch.chdir(folder)
    before = facts(desk)
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "7 i end enter")
        assert isinstance(app.screen, Preview), said(app)
        text = said(app)
        for part in ("Microsoft Forms: 12 vastausta", t("import.list_asked"), t("import.list_survey"), "KYSELY 0/1"):
            assert part.casefold() in text.casefold(), (part, text)
        await press(pilot, "enter")
        assert isinstance(app.screen, SettleFile), said(app)
        assert t("tui.answer_write_wave") in said(app)
        await press(pilot, "f")
        assert isinstance(app.screen, WaveName)
        await press(pilot, "n e t enter")
        assert isinstance(app.screen, WaveName)  # no wave
        await press(pilot, "slash a enter")
        assert "Millainen kysymys on" in said(app)
        assert "avoin vastaus" in said(app)
        await press(pilot, "a")
        assert isinstance(app.screen, Preview), said(app)
        assert "net/a" in said(app)
        await press(pilot, "down enter")
        assert "uusi kysely (verkostokysely) ja kierros" in said(app)
        await press(pilot, "home enter")
        batch = next(one for one in desk.batches() if one.file == "kysely.xlsx")
        assert batch.kind == "survey"
        assert batch.added > 60
        desk.undo(batch.number)
    assert facts(desk) == before
