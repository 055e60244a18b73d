"""Reports of meetings as they are met: other encodings, days that can be read twice, no-shows, people who rejoin."""

import pytest

from core.errors import EtappiError
from importers.attendance import recognise, texts
from importers.attendance.model import Told
from importers.attendance.words import standard
from tests.importers.attendance import shapes
from tests.importers.attendance.shapes import EN, FI, text
from tests.importers.attendance.support import codes, minutes, names, read, reasons, same_people

HEAD = ["Full Name", "Join Time", "Leave Time", "Duration", "Email", "Role", "Participant ID (UPN)"]


def padded(rows: list[list[str]]) -> list[list[str]]:
    """As Excel saves again: every row as wide as the widest."""
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


TEAMS = shapes.teams3(FI)


@pytest.mark.parametrize(
    "content",
    [
        b"\xfe\xff" + text(TEAMS).encode("utf-16-be"),
        text(TEAMS).encode("utf-16-le"),
        text(TEAMS).encode("utf-8-sig"),
        text(padded(TEAMS), ";").encode("cp1252"),
        text(padded(TEAMS), ",").encode(),
        ("sep=;\r\n" + text(padded(TEAMS), ";")).encode("utf-8-sig"),
    ],
    ids=["utf-16-be", "no mark", "utf-8", "cp1252 semicolons", "commas", "sep="],
)
def test_one_report_however_it_is_saved(content: bytes) -> None:
    found = read(content)
    assert (found.format, found.generation, found.start) == ("teams", "3", "2024-09-03T09:00")
    assert same_people(found) == same_people(read(TEAMS))


def test_the_report_as_a_workbook() -> None:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in TEAMS:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    assert same_people(read(out.getvalue())) == same_people(read(TEAMS))


# Days and months


def dated(*days: str, end: str = "10.30.00") -> list[list[str]]:
    """Joins on some days, as en-FI writes them; each lasts for an hour."""
    rows = [
        [f"P{n} Person", f"{day}, 9.00.00", f"{day}, 10.00.00", "1h", f"p{n}@a.example", "", ""]
        for n, day in enumerate(days)
    ]
    return [["Meeting Summary"], ["Meeting Title", "T"], ["Meeting Start Time", f"{days[0]}, 9.00.00"], [], HEAD, *rows]


def test_a_day_that_can_be_read_twice_is_asked_about_once() -> None:
    found = read(dated("03/09/2024", "03/09/2024"))
    [question] = found.questions
    assert (question.kind, question.text, question.values) == (
        "date",
        "order",
        {"ask": "attendance.ask_date", "text": "03/09/2024, 9.00.00"},
    )
    assert [(one.name, one.values) for one in question.candidates] == [
        ("day-month", {"date": "2024-09-03"}),
        ("month-day", {"date": "2024-03-09"}),
    ]
    assert (found.start, found.people[0].joined, found.people[0].left) == (None, None, None)
    assert minutes(found) == [60, 60]  # lengths are the same both ways


def test_an_answer_settles_the_file() -> None:
    for order, start in (("day-month", "2024-09-03T09:00"), ("month-day", "2024-03-09T09:00")):
        found = read(dated("03/09/2024"), Told(order=order))  # type: ignore[arg-type]
        assert (found.questions, found.start) == ((), start)
        assert found.people[0].joined == f"{start}:00"


def test_one_day_that_has_one_reading_settles_the_others() -> None:
    found = read(dated("03/09/2024", "13/09/2024"))
    assert found.questions == ()
    assert found.start == "2024-09-03T09:00"
    american = read(dated("09/03/2024", "09/13/2024"))
    assert american.start == "2024-09-03T09:00"
    assert "month_first" in codes(american)


def test_an_answer_that_cannot_be_is_not_taken() -> None:
    assert read(dated("13/09/2024"), Told(order="month-day")).start == "2024-09-13T09:00"


def test_days_that_are_the_same_both_ways_are_not_asked_about() -> None:
    found = read(dated("03/03/2024"))
    assert (found.questions, found.start) == ((), "2024-03-03T09:00")


def test_nobody_stays_for_a_month() -> None:
    """Over midnight from 3 to 4 September; in the other order from March to April."""
    rows = dated("03/09/2024")
    rows[-1][2] = "04/09/2024, 0.30.00"
    found = read(rows)
    assert found.questions == ()
    assert found.people[0].left == "2024-09-04T00:30:00"
    assert minutes(found) == [930]


def test_two_orders_in_one_file_are_told() -> None:
    found = read(dated("13/09/2024", "09/13/2024"))
    assert "two_orders" in codes(found)
    assert [person.joined for person in found.people] == [None, None]
    assert len(found.people) == 2


def test_a_time_that_cannot_be_read_loses_nobody() -> None:
    rows = dated("13.9.2024")
    rows[-1][1:4] = ["soon", "", "long"]
    rows.append(["Q Person", "13.9.2024, 9.00.00", "13.9.2024, 9.30.00", "30m", "q@a.example", "", ""])
    found = read(rows)
    assert minutes(found) == [None, 30]
    assert {"times_unread", "durations_unread", "no_minutes"} <= set(codes(found))


# Rows


def gen3(
    *rows: list[str],
    head: str = "Name|First Join|Last Leave|In-Meeting Duration|Email|Participant ID (UPN)|Role",
    more: list[list[str]] | None = None,
) -> list[list[str]]:
    summary = [["1. Summary"], ["Meeting title", "T"], ["Start time", "3.9.2024 9.00.00"], *(more or []), []]
    return [*summary, ["2. Participants"], head.split("|"), *rows]


T1, T2 = "3.9.2024 9.00.00", "3.9.2024 10.00.00"


def test_who_registered_for_a_webinar_and_did_not_come() -> None:
    """A row shorter than the header is nobody present, and a registrant."""
    head = "Name|First Join|Last Leave|In-Meeting Duration|Email|Participant ID (UPN)|Role|Registration Email"
    found = read(
        gen3(
            ["Maija M", T1, T2, "1h", "m@omnia.example", "", "Attendee", "m@omnia.example"],
            ["Guest G", T1, T2, "1h", "", "", "Attendee", "g@gradia.example"],
            ["Niilo N"],
            head=head,
            more=[["Attended participants", "2"], ["Registered participants", "3"]],
        )
    )
    assert names(found) == ["Maija M", "Guest G"]
    assert [person.email for person in found.people] == ["m@omnia.example", "g@gradia.example"]
    assert (found.registered, found.stated, reasons(found)) == (3, 2, ["no_show"])
    assert "count_differs" not in codes(found)


def test_a_policy_leaves_times_out() -> None:
    found = read(gen3(["Maija M", "", "", "", "m@omnia.example"], ["Niilo N", "", "", "", "n@omnia.example"]))
    assert (names(found), minutes(found), reasons(found)) == (["Maija M", "Niilo N"], [None, None], [])
    assert "no_minutes" in codes(found)


def test_columns_of_engagement_disturb_nobody() -> None:
    head = (
        "Name|First Join|Last Leave|In-Meeting Duration|Email|Participant ID (UPN)|Role|"
        "Engagement: Reaction-Applause|Camera On|Raise Hands|Unmute"
    )
    found = read(
        gen3(["M", T1, T2, "1h", "m@omnia.example", "m@omnia.example", "Attendee", "2", "5m", "0", "1"], head=head)
    )
    assert (names(found), minutes(found)) == (["M"], [60])


def test_a_title_with_a_line_break_and_a_quoted_tab() -> None:
    content = text(gen3(["Virtanen\tMatti", T1, T2, "1h", "m@gradia.example"])).replace(
        "\tT\r\n", '\t"Learning\ncafé"\r\n'
    )
    found = read(content)
    assert (found.title, names(found)) == ("Learning café", ["Virtanen Matti"])


def test_an_unclosed_quote_is_refused() -> None:
    rows = [[f"P{n}", T1, T2, "1h", f"p{n}@a.example", "", ""] for n in range(5)]
    content = text(gen3(*rows)).replace("P1", '"P1')
    with pytest.raises(EtappiError) as caught:
        read(content)
    assert caught.value.code == "import.unclosed_quote"
    assert caught.value.values["row"] == 8


def test_the_number_that_the_file_gives_is_compared() -> None:
    found = read(gen3(["M", T1, T2, "1h", "m@a.example"], more=[["Attended participants", "5"]]))
    [told] = [one for one in found.findings if one.code == "attendance.count_differs"]
    assert told.values == {"n": 5, "stated": 5, "listed": 1}


def test_one_person_on_two_devices() -> None:
    """Minutes are the union: never more than the meeting lasted."""
    rows = [
        ["Maija M", "3.9.2024 9.00.00", "3.9.2024 10.00.00", "1h", "m@a.example", "", ""],
        ["Maija (phone)", "3.9.2024 9.30.00", "3.9.2024 10.10.00", "40m", "M@A.example ", "", ""],
        ["Maija M", "3.9.2024 10.20.00", "3.9.2024 10.30.00", "10m", "m@a.example", "", ""],
    ]
    found = read([["Meeting Summary"], ["Meeting Title", "T"], [], HEAD, *rows])
    assert (len(found.people), minutes(found)) == (1, [80])
    hulls = read(gen3(*[row[:5] for row in rows[:2]]))
    assert minutes(hulls) == [70]


def test_joins_without_an_email_are_one_person_while_they_do_not_meet() -> None:
    rows = [
        ["V V", f"3.9.2024 {a}.00.00", f"3.9.2024 {b}.00.00", "1h", "", "", ""]
        for a, b in ((9, 10), (11, 12), (11, 12))
    ]
    found = read([["Meeting Summary"], ["Meeting Title", "T"], [], HEAD, *rows])
    assert minutes(found) == [120, 60]


def test_a_list_taken_before_the_end() -> None:
    """Who had not left yet has no time of leaving and no minutes; that is not 0."""
    found = read(
        [
            ["Full Name", "User Action", "Timestamp"],
            ["A A", "Joined before", "9/3/2024, 8:59:00 AM"],
            ["B B", "Joined", "9/3/2024, 9:01:00 AM"],
            ["B B", "Left", "9/3/2024, 9:31:00 AM"],
        ]
    )
    assert [(p.name, p.minutes, p.left) for p in found.people] == [
        ("A A", None, None),
        ("B B", 30, "2024-09-03T09:31:00"),
    ]


def test_guest_accounts_keep_the_email_they_were_made_of() -> None:
    found = read(gen3(["M (Guest)", T1, T2, "1h", "maija_omnia.example#EXT#@host.onmicrosoft.com"]))
    assert [(p.email, p.domain, p.guest) for p in found.people] == [("maija@omnia.example", "omnia.example", True)]


def test_zoom_tables_alone() -> None:
    rows = shapes.zoom_meeting(EN)[3:]
    assert same_people(read(text(rows, ","))) == same_people(read(text(shapes.zoom_meeting(EN), ",")))


def test_one_email_that_several_people_typed() -> None:
    """An e-mail with two names is nobody's; both are there, and the domain stays."""
    head = ["Name (Original Name)", "User Email", "Total Duration (Minutes)", "Guest"]
    found = read(
        text(
            [
                head,
                ["Maija Mallikas", "info@omnia.example", "10", "No"],
                ["Niilo Niemi", "info@omnia.example", "9", "No"],
                ["M. Mallikas", "info@omnia.example", "5", "No"],
            ],
            ",",
        )
    )
    assert [(p.name, p.email, p.domain, p.minutes) for p in found.people] == [
        ("Maija Mallikas", None, "omnia.example", 15),
        ("Niilo Niemi", None, "omnia.example", 9),
    ]
    assert "shared_email" in codes(found)


# What is no list of attendance, and what nobody may see


@pytest.mark.parametrize(
    "content",
    ["Organisaatio\tVetovastuu\tAsiantuntija\nOmnia\tx\t\nGradia\t\tx\n", "Hei!\n\nNähdään huomenna.\n", "a;b\nc;d\n"],
)
def test_other_files_are_not_recognised(content: str) -> None:
    with pytest.raises(EtappiError) as caught:
        read(content)
    assert caught.value.code == "attendance.not_recognised"


def test_a_format_can_be_wished_for() -> None:
    grids = texts.grids_of(text(shapes.signup(FI)).encode(), "f")
    assert [claim.format for claim in recognise.claims(grids, standard())] == ["signup"]
    with pytest.raises(EtappiError):
        recognise.read(grids, standard(), wish="zoom")
    assert recognise.read(grids, standard(), wish="signup").format == "signup"


@pytest.mark.parametrize(
    "rows", [shapes.teams1(FI), TEAMS, shapes.zoom_unique(FI), shapes.webropol(FI), shapes.signup(FI)]
)
def test_no_value_shows_a_name_or_an_email(rows: list[list[str]]) -> None:
    found = read(text(rows, ";" if rows[0][:1] != TEAMS[0] else "\t"))
    shown = repr(found) + str(found.findings) + str(found.questions)
    assert found.people
    for secret in ("Mallikas", "Virtanen", "Ståhl", "Niemi", "@", "040", "358", "Sari"):
        assert secret not in shown


def test_hostile_names_lose_what_a_terminal_obeys() -> None:
    found = read(gen3(["\x1b[31mMaija\u202e [/red]", T1, T2, "1h", "m\x1b[0m@a.example"]))
    assert names(found) == ["Maija [/red]"]
    assert found.people[0].email == "m@a.example"
