"""One survey as each program exports it, in Finnish, Swedish and English (importing.md 2.5 to 2.8). All is invented.

Every file says the same of the same twelve respondents, so that what is read of them can be held together.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import openpyxl

Rows = list[list[str]]
FI, SV, EN = "fi", "sv", "en"
LANGUAGES = (FI, SV, EN)


@dataclass(frozen=True)
class Asked:
    """A question in three languages: its words, and those of its rows or choices."""

    text: dict[str, str]
    parts: tuple[dict[str, str], ...] = ()


def words(fi: str, sv: str, en: str) -> dict[str, str]:
    return {FI: fi, SV: sv, EN: en}


ORGANISATION = words("Organisaatio", "Organisation", "Organisation")
GRID = Asked(
    words("Arvioi väittämät", "Bedöm påståendena", "Rate the statements"),
    (
        words("Tunnen hankkeen aineistot ja tuotokset", "Jag känner till projektets material", "I know the material"),
        words("Uudet mallit ovat käytössämme", "Vi använder de nya modellerna", "We use the new models"),
    ),
)
LABELS = (
    words("Täysin eri mieltä", "Helt av annan åsikt", "Strongly disagree"),
    words("Jokseenkin eri mieltä", "Delvis av annan åsikt", "Disagree"),
    words("Ei samaa eikä eri mieltä", "Varken av samma eller annan åsikt", "Neither agree nor disagree"),
    words("Jokseenkin samaa mieltä", "Delvis av samma åsikt", "Agree"),
    words("Täysin samaa mieltä", "Helt av samma åsikt", "Strongly agree"),
)
DONT_KNOW = words("En osaa sanoa", "Kan inte säga", "Don't know")
SOURCES = Asked(
    words("Mistä saat tietoa hankkeesta?", "Var får du information?", "Where do you hear of us?"),
    (
        words("Uutiskirje", "Nyhetsbrev", "Newsletter"),
        words("Verkkosivut", "Webbplatsen", "Website"),
        words("Opas, jossa on esimerkkejä", "Guide, med exempel", "Guide, with examples"),
    ),
)
PLAN = Asked(
    words("Onko teillä digisuunnitelma?", "Har ni en digiplan?", "Do you have a digital plan?"),
    (words("Kyllä", "Ja", "Yes"), words("Ei", "Nej", "No"), words("Valmisteilla", "Under arbete", "In preparation")),
)
STAFF = words("Montako henkilöä on mukana?", "Hur många personer deltar?", "How many people take part?")
WISH = words("Mitä toivot seuraavaksi?", "Vad önskar du härnäst?", "What do you wish for next?")
MISSING = words("Ei vastauksia", "Inga svar", "No answers")


@dataclass(frozen=True)
class Person:
    """What one respondent answered: points (0 for "don't know", None for nothing), choices by number, and texts."""

    organisation: str
    known: int | None
    used: int | None
    sources: tuple[int, ...]
    plan: int | None
    staff: str
    wish: str


PEOPLE = (
    Person("Omnia", 4, 2, (0, 1), 0, "12", "Lisää esimerkkejä, ja aikaa"),
    Person("Gradia", 5, 3, (2,), 0, "30", ""),
    Person("Riveria", 1, 1, (0,), 1, "4", "Ei vastauksia vielä kaikkiin kysymyksiin"),
    Person("Omnia", 3, None, (), 2, "", "Työpajoja"),
    Person("TAKK", 2, 4, (0, 1, 2), 0, "25", "Kiitos"),
    Person("Axxell", 5, 5, (1,), 0, "14", "Ruotsinkielistä aineistoa"),
    Person("Optima", None, 0, (1, 2), 1, "8", "=1+1"),
    Person("Gradia", 4, 3, (0, 2), None, "31", "Rivi yksi\nrivi kaksi; jatkuu"),
    Person("Vamia", 0, 2, (1,), 0, "17", "-"),
    Person("Ekami", 4, 4, (0, 1), 2, "22", "Enemmän vertailua"),
    Person("Vaao", 3, 5, (0,), 1, "13", "Selkeämpi aikataulu"),
    Person("Samiedu", 2, 1, (1,), 1, "19", "Tukea johdolle"),
)


def label(point: int | None, language: str) -> str:
    return "" if point is None else DONT_KNOW[language] if point == 0 else LABELS[point - 1][language]


def sources(one: Person, language: str) -> list[str]:
    return [SOURCES.parts[number][language] for number in one.sources]


def plan(one: Person, language: str) -> str:
    return "" if one.plan is None else PLAN.parts[one.plan][language]


def clock(n: int, pattern: str) -> str:
    """A time of the twelfth of September 2024, the *n*th of them; an order of days and months is told by 13."""
    return pattern.format(d=12 + n % 3, h=9 + n % 8, m=f"{n:02}", am="AM" if 9 + n % 8 < 12 else "PM",
                          h12=(9 + n % 8 - 1) % 12 + 1)  # fmt: skip


TIMES = {FI: "{d}.9.2024 {h}.{m}.12", SV: "2024-09-{d} {h:02}:{m}:12", EN: "9/{d}/24 {h}:{m}:12"}


# Microsoft Forms

FORMS = {
    FI: ("Tunnus", "Aloitusaika", "Valmistumisaika", "Sähköposti", "Nimi"),
    SV: ("ID", "Starttid", "Slutförandetid", "E-post", "Namn"),
    EN: ("ID", "Start time", "Completion time", "Email", "Name"),
}


def microsoft(language: str) -> Rows:
    """A heading may have a line break."""
    broken = WISH[language].replace(" ", "\n", 1)
    heads = [*FORMS[language], ORGANISATION[language], *(part[language] for part in GRID.parts),
             SOURCES.text[language], PLAN.text[language], STAFF[language], broken]  # fmt: skip
    rows = [
        [str(n), clock(n, TIMES[language]), clock(n + 1, TIMES[language]), "anonymous", "", one.organisation,
         label(one.known, language), label(one.used, language),
         "".join(f"{source};" for source in sources(one, language)), plan(one, language), one.staff, one.wish]
        for n, one in enumerate(PEOPLE, 1)
    ]  # fmt: skip
    return [heads, *rows]


# Google Forms

STAMP = words("Aikaleima", "Tidstämpel", "Timestamp")


def google(language: str) -> Rows:
    heads = [STAMP[language], ORGANISATION[language],
             *(f"{GRID.text[language]} [{part[language]}]" for part in GRID.parts),
             SOURCES.text[language], PLAN.text[language], STAFF[language], WISH[language]]  # fmt: skip
    rows = [
        [clock(n + 1, "2024/09/{d} {h12}:{m}:12 {am} GMT+3"), one.organisation, label(one.known, language),
         label(one.used, language), ", ".join(sources(one, language)), plan(one, language), one.staff, one.wish]
        for n, one in enumerate(PEOPLE, 1)
    ]  # fmt: skip
    return [heads, *rows]


# LimeSurvey

LIME_OWN = ("id", "submitdate", "lastpage", "startlanguage", "seed")
LIME_TEXT = {
    FI: ("Vastauksen tunnus", "Lähetyspäivä", "Viimeinen sivu", "Aloituskieli", "Siemen"),
    EN: ("Response ID", "Date submitted", "Last page", "Start language", "Seed"),
}
LIME_ASKED = ("ORG", "TP[SQ001]", "TP[SQ002]", "K[SQ001]", "K[SQ002]", "K[SQ003]", "K[other]", "S", "N", "T")


def lime_texts(language: str) -> list[str]:
    other = words("Muu", "Annat", "Other")[language]
    return [
        ORGANISATION[language], *(f"{GRID.text[language]} [{part[language]}]" for part in GRID.parts),
        *(f"{SOURCES.text[language]} [{part[language]}]" for part in SOURCES.parts),
        f"{SOURCES.text[language]} [{other}]", PLAN.text[language], STAFF[language], WISH[language],
    ]  # fmt: skip


def limesurvey(language: str, headings: str = "code", *, codes: bool = False) -> Rows:
    """*headings* are code, both or text; with *codes* the answers are codes."""
    texts = lime_texts(language)
    own = LIME_TEXT.get(language, LIME_TEXT[EN])
    heads = {
        "code": [*LIME_OWN, *LIME_ASKED],
        "text": [*own, *texts],
        "both": [f"{code}. {text}" for code, text in zip((*LIME_OWN, *LIME_ASKED), (*own, *texts), strict=True)],
    }[headings]
    rows = []
    for n, one in enumerate(PEOPLE, 1):
        points = [_lime_point(point, language, codes=codes) for point in (one.known, one.used)]
        yes, no = ("Y", "") if codes else (PLAN.parts[0][language], "")
        ticks = [yes if number in one.sources else no for number in range(3)]
        chosen = (f"A{one.plan + 1}" if one.plan is not None else "") if codes else plan(one, language) or "N/A"
        wish = f"'{one.wish}" if one.wish[:1] in ("=", "-") and len(one.wish) > 1 else one.wish
        rows.append([str(n), clock(n + 1, TIMES[SV]), "3", language, "1234567", one.organisation, *points, *ticks, "",
                     chosen, one.staff, wish])  # fmt: skip
    unfinished = ["13", "", "1", language, "1234567", "Omnia", rows[0][6], "", "", "", "", "", "", "", ""]
    return [heads, *rows, unfinished]


def _lime_point(point: int | None, language: str, *, codes: bool) -> str:
    if not codes:
        return label(point, language) or "N/A"
    return "" if point is None else f"A{point or 6}"


def code_list(language: str) -> Rows:
    """The survey's structure as LimeSurvey exports it."""
    rows = [["class", "type/scale", "name", "relevance", "text", "language"]]

    def row(kind: str, name: str, text: str) -> None:
        rows.append([kind, "F", name, "1", text, language])

    row("Q", "ORG", ORGANISATION[language])
    row("Q", "TP", GRID.text[language])
    for n, part in enumerate(GRID.parts, 1):
        row("SQ", f"SQ00{n}", part[language])
    for n, one in enumerate((*LABELS, DONT_KNOW), 1):
        row("A", f"A{n}", one[language])
    row("Q", "K", SOURCES.text[language])
    for n, part in enumerate(SOURCES.parts, 1):
        row("SQ", f"SQ00{n}", part[language])
    row("Q", "S", PLAN.text[language])
    for n, part in enumerate(PLAN.parts, 1):
        row("A", f"A{n}", part[language])
    row("Q", "N", STAFF[language])
    row("Q", "T", WISH[language])
    return rows


# Webropol

WEBROPOL = {
    FI: ("Vastaajan tunnus", "Vastattu", "Kieli"),
    SV: ("Svarets ID", "Besvarad", "Språk"),
    EN: ("Response ID", "Submitted", "Language"),
}


def webropol(language: str, *, numbers: bool = False) -> Rows:
    """Two rows of headings, as merged cells give them; options as 1 and 0 (*numbers*) or as their words."""
    first = [*WEBROPOL[language], f"1. {ORGANISATION[language]}", f"2. {GRID.text[language]}", "",
             f"3. {SOURCES.text[language]}", "", "", f"4. {PLAN.text[language]}", f"5. {STAFF[language]}",
             f"6. {WISH[language]}"]  # fmt: skip
    second = ["", "", "", "", *(part[language] for part in GRID.parts), *(part[language] for part in SOURCES.parts),
              "", "", ""]  # fmt: skip
    return [first, second, *_webropol_rows(language, numbers=numbers)]


def webropol_flat(language: str, *, numbers: bool = True) -> Rows:
    """One row of headings with the row or option behind a colon."""
    grid, asked = f"2. {GRID.text[language]}", f"3. {SOURCES.text[language]}"
    heads = [*WEBROPOL[language], f"1. {ORGANISATION[language]}", *(f"{grid}: {part[language]}" for part in GRID.parts),
             *(f"{asked}: {part[language]}" for part in SOURCES.parts), f"4. {PLAN.text[language]}",
             f"5. {STAFF[language]}", f"6. {WISH[language]}"]  # fmt: skip
    return [heads, *_webropol_rows(language, numbers=numbers)]


def _webropol_rows(language: str, *, numbers: bool) -> Rows:
    rows = []
    for n, one in enumerate(PEOPLE, 1):
        ticks = [
            ("1" if number in one.sources else "0") if numbers else part[language] if number in one.sources else ""
            for number, part in enumerate(SOURCES.parts)
        ]
        points = [label(point, language) or MISSING[language] for point in (one.known, one.used)]
        rows.append([str(900 + n), clock(n + 1, TIMES[FI]), language, one.organisation, *points, *ticks,
                     plan(one, language) or MISSING[language], one.staff, one.wish])  # fmt: skip
    return rows


def webropol_long(language: str) -> Rows:
    """A row an answer."""
    rows = [
        ["SurveyId", "ResponseId", "RespondentId", "RespondentEmail", "ResponseDate", "Question", "Label", "Answer"]
    ]
    for n, one in enumerate(PEOPLE, 1):
        said = [
            (ORGANISATION[language], "", one.organisation),
            *((GRID.text[language], part[language], label(point, language))
              for part, point in zip(GRID.parts, (one.known, one.used), strict=True)),
            *((SOURCES.text[language], part[language], "1" if number in one.sources else "0")
              for number, part in enumerate(SOURCES.parts)),
            (PLAN.text[language], "", plan(one, language)), (STAFF[language], "", one.staff),
            (WISH[language], "", one.wish),
        ]  # fmt: skip
        rows += [["77", str(900 + n), str(n), "", clock(n + 1, TIMES[SV]), *answer] for answer in said]
    return rows


def page(language: str, one: Person) -> str:
    """The page of one answer: numbers are left out where a branch was not shown."""
    nothing = MISSING[language]
    points = "\n".join(
        f"{part[language]}:\t{label(point, language) or nothing}"
        for part, point in zip(GRID.parts, (one.known, one.used), strict=True)
    )
    chosen, planned = "\n".join(sources(one, language)) or nothing, plan(one, language) or nothing
    return (
        f"# {GRID.text[language]}\n\n## 1. {words('Taustatiedot', 'Bakgrund', 'Background')[language]}\n"
        f"{ORGANISATION[language]}:\t{one.organisation}\n\n## 7. {GRID.text[language]}\n{points}\n\n"
        f"## 24. {SOURCES.text[language]}\n{chosen}\n\n## 40. {PLAN.text[language]}\n{planned}\n\n"
        f"## 41. {STAFF[language]}\n1.\t{one.staff}\n\n## 42. {WISH[language]}\n{one.wish or nothing}\n"
    )


# Plain tables


def plain(language: str) -> Rows:
    heads = [ORGANISATION[language], *(part[language] for part in GRID.parts),
             *(f"{SOURCES.text[language]} [{part[language]}]" for part in SOURCES.parts), PLAN.text[language],
             STAFF[language], WISH[language]]  # fmt: skip
    rows = [
        [one.organisation, label(one.known, language), label(one.used, language),
         *("x" if number in one.sources else "" for number in range(3)), plan(one, language), one.staff, one.wish]
        for one in PEOPLE
    ]  # fmt: skip
    return [heads, *rows]


# Bytes


def text(rows: Sequence[Sequence[str]], delimiter: str = ",", *, every: bool = False) -> bytes:
    """Rows as csv in UTF-8 with its mark; *every* cell in quotes, as LimeSurvey writes."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL).writerows(rows)
    return out.getvalue().encode("utf-8-sig") + (b"\r\n" if every else b"")


def workbook(rows: Sequence[Sequence[str]], *, merged: bool = False) -> bytes:
    """Rows as an xlsx; with *merged* a heading spans the empty ones to its right."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([int(cell) if cell.isdigit() and len(cell) < 4 else cell for cell in row])
    for cells in sheet.iter_rows():
        for one in cells:
            if isinstance(one.value, str) and one.value.startswith("="):
                one.data_type = "s"
    if merged:
        for column, cell in enumerate(rows[0], 1):
            end = column
            while cell and end < len(rows[0]) and not rows[0][end]:
                end += 1
            if end > column:
                sheet.merge_cells(start_row=1, start_column=column, end_row=1, end_column=end)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


Make = Callable[[], bytes]
FILES: dict[str, Make] = {
    **{f"msforms-xlsx-{of}": lambda of=of: workbook(microsoft(of)) for of in LANGUAGES},  # type: ignore[misc]
    **{f"msforms-csv-{of}": lambda of=of: text(microsoft(of), ";" if of == FI else ",") for of in LANGUAGES},  # type: ignore[misc]
    **{f"google-{of}": lambda of=of: text(google(of)) for of in LANGUAGES},  # type: ignore[misc]
    **{f"limesurvey-{mode}-{of}": lambda of=of, mode=mode: text(limesurvey(of, mode), every=True)  # type: ignore[misc]
       for mode in ("both", "text") for of in (FI, EN)},
    "webropol-xlsx-fi": lambda: workbook(webropol(FI), merged=True),
    "webropol-numbers-sv": lambda: workbook(webropol(SV, numbers=True), merged=True),
    "webropol-csv-fi": lambda: text(webropol_flat(FI), ";"),
    "webropol-csv-en": lambda: text(webropol_flat(EN, numbers=False), ";"),
    "webropol-long-fi": lambda: text(webropol_long(FI), ";"),
    "webropol-page-fi": lambda: page(FI, PEOPLE[0]).encode(),
    "webropol-pages-sv": lambda: "\n".join(page(SV, one) for one in PEOPLE).encode(),
    "plain-xlsx-fi": lambda: workbook(plain(FI)),
    "plain-csv-sv": lambda: text(plain(SV), ";"),
}  # fmt: skip
