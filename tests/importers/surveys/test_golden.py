"""Every form of export against its golden file, and what must hold of all of them.

``ETAPPI_GOLDEN=write pytest tests/importers/surveys`` writes the files anew; look at the difference.
"""

import os
from functools import cache

import pytest

import locales
from importers.surveys.fingerprints import fingerprint
from importers.surveys.model import AnswerRead, SurveyReading, Told
from tests.importers.surveys import shapes
from tests.importers.surveys.shapes import EN, FI, FILES, SV
from tests.importers.surveys.support import GOLDEN, answers, known, proposed, read, written

FORMS = {"msforms": "msforms", "google": "google", "limesurvey": "limesurvey", "webropol": "webropol", "plain": "plain"}


@cache
def reading(name: str) -> SurveyReading:
    return read(FILES[name](), file=f"{name}.dat")


@pytest.mark.parametrize("name", FILES)
def test_golden(name: str) -> None:
    found = reading(name)
    text = written(found, proposed(found))
    path = GOLDEN / f"{name}.json"
    if os.environ.get("ETAPPI_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_the_form_is_told(name: str) -> None:
    expected = "webropol-summary" if "page" in name else FORMS[name.partition("-")[0]]
    assert reading(name).form == expected


def expected(language: str, one: shapes.Person) -> dict[str, AnswerRead]:
    """What a respondent answered, as every export must give it."""
    said: dict[str, AnswerRead] = {}
    for key, point in (("q1", one.known), ("q2", one.used)):
        if point is not None:
            said[key] = AnswerRead(number=point) if point else AnswerRead(dont_know=True)
    if one.sources:
        said["q3"] = AnswerRead(options=tuple(shapes.sources(one, language)))
    if one.plan is not None:
        said["q4"] = AnswerRead(options=(shapes.plan(one, language),))
    if one.staff:
        said["q5"] = AnswerRead(number=float(one.staff))
    if one.wish:
        said["q6"] = AnswerRead(text=one.wish)
    return said


@pytest.mark.parametrize("name", [name for name in FILES if name != "webropol-page-fi"])
def test_all_exports_of_a_survey_say_the_same(name: str) -> None:
    """With the survey's own questions known nothing is asked, and every answer of everybody comes out."""
    found, language = reading(name), name[-2:]
    proposal = proposed(found, known(language))
    assert [one.text for one in proposal.open] == []
    assert all(one.known and one.sure for one in proposal.questions)
    assert answers(found, proposal) == [expected(language, one) for one in shapes.PEOPLE]
    assert [one.organisation for one in found.responses] == [one.organisation for one in shapes.PEOPLE]


@pytest.mark.parametrize("language", [FI, EN])
def test_codes_and_full_texts_give_the_same(language: str) -> None:
    """Codes with the survey's structure are read as full texts, whatever the headings are."""
    from importers.surveys import codes, texts

    listed = codes.read(texts.grids_of(shapes.text(shapes.code_list(language), "\t"), "rakenne.txt"))
    whole = read(shapes.text(shapes.limesurvey(language, "both"), every=True))
    first = answers(whole, proposed(whole))
    for headings in ("code", "both", "text"):
        told = Told(codes=listed)
        for content in (shapes.limesurvey(language, headings, codes=True), shapes.limesurvey(language, headings)):
            found = read(shapes.text(content, every=True), told)
            proposal = proposed(found, told=told)
            assert answers(found, proposal) == first, headings
            assert [one.text for one in proposal.questions] == [one.text for one in proposed(whole).questions]
            assert len(found.partial) == 1


def test_codes_alone_are_told_and_asked() -> None:
    found = read(shapes.text(shapes.limesurvey(FI, codes=True), every=True))
    assert "surveyfile.codes_only" in [one.code for one in found.findings]
    asked = {one.text: [candidate.name for candidate in one.candidates] for one in proposed(found).open}
    assert "TP[SQ001]" in asked
    assert "TP[SQ002]" not in asked  # one question for the grid
    assert asked["TP[SQ001]"][-2:] == ["single", "skip"]


def test_the_same_headings_have_one_fingerprint() -> None:
    """Whatever the file is: xlsx or csv, comma or semicolon, other answers; and other headings have another one."""
    rows = shapes.microsoft(FI)
    files = [
        shapes.workbook(rows), shapes.text(rows), shapes.text(rows, ";"), shapes.text(rows[:4], "\t"),
        shapes.text([[], ["", ""], *rows], ";"),
    ]  # fmt: skip
    assert len({fingerprint(read(content)) for content in files}) == 1
    marks = {fingerprint(reading(name)) for name in FILES}
    assert len(marks) == len({tuple(one.heading for one in reading(name).columns) for name in FILES})
    assert fingerprint(reading(f"msforms-csv-{SV}")) != fingerprint(reading(f"msforms-csv-{FI}"))


def test_nothing_shows_people() -> None:
    """No repr has an e-mail or an answer, which logs and tracebacks would show."""
    row = ["1", "12.9.2024 9.00", "13.9.2024 9.00", "maija@omnia.example", "Maija Mallikas", "Salainen vastaus"]
    found = read(shapes.text([[*shapes.FORMS[FI], "Avoin"], row]))
    assert found.responses[0].email == "maija@omnia.example"
    told = repr(found) + repr(proposed(found)) + repr(answers(found, proposed(found)))
    assert not [word for word in ("maija", "Mallikas", "Salainen") if word in told]


def test_every_code_has_its_sentence() -> None:
    """Codes of findings and questions of all files, in the three languages."""
    for language in locales.LANGUAGES:
        locales.choose(language)
        for name in FILES:
            found = reading(name)
            proposal = proposed(found)
            said = [f"finding.{one.code}" for one in (*found.findings, *proposal.findings)]
            for one in (*found.questions, *proposal.open):
                said += [str(one.values["ask"]), *(candidate.reason for candidate in one.candidates)]
            assert [code for code in said if not locales.has(code)] == []
