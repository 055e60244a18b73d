"""Every format in every language against its golden file, and what must hold of all of them.

``ETAPPI_GOLDEN=write pytest tests/importers/attendance`` writes the files anew; look at the difference.
"""

import os
from collections.abc import Callable, Sequence

import pytest

import locales
from tests.importers.attendance import shapes
from tests.importers.attendance.shapes import EN, FI, LANGUAGES, SV, Language
from tests.importers.attendance.support import GOLDEN, names, read, reasons, same_people, written

Make = Callable[[Language], Sequence[Sequence[str]]]
IN_ALL: dict[str, Make] = {
    "teams1": shapes.teams1, "teams2": shapes.teams2, "teams3": shapes.teams3, "zoom-meeting": shapes.zoom_meeting,
    "zoom-unique": shapes.zoom_unique, "webropol": shapes.webropol, "signup": shapes.signup,
}  # fmt: skip
FILES: dict[str, bytes] = {
    **{f"teams{n}-{of.code}": shapes.utf16(IN_ALL[f"teams{n}"](of)) for n in (1, 2, 3) for of in LANGUAGES},
    **{
        f"{name}-{of.code}": shapes.text(IN_ALL[name](of), ",").encode()
        for name in ("zoom-meeting", "zoom-unique") for of in LANGUAGES
    },
    "zoom-newer-en": b"\xef\xbb\xbf" + shapes.text(shapes.zoom_newer(), ",").encode(),
    "zoom-webinar-en": shapes.text(shapes.zoom_webinar(), ",").encode(),
    **{
        f"webropol-{of.code}": shapes.text(shapes.webropol(of), ";").encode("cp1252" if of in (FI, SV) else "utf-8")
        for of in LANGUAGES
    },
    **{f"signup-{of.code}": shapes.text(shapes.signup(of), ";").encode() for of in LANGUAGES},
    "counts-fi": "Työpaja 3.9.\nOmnia 12\nGradia: 4\nRiveria\t7 hlö\nYhteensä 23\n".encode(),
    "counts-sv": b"Organisation;Antal\nAxxell;5\nOptima;3\nYA;\n",
    "counts-en": b"TP1.2 workshop 3.9.: 34 people / 19 organisations\nTP1.4 webinar 2024-09-04: 61 people\n",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_golden(name: str) -> None:
    found = written(read(FILES[name], file=f"{name}.csv"))
    path = GOLDEN / f"{name}.json"
    if os.environ.get("ETAPPI_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8")


@pytest.mark.parametrize("of", LANGUAGES, ids=lambda of: of.code)
def test_three_generations_of_one_meeting_give_the_same_people(of: Language) -> None:
    """No double count: seven people (two of one name, a caller), a program listed apart, section 3 never added."""
    first, second, third = (read(FILES[f"teams{n}-{of.code}"]) for n in (1, 2, 3))
    assert [found.generation for found in (first, second, third)] == ["1", "2", "3"]
    assert same_people(first) == same_people(second) == same_people(third)
    assert len(third.people) == 6
    assert {one.email for one in second.people} == {one.email for one in third.people}
    assert reasons(first) == ["bot"] * 1
    assert reasons(second) == reasons(third) == ["bot"]
    assert (second.title, second.start, second.end) == (third.title, third.start, third.end)
    assert third.start == "2024-09-03T09:00"
    assert same_people(read(shapes.only_activities(of))) == same_people(third)


def test_one_language_is_told_and_none_made_up() -> None:
    for name in ("teams2", "teams3", "signup"):
        told = [read(FILES[f"{name}-{of.code}"]).language for of in (FI, SV, EN)]
        assert told == ["fi", "sv", "en"], name
    assert read(FILES["teams3-other"]).language is None


@pytest.mark.parametrize("name", IN_ALL)
def test_an_unknown_language_reads_as_a_known_one(name: str) -> None:
    known, unknown = read(FILES[f"{name}-fi"]), read(FILES[f"{name}-other"])
    if name == "webropol":
        assert [(question.kind, question.text) for question in unknown.questions] == [
            ("mark", "Regisztrált"), ("mark", "Törölt"),
        ]  # fmt: skip
        return
    assert sorted(names(known)) == sorted(names(unknown))
    assert [one.email for one in known.people] == [one.email for one in unknown.people]
    assert [one.minutes for one in known.people] == [one.minutes for one in unknown.people]


def test_every_code_has_its_sentence() -> None:
    """Codes of reasons, findings and questions of all files, in the three languages."""
    for language in locales.LANGUAGES:
        locales.choose(language)
        for name, content in FILES.items():
            found = read(content, file=name)
            asked = [
                one
                for question in found.questions
                for one in (str(question.values["ask"]), *(c.reason for c in question.candidates))
            ]
            told = [f"finding.{one.code}" for one in found.findings]
            codes = [found.why, *(one.reason for one in found.skipped), *told, *asked]
            assert [code for code in codes if not locales.has(code)] == []
