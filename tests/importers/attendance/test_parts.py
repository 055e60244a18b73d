"""Times, durations, display names, joins and organisations, one by one."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import EtappiError
from core.findings import Place
from core.personkeys import normal_email
from importers import words as organisation_words
from importers.attendance import words as attendance_words
from importers.attendance.columns import email_in
from importers.attendance.displaynames import displayed
from importers.attendance.model import Attendee, Draft, Entry
from importers.attendance.organisations import Ask, Found, resolve
from importers.attendance.people import fold
from importers.attendance.times import DAY_FIRST, MONTH_FIRST, Durations, orders, scan
from importers.attendance.words import standard

WORDS = standard()


@pytest.mark.parametrize(
    "text",
    [
        "3.9.2024 klo 9.00.12",
        "3.9.2024 9.00.12",
        "2024-09-03 09:00:12",
        "03/09/2024, 9.00.12",
        "3/9/24, 9:00:12 am",
        "2024-09-03T09:00:12.123+03:00",
        "3. syyskuuta 2024 klo 9.00.12",
        "3 september 2024 09:00:12",
        "ti 3.9.2024 klo 9.00.12",
        "Sep 3, 2024 09:00:12 AM",
        "2024. 09. 03. 9:00:12",
        "03-09-2024 09:00:12",
        "3.9.2024 kl. 9.00.12",
        "3.9.2024, 9.00.12 (UTC+03:00)",
        "tis 3 sep. 2024 09:00:12",
    ],
)
def test_one_time_however_written(text: str) -> None:
    stamp = scan(text, WORDS)
    assert stamp is not None
    assert stamp.at(DAY_FIRST) == datetime(2024, 9, 3, 9, 0, 12)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("3.9.2024", None),
        ("3.9.2024 klo 14", (14, 0, 0)),
        ("9/3/24, 12:05 AM", (0, 5, 0)),
        ("9/3/24, 12:05 PM", (12, 5, 0)),
        ("3.9.2024 9.00 ip.", (21, 0, 0)),
        ("3.9.2024 9.00 fm", (9, 0, 0)),
    ],
)
def test_the_time_of_day(text: str, clock: tuple[int, int, int] | None) -> None:
    stamp = scan(text, WORDS)
    assert stamp is not None
    assert stamp.clock == clock


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Omnia 12",
        "12",
        "45 min",
        "--",
        "33/44/2024",
        "31.2.2024",
        "3.9.2024 klo 25.00",
        "3.9.2024 13:00 PM",
        "1.2.3",
        "2024-09-03T06:00:12Z",
        "3.9.",
        "+358 40 123 4567",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert scan(text, WORDS) is None


@given(st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), min_size=1, max_size=5), st.booleans())
def test_the_order_of_a_file_is_never_wrong(moments: list[datetime], american: bool) -> None:
    """Whatever is decided is the order in which it was written; it stays open only where both fit."""
    pattern = "%m/%d/%Y, %H.%M.%S" if american else "%d/%m/%Y, %H.%M.%S"
    stamps = [stamp for moment in moments if (stamp := scan(moment.strftime(pattern), WORDS))]
    assert len(stamps) == len(moments)
    found = orders(stamps)
    truth = MONTH_FIRST if american else DAY_FIRST
    if len(found) == 1:
        assert [s.at(found[0]) for s in stamps] == [m.replace(microsecond=0) for m in moments]
    else:
        assert truth in found
        assert all(moment.day <= 12 for moment in moments)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1h 2m 3s", 3723),
        ("43m 12s", 2592),
        ("8s", 8),
        ("1 t 2 min 3 s", 3723),
        ("1t 2min 3s", 3723),
        ("1 tim 2 min 3 sek", 3723),
        ("1 godz. 2 min 3 sek", 3723),
        ("18 min 20 s", 1100),
        ("0:43:12", 2592),
        ("PT1H2S", 3602),
        ("1 tunti ja 2 minuuttia", 3720),
        ("5", None),
        ("", None),
        ("abc", None),
        ("3 xx", None),
        ("2 min 1 min", None),
        ("2 min 1 h", None),
        ("12:30", None),
    ],
)
def test_durations(text: str, seconds: int | None) -> None:
    assert Durations(WORDS, ()).seconds(text) == seconds


def test_units_of_an_unknown_language_are_learned_from_a_whole_duration() -> None:
    learned = Durations(WORDS, ["1 ώρα 2 λεπτά 3 δευ"])
    assert [learned.seconds(text) for text in ("1 ώρα", "2 λεπτά 3 δευ")] == [3600, 123]
    assert Durations(WORDS, ["2 λεπτά 3 δευ"]).seconds("2 λεπτά") is None


@pytest.mark.parametrize(
    ("text", "name", "hint", "guest"),
    [
        ("Doe, Jane (External)", "Doe, Jane", None, True),
        ("X Y (vieras)", "X Y", None, True),
        ("X Y (Gäst)", "X Y", None, True),
        ("[Omnia] Matti Virtanen", "Matti Virtanen", "Omnia", False),
        ("Virtanen Matti (Omnia) (External)", "Virtanen Matti", "Omnia", True),
        ("Matti Virtanen - Omnia", "Matti Virtanen", "Omnia", False),
        ("Matti Virtanen, Omnia", "Matti Virtanen", "Omnia", False),
        ("Virtanen Matti / Omnia (Guest)", "Virtanen Matti", "Omnia", True),
        ("Anna-Liisa Ståhl", "Anna-Liisa Ståhl", None, False),
        ("Maija (Host, me)", "Maija", None, False),
        ("Virtanen, Matti", "Virtanen, Matti", None, False),
        ("Maija [/red]", "Maija [/red]", None, False),
    ],
)
def test_display_names(text: str, name: str, hint: str | None, guest: bool) -> None:
    found = displayed(text, "", WORDS)
    assert (found.name, found.hint, found.guest, found.bot, found.caller) == (name, hint, guest, False, False)


@pytest.mark.parametrize(
    "text", ["+358 40 123 4567", "0401234567", "358*****12", "(09) 123-456", "Call-in User_1", "Puhelinkäyttäjä 2"]
)
def test_callers_have_no_name(text: str) -> None:
    found = displayed(text, "", WORDS)
    assert (found.caller, found.name) == (True, "")


@pytest.mark.parametrize(
    ("text", "email", "bot"),
    [
        ("read.ai meeting notes", "", True),
        ("Matti's Notetaker (Otter.ai)", "", True),
        ("Fred", "fred@fireflies.ai", True),
        ("Read Aili", "", False),
        ("Otterström Otto", "", False),
        ("Fathomberg", "", False),
    ],
)
def test_programs(text: str, email: str, bot: bool) -> None:
    assert displayed(text, email, WORDS).bot is bot


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("a@b.fi", "a@b.fi"),
        ("A B <a@b.fi>", "a@b.fi"),
        ("mailto:a@b.fi", "a@b.fi"),
        ("a@b", ""),
        ("a@b.fi; c@d.fi", ""),
        ("@b.fi", ""),
        ("a b@c.fi", ""),
        ("a@b.fi.", ""),
    ],
)
def test_emails(text: str, email: str) -> None:
    assert email_in(text) == email


NINE = datetime(2024, 9, 3, 9)


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=1, max_size=8))
def test_minutes_are_the_union_of_joins(stays: list[tuple[int, int]]) -> None:
    """Against the set of seconds in which the person was there."""
    spans = [(min(stay), max(stay)) for stay in stays]
    entries = [
        Entry(Place(), "A", "a@b.fi", span=(NINE + timedelta(seconds=a * 30), NINE + timedelta(seconds=b * 30)))
        for a, b in spans
    ]
    [person] = fold(Draft("teams", "2", "presence", "", joins=True, entries=entries), WORDS).people
    there = len(set().union(*(range(a * 30, b * 30) for a, b in spans)))
    assert person.minutes == (there + 30) // 60


@given(
    st.lists(
        st.tuples(st.sampled_from(["a@b.fi", " A@b.FI ", "c@d.fi", ""]), st.sampled_from(["A A", "C C"])), max_size=10
    )
)
def test_nobody_is_lost_and_no_email_counts_twice(rows: list[tuple[str, str]]) -> None:
    entries = [Entry(Place(row=number), name, email) for number, (email, name) in enumerate(rows)]
    people = fold(Draft("teams", "3", "presence", "", entries=entries), WORDS).people
    emails = {normal_email(email) for email, _ in rows if email.strip()}
    assert sorted(one.email for one in people if one.email) == sorted(emails)
    assert sum(1 for one in people if not one.email) == sum(1 for email, _ in rows if not email.strip())


# Organisations

OMNIA, GRADIA, HELSINKI = 1, 2, 3
SPELLINGS = {"Omnia": OMNIA, "Gradia": GRADIA, "Stadin AO": HELSINKI}
DOMAINS: Mapping[str, int | None] = {
    "omnia.example": OMNIA,
    "edu.hel.fi": HELSINKI,
    "hel.fi": HELSINKI,
    "many.example": None,
}


def found(*people: Attendee) -> tuple[tuple[Found, ...], tuple[Ask, ...]]:
    result = resolve(people, DOMAINS, SPELLINGS.get, WORDS, organisation_words.standard())
    return result.found, result.asks


def by(
    domain: str | None = None, text: str | None = None, hint: str | None = None, name: str = "A", sure: bool = True
) -> Attendee:
    return Attendee(name, domain=domain, organisation=text, hint=hint, hint_sure=sure)


def test_own_text_then_domain_then_display_name() -> None:
    settled, asks = found(
        by("omnia.example", "Gradia"),
        by("omnia.example", hint="Gradia"),
        by("mail.OMNIA.example"),
        by(hint="Gradia"),
        by("gmail.com", hint="Gradia"),
    )
    assert [(one.organisation, one.by) for one in settled] == [
        (GRADIA, "text"),
        (OMNIA, "domain"),
        (OMNIA, "domain"),
        (GRADIA, "display"),
        (GRADIA, "display"),
    ]
    assert asks == ()


def test_a_domain_is_never_a_part_of_a_word() -> None:
    settled, asks = found(by("notomnia.example"), by("omnia.example.evil.fi"))
    assert {one.organisation for one in settled} == {None}
    assert {ask.text for ask in asks} == {"notomnia.example", "omnia.example.evil.fi"}


def test_a_citys_mail_is_suggested_and_never_taken() -> None:
    settled, asks = found(by("edu.hel.fi"), by("hel.fi"), by("many.example"))
    assert [one.organisation for one in settled] == [None, None, None]
    assert [(ask.text, ask.suggestion, ask.exclusive) for ask in asks] == [
        ("edu.hel.fi", HELSINKI, False),
        ("hel.fi", HELSINKI, False),
        ("many.example", None, False),
    ]


def test_free_mail_tells_nothing_and_asks_nothing() -> None:
    assert found(by("gmail.com"), by("outlook.fi"), by(None)) == ((Found(None, "unknown"),) * 3, ())


def test_an_unknown_text_is_asked_about_once_with_what_the_domain_says() -> None:
    settled, asks = found(
        by("omnia.example", "Omnian aikuisopisto"), by("omnia.example", "Omnian aikuisopisto"), by("new.example")
    )
    assert [one.waiting for one in settled] == ["Omnian aikuisopisto", "Omnian aikuisopisto", "new.example"]
    assert asks == (Ask("name", "Omnian aikuisopisto", 2, OMNIA), Ask("domain", "new.example", 1))


def test_a_persons_other_name_never_waits() -> None:
    """A nickname in brackets is stored nowhere; what several people bear, or what is called a school, may be asked."""
    settled, asks = found(
        by(hint="Masa", name="Matti Virtanen"),
        by(hint="Ekami", name="B"),
        by(hint="Ekami", name="C"),
        by(hint="Kainuun ammattiopisto", name="D"),
        by(hint="Liisa Lahti", name="E", sure=False),
        by(hint="Liisa Lahti", name="F", sure=False),
    )
    assert [one.waiting for one in settled] == [None, "Ekami", "Ekami", "Kainuun ammattiopisto", None, None]
    assert [ask.text for ask in asks] == ["Ekami", "Kainuun ammattiopisto"]


# Words of one's own


def test_words_of_ones_own(tmp_path: Path) -> None:
    assert attendance_words.of_user(str(tmp_path)) is standard()
    path = tmp_path / attendance_words.FILE
    path.write_text('[other.units]\nhours = ["χ"]\n[fi.columns]\nname = ["kuka"]\n[bots]\nnames = ["Botti"]\n', "utf-8")
    own = attendance_words.of_user(str(tmp_path))
    assert own.column("Kuka") == "name"
    assert Durations(own, ()).seconds("2 χ 1 min") == 7260
    assert displayed("Botti 3", "", own).bot
    path.write_text("[fi.columns]\nnothing = ['x']\n", "utf-8")
    with pytest.raises(EtappiError):
        attendance_words.of_user(str(tmp_path))


def test_every_language_has_the_same_kinds_of_words() -> None:
    import tomllib

    tables = tomllib.loads((Path(attendance_words.__file__).parent.parent / attendance_words.FILE).read_text("utf-8"))
    for part in ("columns", "labels", "values", "titles", "markers", "units", "clock"):
        kinds = [set(tables[language][part]) - {"unused"} for language in attendance_words.LANGUAGES]
        assert kinds[0] == kinds[1] == kinds[2], part
