"""Calendar files, read by another hand (icalendar)."""

from datetime import UTC, date, datetime

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from core.ics import Entry, calendar


def read(content: bytes) -> list[icalendar.Component]:
    return [one for one in icalendar.Calendar.from_ical(content).walk() if one.name == "VEVENT"]


def test_days_and_hours() -> None:
    entries = [
        Entry("quarter@x", "2024-12-31", "Q4 päättyy"),
        Entry("deadline-3@x", "2024-09-26", "Ohjausryhmä; kokous, 3/2024", "09:05", "Saaja: OKM"),
    ]
    content = calendar("DIGI24 Hanke", entries, "2024-09-16", "Etappi 1.0")
    whole = icalendar.Calendar.from_ical(content)
    assert (str(whole["VERSION"]), str(whole["X-WR-CALNAME"])) == ("2.0", "DIGI24 Hanke")
    day, hour = read(content)
    assert (day.decoded("DTSTART"), day.decoded("DTEND")) == (date(2024, 12, 31), date(2025, 1, 1))
    assert hour.decoded("DTSTART") == datetime(2024, 9, 26, 9, 5)  # floating: the reader's own time
    assert "DTEND" not in hour
    assert str(hour["SUMMARY"]) == "Ohjausryhmä; kokous, 3/2024"
    assert str(hour["DESCRIPTION"]) == "Saaja: OKM"
    assert [str(one["UID"]) for one in (day, hour)] == ["quarter@x", "deadline-3@x"]
    assert {one.decoded("DTSTAMP") for one in (day, hour)} == {datetime(2024, 9, 16, tzinfo=UTC)}
    assert content == calendar("DIGI24 Hanke", entries, "2024-09-16", "Etappi 1.0")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_stays_in_its_line_and_comes_back(text: str) -> None:
    content = calendar("x", [Entry("1@x", "2024-01-01", text)], "2024-01-01", "Etappi")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert content.count(b"BEGIN:VEVENT") == 1 or "BEGIN:VEVENT" in text
    assert b"\n" not in content.replace(b"\r\n", b"")
    (event,) = read(content)
    plain = "".join(" " if sign in "\r\n\t" else sign for sign in text if sign in "\r\n\t" or ord(sign) >= 32)
    if plain.isprintable():
        assert str(event["SUMMARY"]) == plain


def test_an_end_and_a_place() -> None:
    entries = [
        Entry("1@x", "2024-09-18", "A", "14:00", ends="2024-09-18T15:30", place="Helsinki; Pasila"),
        Entry("2@x", "2024-09-18", "B", ends="2024-09-19"),
        Entry("3@x", "2024-09-18", "C", "14:00", ends="2024-09-19"),
    ]
    hours, days, open_end = read(calendar("x", entries, "2024-09-16", "Etappi"))
    assert (hours.decoded("DTEND"), str(hours["LOCATION"])) == (datetime(2024, 9, 18, 15, 30), "Helsinki; Pasila")
    assert (days.decoded("DTSTART"), days.decoded("DTEND")) == (date(2024, 9, 18), date(2024, 9, 20))
    assert "DTEND" not in open_end
