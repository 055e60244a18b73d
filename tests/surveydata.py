"""A survey of a network at its start and its end, as the programs that ask it write their files.

Everything is invented and follows from a seed; only the names of organisations are the real ones of tests/data.
`wave` gives who answered what, `webropol`, `forms` and `plain` write that as files.
"""

import csv
import io
import json
import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import xlsxwriter

DATA = Path(__file__).parent / "data"
Value = int | str | tuple[str, ...] | None
"""A point, a text or choice, the options that were ticked; None was left empty."""
DONT_KNOW = {"fi": "En osaa sanoa", "sv": "Kan inte säga", "en": "Don't know"}
OPENED = {"start": datetime(2024, 3, 4, 9, 0), "end": datetime(2024, 12, 2, 9, 0)}


@dataclass(frozen=True)
class Item:
    """A question in three languages. *options* are those of a choice, in the languages' order."""

    key: str
    type: str
    fi: str
    sv: str
    en: str
    reversed: bool = False
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """The question as it is asked in a language."""
        return str(getattr(self, language))


ITEMS = (
    Item("q1", "likert", "Tunnen verkoston tuotokset", "Jag känner till nätverkets leveranser",
         "I know the outputs of the network"),
    Item("q2", "likert", "Tiedolla johtaminen on osa arkea", "Kunskapsbaserad ledning hör till vardagen",
         "Knowledge-based management is part of our work"),
    Item("q3", "likert", "Järjestelmämme vaihtavat tietoa sujuvasti", "Våra system utbyter information smidigt",
         "Our systems exchange data smoothly"),
    Item("q4", "likert", "Tietoa on vaikea löytää", "Information är svår att hitta", "Data is hard to find",
         reversed=True),
    Item("q5", "single", "Kokonaisarkkitehtuurista vastaa", "För helhetsarkitekturen ansvarar",
         "Enterprise architecture is the task of",
         options={"fi": ("nimetty henkilö", "ryhmä", "ei kukaan"), "sv": ("en utsedd person", "en grupp", "ingen"),
                  "en": ("a named person", "a group", "nobody")}),
    Item("q6", "multiple", "Mistä saat tukea?", "Varifrån får du stöd?", "Where do you find support?",
         options={"fi": ("verkostosta", "kollegoilta, esihenkilöltä", "verkkosivuilta"),
                  "sv": ("av nätverket", "av kolleger, chefen", "på webbplatser"),
                  "en": ("the network", "colleagues, my manager", "websites")}),
    Item("q7", "number", "Montako henkilöä työhön osallistuu?", "Hur många personer deltar i arbetet?",
         "How many people take part in the work?"),
    Item("q8", "text", "Mitä muuta haluat sanoa?", "Vad vill du ännu säga?", "What else would you like to say?"),
)  # fmt: skip
LABELS = {
    "fi": ("täysin eri mieltä", "jokseenkin eri mieltä", "en samaa enkä eri mieltä", "jokseenkin samaa mieltä",
           "täysin samaa mieltä"),
    "sv": ("helt av annan åsikt", "delvis av annan åsikt", "varken av samma eller annan åsikt",
           "delvis av samma åsikt", "helt av samma åsikt"),
    "en": ("strongly disagree", "disagree", "neither agree nor disagree", "agree", "strongly agree"),
}  # fmt: skip
"""What the points 1 to 5 are called."""
HEADS = {
    "fi": {"id": "ID", "start": "Aloitusaika", "end": "Valmistumisaika", "email": "Sähköposti", "name": "Nimi",
           "organisation": "Organisaatio", "respondent": "Vastaajan tunnus", "answered": "Vastausaika",
           "state": "Tila", "done": "Valmis", "begun": "Kesken"},
    "sv": {"id": "ID", "start": "Starttid", "end": "Slutförandetid", "email": "E-post", "name": "Namn",
           "organisation": "Organisation", "respondent": "Respondentens id", "answered": "Svarstid",
           "state": "Status", "done": "Besvarad", "begun": "Påbörjad"},
    "en": {"id": "ID", "start": "Start time", "end": "Completion time", "email": "Email", "name": "Name",
           "organisation": "Organisation", "respondent": "Response ID", "answered": "Submitted",
           "state": "Status", "done": "Complete", "begun": "Partial"},
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody of an organisation."""

    number: int
    name: str
    email: str
    organisation: str


@dataclass(frozen=True)
class Response:
    """What somebody answered, by the keys of ITEMS. *dont_know* are the keys of those who could not say."""

    id: int
    person: Person
    at: datetime
    answers: dict[str, Value]
    dont_know: frozenset[str] = frozenset()
    finished: bool = True


def organisations(number: int = 84) -> list[str]:
    """Names of organisations, each of which is one for sure, in the order of the real list."""
    known = json.loads((DATA / "organisations.json").read_text(encoding="utf-8"))
    several = [one["name"] for one in known if not one["uncertain"]]
    more = [one["name"] for one in known if one["uncertain"]]
    return [*several, *more][:number]


def domain(name: str) -> str:
    """An e-mail domain of an organisation's own."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain))[:40].strip("-") + ".example"


def people(seed: int = 1, organisations_there: int = 84, number: int = 200) -> list[Person]:
    """Persons, at least one of every organisation."""
    rng = random.Random(f"people {seed}")
    names = organisations(organisations_there)
    mark = "" if seed == 1 else f".{seed}"
    first, last = ("Maija", "Matti", "Åsa", "Väinö", "Kaisa", "Olli"), ("Mallikas", "Virtanen", "Ståhl", "Öberg")
    out = []
    for n in range(number):
        organisation = names[n] if n < len(names) else rng.choice(names)
        out.append(Person(n + 1, f"{rng.choice(last)} {rng.choice(first)} {n + 1}",
                          f"henkilo{n + 1}{mark}@{domain(organisation)}", organisation))  # fmt: skip
    return out


def wave(
    code: str = "start", seed: int = 1, organisations_there: int = 84, number: int = 200, *, matched: float = 0.6,
    unfinished: int = 0,
) -> list[Response]:  # fmt: skip
    """*number* responses of a wave, *unfinished* ones after them. At the end points are higher by about one, and only a
    share of *matched* are those who answered at the start; the others are new people of the same organisations."""
    rng = random.Random(f"{code} {seed}")
    everybody = people(seed, organisations_there, 2 * number + unfinished)
    first = everybody[:number]
    if code == "start":
        chosen = first
    else:
        stay = first[: round(matched * number)]
        chosen = [*stay, *everybody[number : 2 * number - len(stay)]]
    chosen = [*chosen, *everybody[2 * number :]]
    at = OPENED.get(code, OPENED["start"])
    out = []
    for n, person in enumerate(chosen):
        at += timedelta(minutes=rng.randint(1, 40))
        done = n < number
        answers, unsure = _answers(rng, lift=code == "end")
        out.append(Response(n + 1, person, at, answers if done else {**dict.fromkeys(answers), "q1": answers["q1"]},
                            unsure if done else frozenset(), done))  # fmt: skip
    return out


def _answers(rng: random.Random, *, lift: bool) -> tuple[dict[str, Value], frozenset[str]]:
    answers: dict[str, Value] = {}
    unsure = set()
    for item in ITEMS:
        if item.type == "likert":
            weights = (1, 2, 3, 3, 2) if not lift else (1, 1, 2, 4, 4)
            point = rng.choices(range(1, 6), weights)[0]
            answers[item.key] = 6 - point if item.reversed else point
            if rng.random() < 0.04:
                unsure.add(item.key)
                answers[item.key] = None
        elif item.type == "single":
            answers[item.key] = str(rng.choices(range(3), (3, 2, 2 - lift))[0])
        elif item.type == "multiple":
            answers[item.key] = tuple(str(n) for n in range(3) if rng.random() < 0.5) or None
        elif item.type == "number":
            answers[item.key] = rng.randint(0, 12)
        else:
            said = f"{rng.choice(('Kiitos', 'Lisää aikaa; työpajoja', 'Hyvä näin'))} {rng.randint(1, 9999)}!"
            answers[item.key] = rng.choice((None, None, said, said))
        if item.key not in unsure and rng.random() < 0.03:
            answers[item.key] = None
    return answers, frozenset(unsure)


def words(response: Response, item: Item, language: str, *, labels: bool = False) -> str | int:
    """An answer as it stands in one cell: points as numbers or *labels*, options as their texts joined by semicolons
    with one at the end, as Forms does; empty where nothing was answered."""
    value = response.answers[item.key]
    if item.key in response.dont_know:
        return DONT_KNOW[language]
    if value is None:
        return ""
    if item.type == "single":
        return item.options[language][int(str(value))]
    if isinstance(value, tuple):
        return "".join(item.options[language][int(n)] + ";" for n in value)
    if item.type == "likert" and labels:
        return LABELS[language][int(value) - 1]
    return value


def forms(responses: Sequence[Response], language: str = "fi", *, anonymous: bool = False) -> bytes:
    """The workbook of Microsoft Forms: finished responses only, points as their labels."""
    head = HEADS[language]
    rows: list[list[object]] = [[head["id"], head["start"], head["end"], head["email"], head["name"],
                                 head["organisation"], *(item.text(language) for item in ITEMS)]]  # fmt: skip
    for one in responses:
        if one.finished:
            who = ["anonymous", ""] if anonymous else [one.person.email, one.person.name]
            rows.append([one.id, one.at - timedelta(minutes=5), one.at, *who, one.person.organisation,
                         *(words(one, item, language, labels=True) for item in ITEMS)])  # fmt: skip
    return workbook(rows)


def webropol(responses: Sequence[Response], language: str = "fi") -> bytes:
    """The raw workbook of Webropol: a row for each response with its state, points as numbers, a column for each
    option."""
    return workbook(_webropol_rows(responses, language))


def webropol_csv(responses: Sequence[Response], language: str = "fi") -> bytes:
    """The same with semicolons, as Windows writes it."""
    return _text([[_written(cell) for cell in row] for row in _webropol_rows(responses, language)], ";", "cp1252")


def _webropol_rows(responses: Sequence[Response], language: str) -> list[list[object]]:
    head = HEADS[language]
    rows: list[list[object]] = [
        [head["respondent"], head["state"], head["answered"], head["organisation"], head["email"]]
    ]
    for item in ITEMS:
        options = item.options.get(language, ()) if item.type == "multiple" else ()
        rows[0] += [f"{item.text(language)}: {option}" for option in options] or [item.text(language)]
    for one in responses:
        state = head["done"] if one.finished else head["begun"]
        row: list[object] = [one.id + 1000, state, one.at, one.person.organisation, one.person.email]
        for item in ITEMS:
            value = one.answers[item.key]
            if item.type != "multiple":
                row.append(words(one, item, language))
            elif item.key in one.dont_know or not isinstance(value, tuple):
                row += [""] * len(item.options[language])
            else:
                row += [int(str(n) in value) for n in range(len(item.options[language]))]
        rows.append(row)
    return rows


def plain(responses: Sequence[Response], language: str = "fi", separator: str = ";") -> bytes:
    """A csv that somebody made by hand: no ids, finished responses, points as numbers."""
    head = HEADS[language]
    rows = [[head["organisation"], head["email"], head["answered"], *(item.text(language) for item in ITEMS)]]
    for one in responses:
        if one.finished:
            rows.append([one.person.organisation, one.person.email, _written(one.at),
                         *(_written(words(one, item, language)) for item in ITEMS)])  # fmt: skip
    return _text(rows, separator, "utf-8-sig")


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """One sheet with these rows; the same rows give the same bytes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "d.m.yyyy hh:mm"}) as book:
        book.set_properties({"created": datetime(2024, 1, 1)})
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, column, value)
                elif isinstance(value, int):
                    sheet.write_number(number, column, value)
                elif value != "":
                    sheet.write_string(number, column, str(value))
    return out.getvalue()


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.day}.{value.month}.{value.year} {value.hour}.{value.minute:02}"
    return str(value)


def _text(rows: Sequence[Sequence[str]], separator: str, encoding: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)
