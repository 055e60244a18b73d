"""Reports of one meeting as each program writes them, in Finnish, Swedish, English and a language that no list of words
has (importing.md 2.1 to 2.4). All people are invented."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Join:
    """A stay in the meeting of 3 September 2024, in seconds after nine."""

    name: str
    email: str
    start: int
    end: int


TITLE = "Viitearkkitehtuuri käytännössä"
END = 90 * 60
JOINS = (
    Join("Mallikas Maija", "Maija.Mallikas@omnia.example", 12, 5400),
    Join("Virtanen Matti (Gradia)", "matti.virtanen@gradia.example", 60, 1800),
    Join("Virtanen Matti (Gradia)", "matti.virtanen@gradia.example", 2400, 5100),
    Join("Ståhl, Åsa ({external})", "asa.stahl@axxell.example", 300, 308),
    Join("Väisänen Väinö ({guest})", "", 0, 5400),
    Join("Väisänen Väinö ({guest})", "", 30, 5000),  # another of the same name: both are there at once
    Join("+358 40 123 4567", "", 600, 3000),
    Join("Fireflies.ai Notetaker", "", 0, 5400),
)


@dataclass(frozen=True)
class Language:
    """How a program writes in one language. *times* writes seconds after nine, *lasting* a duration."""

    code: str
    words: dict[str, str]
    times: Callable[[int], str]
    units: tuple[str, str, str]

    def __getitem__(self, word: str) -> str:
        return self.words[word]

    def lasting(self, seconds: int) -> str:
        """A duration, zero parts left out."""
        parts = (seconds // 3600, seconds // 60 % 60, seconds % 60)
        return " ".join(f"{n}{unit}" for n, unit in zip(parts, self.units, strict=True) if n)


def clock(pattern: str) -> Callable[[int], str]:
    """Times by a pattern of {h}, {m}, {s}, and {half} for twelve hours."""

    def written(after: int) -> str:
        h, m, s = 9 + after // 3600, after // 60 % 60, after % 60
        return pattern.format(h=h, m=f"{m:02}", s=f"{s:02}", h2=f"{h:02}", half="AM" if h < 12 else "PM")

    return written


KEYS = (
    "summary", "title", "attended", "start", "end", "lasted", "mean", "participants", "activities", "name", "first",
    "last", "duration", "email", "upn", "role", "full_name", "join", "leave", "action", "timestamp", "joined", "left",
    "member", "guest", "external", "meeting_summary", "total", "m_title", "m_start", "m_end", "minutes", "yes", "no",
)  # fmt: skip


def language(code: str, texts: str, pattern: str, units: tuple[str, str, str]) -> Language:
    return Language(code, dict(zip(KEYS, texts.split("|"), strict=True)), clock(pattern), units)


FI = language(
    "fi",
    "Yhteenveto|Kokouksen otsikko|Osallistujia|Alkamisaika|Päättymisaika|Kokouksen kesto|"
    "Keskimääräinen osallistumisaika|Osallistujat|Toiminta kokouksessa|Nimi|Ensimmäinen liittyminen|"
    "Viimeinen poistuminen|Kesto kokouksessa|Sähköposti|Osallistujatunnus (UPN)|Rooli|Koko nimi|Liittymisaika|"
    "Poistumisaika|Käyttäjän toiminto|Aikaleima|Liittyi|Poistui|Esittäjä|vieras|ulkoinen|Kokouksen yhteenveto|"
    "Osallistujien kokonaismäärä|Kokouksen nimi|Kokouksen alkamisaika|Kokouksen päättymisaika|"
    "Kesto (minuuttia)|Kyllä|Ei",
    "3.9.2024 klo {h}.{m}.{s}", (" t", " min", " s"),
)  # fmt: skip
SV = language(
    "sv",
    "Sammanfattning|Mötesrubrik|Antal deltagare|Starttid|Sluttid|Mötets längd|Genomsnittlig deltagartid|Deltagare|"
    "Aktiviteter i mötet|Namn|Första anslutning|Senast lämnat|Tid i mötet|E-post|Deltagar-ID (UPN)|Roll|"
    "Fullständigt namn|Anslutningstid|Tid för att lämna|Användaråtgärd|Tidsstämpel|Anslöt|Lämnade|Presentatör|gäst|"
    "extern|Mötessammanfattning|Totalt antal deltagare|Mötestitel|Mötets starttid|Mötets sluttid|Varaktighet (minuter)|"
    "Ja|Nej",
    "2024-09-03 {h2}:{m}:{s}", (" tim", " min", " sek"),
)  # fmt: skip
EN = language(
    "en",
    "Summary|Meeting title|Attended participants|Start time|End time|Meeting duration|Average attendance time|"
    "Participants|In-Meeting Activities|Name|First Join|Last Leave|In-Meeting Duration|Email|Participant ID (UPN)|Role|"
    "Full Name|Join Time|Leave Time|User Action|Timestamp|Joined|Left|Presenter|Guest|External|Meeting Summary|"
    "Total Number of Participants|Meeting Title|Meeting Start Time|Meeting End Time|Duration (Minutes)|Yes|No",
    "9/3/24, {h}:{m}:{s}\u202f{half}", ("h", "m", "s"),
)  # fmt: skip
# Hungarian, but for the markers, which a name cannot do without.
OTHER = language(
    "other",
    "Összegzés|Értekezlet címe|Résztvevők száma|Kezdés|Befejezés|Hossz|Átlagos részvétel|Résztvevők|Tevékenységek|Név|"
    "Első csatlakozás|Utolsó kilépés|Részvétel hossza|E-mail-cím|Résztvevő azonosítója (UPN)|Szerepkör|Teljes név|"
    "Csatlakozás ideje|Kilépés ideje|Felhasználói művelet|Időbélyeg|Csatlakozott|Kilépett|Előadó|Guest|External|"
    "Értekezlet összegzése|Összes résztvevő|Cím|Kezdés ideje|Befejezés ideje|Időtartam (perc)|Igen|Nem",
    "2024. 09. 03. {h}:{m}:{s}", (" óra", " perc", " mp"),
)  # fmt: skip
LANGUAGES = (FI, SV, EN, OTHER)


def joins(of: Language) -> list[Join]:
    """The joins with the markers of a language."""
    markers = {"guest": of["guest"], "external": of["external"]}
    return [Join(one.name.format(**markers), one.email, one.start, one.end) for one in JOINS]


def text(rows: Rows, sign: str = "\t") -> str:
    """Rows as a program writes them."""
    out = io.StringIO()
    csv.writer(out, delimiter=sign, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def utf16(rows: Rows) -> bytes:
    """As Teams saves: UTF-16LE with a mark, TABs."""
    return b"\xff\xfe" + text(rows).encode("utf-16-le")


def teams1(of: Language) -> list[list[str]]:
    """A list taken at the end of the meeting."""
    moments = sorted(
        [(one.start, one.name, of["joined"]) for one in joins(of)]
        + [(one.end, one.name, of["left"]) for one in joins(of)],
        key=lambda moment: (moment[0], moment[2] == of["left"]),
    )  # fmt: skip
    return [[of["full_name"], of["action"], of["timestamp"]], *([n, a, of.times(t)] for t, n, a in moments)]


def teams2(of: Language) -> list[list[str]]:
    """A summary, then one row a join."""
    head = [
        [of["meeting_summary"]], [of["total"], "7"], [of["m_title"], TITLE], [of["m_start"], of.times(0)],
        [of["m_end"], of.times(END)], [],
        [of[key] for key in ("full_name", "join", "leave", "duration", "email", "role", "upn")],
    ]  # fmt: skip
    return head + [
        [
            one.name, of.times(one.start), of.times(one.end), of.lasting(one.end - one.start), one.email, of["member"],
            one.email,
        ]
        for one in joins(of)
    ]  # fmt: skip


def people(of: Language) -> list[list[Join]]:
    """The joins of each person: by e-mail, else each alone."""
    found: dict[str, list[Join]] = {}
    for number, one in enumerate(joins(of)):
        found.setdefault(one.email or str(number), []).append(one)
    return list(found.values())


def teams3(of: Language) -> list[list[str]]:
    """Numbered sections."""
    rows = [
        [f"1. {of['summary']}"], [of["title"], TITLE], [of["attended"], "7"], [of["start"], of.times(0)],
        [of["end"], of.times(END)], [of["lasted"], of.lasting(END)], [of["mean"], of.lasting(2900)], [],
        [f"2. {of['participants']}"],
        [of[key] for key in ("name", "first", "last", "duration", "email", "upn", "role")],
    ]  # fmt: skip
    rows += [
        [
            them[0].name, of.times(them[0].start), of.times(them[-1].end),
            of.lasting(sum(one.end - one.start for one in them)), them[0].email, them[0].email, of["member"],
        ]
        for them in people(of)
    ]  # fmt: skip
    return [*rows, [], [f"3. {of['activities']}"], *_activities(of)]


def _activities(of: Language) -> list[list[str]]:
    head = [of[key] for key in ("name", "join", "leave", "duration", "email", "role")]
    return [head] + [
        [one.name, of.times(one.start), of.times(one.end), of.lasting(one.end - one.start), one.email, of["member"]]
        for one in joins(of)
    ]


def only_activities(of: Language) -> list[list[str]]:
    """A third generation without its second section."""
    rows = teams3(of)
    second = rows.index([f"2. {of['participants']}"])
    third = rows.index([f"3. {of['activities']}"])
    return rows[:second] + rows[third:]


def zoom_meeting(of: Language) -> list[list[str]]:
    """The table of a meeting below the line about it."""
    meta = ["Meeting ID", "Topic", "Start Time", "End Time", "User Email", "Duration (Minutes)", "Participants"]
    if of is not EN:
        meta = ["Nr", of["m_title"], of["m_start"], of["m_end"], of["email"], of["minutes"], of["attended"]]
    guest = "Vendég" if of is OTHER else of["guest"]
    value = ["812 3456 7890", TITLE, of.times(0), of.times(END), "host@omnia.example", "90", "8"]
    head = [f"{of['name']} ({of['full_name']})", of["email"], of["join"], of["leave"], of["minutes"], guest]
    if of is EN:
        head = ["Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest"]
    return [meta, value, [], head] + [
        [
            one.name, one.email, of.times(one.start), of.times(one.end), str(-(-(one.end - one.start) // 60)),
            of["no"] if one.email else of["yes"],
        ]
        for one in joins(of)
    ]  # fmt: skip


def zoom_unique(of: Language) -> list[list[str]]:
    """One row a person, without times."""
    head = [of["name"], of["email"], of["minutes"], "Vendég" if of is OTHER else of["guest"]]
    if of is EN:
        head = ["Name (Original Name)", "User Email", "Total Duration (Minutes)", "Guest"]
    return [head] + [
        [
            them[0].name, them[0].email, str(-(-sum(one.end - one.start for one in them) // 60)),
            of["no"] if them[0].email else of["yes"],
        ]
        for them in people(of)
    ]  # fmt: skip


def zoom_newer() -> list[list[str]]:
    """The newer headings."""
    rows = zoom_meeting(EN)
    head = ["Name (original name)", "Email", "Join time", "Leave time", "Duration (minutes)", "Guest",
            "Recording disclaimer response", "In waiting room"]  # fmt: skip
    return [head] + [[*row, "OK", "No"] for row in rows[4:]]


def zoom_webinar() -> list[list[str]]:
    """Host, panelists and attendees; one did not come, one came twice, one has NUL in the name."""
    head = [
        "Attended", "User Name (Original Name)", "First Name", "Last Name", "Email", "Phone", "Registration Time",
        "Approval Status", "Join Time", "Leave Time", "Time in Session (minutes)", "Is Guest", "Country/Region Name",
    ]  # fmt: skip

    def row(name: str, email: str, times: Sequence[str], minutes: str, came: str = "Yes") -> list[str]:
        first, _, last = name.partition(" ")
        return [came, name, first, last, email, "+358401234567", "Aug 20, 2024 10:00 AM", "approved", *times, minutes,
                "Yes", "Finland"]  # fmt: skip

    there = ("Sep 3, 2024 09:00 AM", "Sep 3, 2024 10:00 AM")
    return [
        ["Attendee Report"], ["Report Generated:", "Sep 3, 2024 11:00 AM"],
        ["Topic", "Webinar ID", "Actual Start Time", "Actual Duration (minutes)", "# Registered", "Unique Viewers"],
        [TITLE, "812 3456 7890", "Sep 3, 2024 08:55 AM", "65", "3", "3"],
        ["Host Details"],
        ["Attended", "User Name (Original Name)", "Email", "Join Time", "Leave Time", "Time in Session (minutes)",
         "Is Guest", "Country/Region Name"],
        ["Yes", "Maija Mallikas", "maija.mallikas@omnia.example", "Sep 3, 2024 08:55 AM", "Sep 3, 2024 10:00 AM", "65",
         "No", "Finland"],
        ["Attendee Details"], head,
        row("Matti Virtanen", "matti.virtanen@gradia.example", ("Sep 3, 2024 09:00 AM", "Sep 3, 2024 09:20 AM"), "20"),
        row("Matti Virtanen", "matti.virtanen@gradia.example", ("Sep 3, 2024 09:30 AM", "Sep 3, 2024 10:00 AM"), "30"),
        row("Åsa\0 Ståhl", "asa.stahl@axxell.example", there, "60"),
        row("Niilo Niemi", "niilo.niemi@riveria.example", ("--", "--"), "--", came="No"),
    ]  # fmt: skip


def webropol(of: Language) -> list[list[str]]:
    """Registrations: the booker first, then the attendee; one of them cancelled."""
    words = {
        "fi": "Tapahtuman nimi|Paikka|Aika|Ilm.aika|Etunimi|Sukunimi|Sähköposti|Matkapuhelin|Tila|Organisaatio|"
              "Ruokarajoitteet|Ilmoittautunut|Peruutettu",
        "sv": "Evenemangets namn|Plats|Tid|Anmälningstid|Förnamn|Efternamn|E-post|Mobiltelefon|Status|Organisation|"
              "Specialdiet|Anmäld|Avbokad",
        "en": "Event name|Location|Time|Registration time|First name|Last name|Email|Mobile|Status|Organisation|Diet|"
              "Registered|Cancelled",
        "other": "Esemény neve|Helyszín|Időpont|Jelentkezés|Utónév|Vezetéknév|E-mail-cím|Telefon|Állapot|Szervezet|"
                 "Étrend|Regisztrált|Törölt",
    }[of.code].split("|")  # fmt: skip
    title, place, when, at, first, last, email, phone, status, organisation, diet, yes, cancelled = words
    booked = of.times(0)
    return [
        ["", title, "Väliseminaari"], ["", place, "Jyväskylä, Gradia"], ["", when, of.times(0)], [],
        ["#", at, first, last, email, phone, "", status, "-", "", "", "", ""],
        ["-", "-", "-", "-", "-", "-", "-", "-", first, last, email, organisation, diet],
        ["1", booked, "Sari", "Sihteeri", "sari@gradia.example", "040 1234567", "", yes, "Matti", "Virtanen",
         "matti.virtanen@gradia.example", "Gradia", ""],
        ["2", booked, "Sari", "Sihteeri", "sari@gradia.example", "040 1234567", "", yes, "Åsa", "Ståhl",
         "asa.stahl@axxell.example", "Axxell", "vegaani"],
        ["3", booked, "Niilo", "Niemi", "niilo@riveria.example", "", "", cancelled, "Niilo", "Niemi",
         "niilo@riveria.example", "Riveria", ""],
        ["4", booked, "Maija", "Mallikas", "maija.mallikas@omnia.example", "", "", yes, "", "", "", "", ""],
    ]  # fmt: skip


def signup(of: Language) -> list[list[str]]:
    """A sheet from the door: a title, a time, people with their organisations."""
    words = {
        "fi": "Osaamiskampus-työpaja|Aika|Nro|Nimi|Organisaatio|Sähköposti|Yhteensä",
        "sv": "Verkstad i Vasa|Tid|Nr|Namn|Organisation|E-post|Totalt",
        "en": "Workshop in Vaasa|Time|No|Name|Organisation|Email|Total",
        "other": "Műhelymunka|Időpont|Ssz|Név|Szervezet|E-mail-cím|Total",
    }[of.code].split("|")
    title, when, number, name, organisation, email, total = words
    return [
        [title], [when, of.times(0)], [],
        [number, name, organisation, email],
        ["1", "Matti Virtanen", "Gradia", "matti.virtanen@gradia.example"],
        ["2", "Åsa Ståhl", "Axxell", "asa.stahl@axxell.example"],
        ["3", "Maija Mallikas", "Omnia", "Maija.Mallikas@OMNIA.example"],
        ["4", "Niilo Niemi", "Riveria", "niilo.niemi@riveria.example"],
        ["5", "", "", ""],
        ["", total, "4", ""],
    ]  # fmt: skip
