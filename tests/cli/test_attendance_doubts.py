"""Lists that do not fit the event that a person names, and numbers of registrants that fall."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.meetings import ask, report
from tests.cli.support import Inside, Shell
from tests.importers.attendance import shapes
from tests.importers.attendance.shapes import FI, TITLE


def codes(found: Any) -> list[str]:
    return [one["code"] for one in found["findings"] if one["severity"] == "warning"]


@pytest.fixture
def planned(made: Inside) -> Inside:
    """E1 on another day than the report, E2 with its title and start."""
    made("event", "add", "--title", "Kahvit", "--start", "2024-09-10T09:00")
    made("event", "add", "--title", TITLE, "--start", "2024-09-03T09:00")
    return made


@pytest.fixture
def path(shell: Shell) -> Path:
    return report(shell, "teams3", FI)


def test_another_day_than_the_named_event_is_asked_and_the_one_that_fits_is_named(
    planned: Inside, path: Path, shell: Shell
) -> None:
    asked = planned("import", path, "--event", "E1", "--apply", "--json")
    assert (asked.code, asked.json()["batch"]) == (1, None)
    assert codes(asked.json()) == ["attendance.fits_other"]
    (question,) = asked.json()["questions"]
    assert [one["name"] for one in question["candidates"]] == ["E2", "E1", "new"]
    told = planned("import", path, "--event", "E1").out.replace("\u00a0", " ").replace("\n      ", " ")
    assert f"Lista sopii tapahtumaan E2 {TITLE}." in told
    assert "E1 Kahvit on 10.9.2024" in told
    assert not ask(shell, "SELECT 1 FROM attendance")
    right = shell.write("a.toml", f'[events]\n"{question["text"]}" = "E2"\n')
    assert planned("import", path, "--event", "E1", "--answers", right, "--json").json()["questions"] == []
    word = shell.write("b.toml", f'[events]\n"{question["text"]}" = "E1"\n')
    done = planned("import", path, "--event", "E1", "--answers", word, "--apply", "--json").json()
    assert (done["unused_answers"], done["attendance"]["events"][0]["id"]) == (0, "E1")
    assert ask(shell, "SELECT DISTINCT event_id FROM attendance") == [(1,)]
    again = planned("import", path, "--event", "E1", "--apply", "--json")
    assert (again.code, again.json()["batch"]) == (0, None)


def test_another_title_on_the_same_day_is_told_where_another_event_fits(
    planned: Inside, path: Path, shell: Shell
) -> None:
    planned("event", "edit", "E1", "--start", "2024-09-03T12:00")
    found = planned("import", path, "--event", "E1", "--apply", "--json")
    assert (found.code, codes(found.json())) == (0, ["attendance.fits_other"])
    assert ask(shell, "SELECT DISTINCT event_id FROM attendance") == [(1,)]
    planned("undo")
    planned("event", "cancel", "E2")
    assert codes(planned("import", path, "--event", "E1", "--json").json()) == []
    planned("event", "edit", "E1", "--start", "2024-09-02", "--ends", "2024-09-04")
    assert planned("import", path, "--event", "E1", "--json").code == 0  # one of its days


def test_another_day_without_an_event_that_fits(planned: Inside, path: Path) -> None:
    planned("event", "cancel", "E2")
    asked = planned("import", path, "--event", "E1", "--json")
    assert (asked.code, codes(asked.json())) == (1, ["attendance.other_day"])


def test_the_same_bytes_of_another_event_are_asked_about(planned: Inside, shell: Shell) -> None:
    counts = shell.write("counts.txt", "Omnia 12\nGradia: 4\n")
    assert planned("import", counts, "--as", "attendance", "--event", "E2", "--apply").code == 0
    asked = planned("import", counts, "--as", "attendance", "--event", "E1", "--apply", "--json")
    assert (asked.code, codes(asked.json())) == (1, ["attendance.taken_elsewhere"])
    assert [one["name"] for one in asked.json()["questions"][0]["candidates"]] == ["E2", "E1"]
    assert ask(shell, "SELECT DISTINCT event_id FROM attendance") == [(2,)]
    assert planned("import", counts, "--as", "attendance", "--event", "E2", "--apply", "--json").json()["batch"] is None


def test_a_fall_of_the_registered_is_a_warning_with_both_numbers(planned: Inside, shell: Shell) -> None:
    planned("event", "edit", "E2", "--registered", "27")
    path = shell.root / "webropol.csv"
    path.write_bytes(shapes.text(shapes.webropol(FI), ";").encode("cp1252"))
    found = planned("import", path, "--event", "E2", "--json").json()
    assert codes(found) == ["attendance.fewer_registered"]
    (told,) = found["attendance"]["events"][0]["lists"]
    assert (told["before"], told["persons"]) == (27, 3)
    assert "27 → 3 ilmoittautunutta" in planned("import", path, "--event", "E2").out.replace("\u00a0", " ")
    planned("event", "edit", "E2", "--registered", "2")
    assert codes(planned("import", path, "--event", "E2", "--json").json()) == []
