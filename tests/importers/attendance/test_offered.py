"""Which lists wait in a folder, and which event each fits."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from core.events import EventRow
from core.importing import Known
from importers.attendance.offered import SAME, SIMILAR, TIME, Seen, Waiting, fit, offers, waiting_in
from importers.attendance.words import standard

LIST = "Osaamiskampus-työpaja 12.9.2024\nNimi;Organisaatio;Sähköposti\nMaija Malli;Omnia;maija@example.fi\n"


def event(number: int, title: str, start: str | None, state: str = "no_count") -> EventRow:
    """An event of which nothing else matters."""
    return EventRow(
        id=number, code=f"E{number}", title=title, kind="workshop", start=start, ends=None, window=None, quarter=None,
        packages=(), place=None, mode=None, language=None, invitation="network", host=None, joint_with=None,
        series=None, feedback_planned=False, cancelled_on=None, cancel_reason=None, persons=None, organisations=None,
        outside=None, unknown=None, uncounted=0, registered=None, state=state,
    )  # fmt: skip


def listed(title: str | None, *starts: str) -> Waiting:
    """A list that waits."""
    return Waiting("/in/lista.csv", "lista.csv", "teams", "presence", title, starts, 28, "", 0)


@pytest.mark.parametrize(
    ("title", "start", "expected"),
    [
        ("OSAAMISKAMPUS-TYÖPAJA", "2024-09-12T13:10", SAME),
        ("Osaamiskampus-työpaja", "2024-09-12", SAME),
        ("Osaamiskampus-työpaja", "2024-09-12T14:00", SIMILAR),
        ("Osaamiskampus (tallenne)", "2024-09-12T12:55", SIMILAR),
        (None, "2024-09-12T13:05", TIME),
        ("Kahvit", "2024-09-12T13:00", 0),
        ("Osaamiskampus-työpaja", "2024-09-13T13:00", 0),
    ],
)
def test_title_and_start_say_how_well_a_list_fits(title: str | None, start: str, expected: int) -> None:
    assert fit(listed(title, start), event(1, "Osaamiskampus-työpaja", "2024-09-12T13:00")) == expected


def test_of_two_days_that_a_text_may_mean_one_is_enough() -> None:
    assert fit(listed("Paja", "2024-12-09T13:00", "2024-09-12T13:00"), event(1, "Paja", "2024-09-12T13:00")) == SAME


def test_an_event_without_a_day_is_found_by_title_within_its_window() -> None:
    seminar = replace(event(1, "Seminaari", None), window=("2024-08-01", "2024-09-30"))
    assert fit(listed("Seminaari", "2024-09-12T13:00"), seminar) == SIMILAR
    assert fit(listed("Seminaari", "2024-10-12T13:00"), seminar) == 0
    assert fit(listed(None, "2024-09-12T13:00"), seminar) == 0


def test_a_list_is_offered_to_the_event_that_it_fits_best() -> None:
    events = [
        event(1, "Paja", "2024-09-12T13:00"),
        event(2, "Toinen", "2024-09-12T13:00"),
        event(3, "Paja", "2024-09-12T13:00", state="cancelled"),
    ]
    newer = replace(listed("Paja", "2024-09-12T13:00"), file="uusi.csv", changed=2)
    found = offers([listed("Paja", "2024-09-12T13:00"), newer, listed("Muu", "2024-01-01")], events)
    assert {number: [one.file for one in lists] for number, lists in found.items()} == {1: ["uusi.csv", "lista.csv"]}


def test_a_folder_is_read_once_and_what_was_imported_does_not_wait(tmp_path: Path) -> None:
    (tmp_path / "lista.csv").write_text(LIST, "utf-8")
    (tmp_path / "muistio.txt").write_text("Kokous peruttu.\n", "utf-8")
    (tmp_path / ".piilo.csv").write_text(LIST, "utf-8")
    (tmp_path / "tyhja.csv").touch()
    cache: dict[Seen, Waiting | None] = {}
    known = Known(project_id=1, today="2024-09-16", span=("2024-01-01", "2024-12-31"))
    (one,) = waiting_in(str(tmp_path), known, standard(), cache)
    assert (one.file, one.format, one.people, one.starts) == ("lista.csv", "signup", 1, ("2024-09-12",))
    assert one.title == "Osaamiskampus-työpaja"
    assert "Malli" not in repr(cache)
    assert "maija" not in repr(cache)
    cache[next(seen for seen in cache if seen[0].endswith("lista.csv"))] = replace(one, people=7)
    assert waiting_in(str(tmp_path), known, standard(), cache)[0].people == 7, "it was not read again"
    there = replace(known, batches={hashlib.sha256(LIST.encode()).hexdigest(): (1, "2024-09-13")})
    assert waiting_in(str(tmp_path), there, standard(), cache) == ()
    assert waiting_in(str(tmp_path / "missing"), known, standard(), cache) == ()
    assert waiting_in(str(tmp_path), known, standard(), {}, lambda: True) == ()
