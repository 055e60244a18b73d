"""A list of members on the Import screen: known by its headings, shown, settled, saved, taken back."""

from pathlib import Path

import pytest

from locales import t
from store.desk import Desk
from tests.tui.screen import app_at, shown
from tests.tui.test_imports import SMALL, facts
from tests.tui.test_network import press
from tui.screens.imports_preview import Preview

LIST = "Organisaatio;Y-tunnus;Maakunta\nYrkesakademin i Österbotten (YA);0112038-9;Pohjanmaa\nUusi Opisto;;Lappi\n"


def said(app: object) -> str:
    return "\n".join(shown(app)).replace("\u00a0", " ")  # type: ignore[arg-type]


async def test_a_list_is_shown_saved_and_taken_back(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    folder = tmp_path / "tiedostot"
    folder.mkdir()
    (folder / "jasenet.csv").write_text(LIST, encoding="utf-8")
    monkeypatch.chdir(folder)
    before = facts(desk)
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "7 i end enter")
        assert isinstance(app.screen, Preview), said(app)
        text = said(app)
        for part in ("2/2 riviä jäsenluetteloa", t("import.list_idle"), t("import.list_unlisted")):
            assert part in text, part
        assert app.screen.draft.plan.kind == "organisations"
        assert app.screen.draft.plan.questions == ()
        await press(pilot, "down down down down enter")
        assert "Yrkesakademin i Österbotten (YA): Y-tunnus 0112038-9" in said(app)
        assert "Verkostosta tunnetaan 85/89, tuntematta vielä 4." in said(app)
        await press(pilot, "home enter")
        (batch,) = [one for one in desk.batches() if one.kind == "organisations"]
        assert (batch.added, batch.changed, batch.removed) == (1, 1, 0)
        desk.undo(batch.number)
    assert facts(desk) == before
