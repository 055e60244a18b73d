"""Every code that importers use has words in three languages, and a user's words extend ours."""

import re
from pathlib import Path

import pytest

import importers
import locales
from core.errors import EtappiError
from importers import documentwords, words
from importers.plandocument import read_document
from locales import has

FOLDER = Path(importers.__file__).parent
OURS = ("answers", "detect", "likeness", "names", "participation", "places", "plan", "planjson", "rows",
        "words", "ownwords", "alignment", "keptanswers", "planorganisations", "readers/text")  # fmt: skip
FINDINGS = re.compile(r'(?:Finding|tell)\(\s*"((?:import|wp|org)\.\w+)"')
ERRORS = re.compile(r'EtappiError\(\s*"import\.(\w+)"')
WORDS = re.compile(r'"(import\.(?:reason|skipped|place|role|question|questions|and|ask|hint)_?\w*)"')


def codes() -> set[str]:
    found = set()
    for name in OURS:
        source = (FOLDER / f"{name}.py").read_text("utf-8")
        found |= {f"finding.{code}" for code in FINDINGS.findall(source)}
        found |= {f"import.error_{code}" for code in ERRORS.findall(source)}
        found |= set(WORDS.findall(source))
    return {code for code in found if not code.endswith("_")} | {"finding.import.repeated_spelling"}


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_every_code_has_words(language: str) -> None:
    before = locales.language()
    locales.choose(language)
    try:
        assert len(codes()) > 50
        assert not [code for code in sorted(codes()) if not has(code)]
    finally:
        locales.choose(before)


def test_a_file_of_the_user_adds_words(tmp_path: Path) -> None:
    own = tmp_path / "words.toml"
    own.write_text('[roles]\nlead = ["Pääkoordinaattori"]\n[marks]\nyes = ["joo"]\n', "utf-8")
    extended = words.extended(own)
    assert extended.roles["pääkoordinaattori"] == "lead"
    assert "joo" in extended.yes
    assert "joo" not in words.standard().yes


def test_a_file_of_the_user_adds_words_of_documents(tmp_path: Path) -> None:
    own = tmp_path / "document_words.toml"
    assert documentwords.of_user(str(tmp_path)) is documentwords.standard()
    own.write_text(
        '[fi]\npackage = ["osahanke"]\naction = ["työvaiheet"]\n[fi.unnumbered]\nVIE = ["viestintä"]\n', "utf-8"
    )
    words = documentwords.of_user(str(tmp_path))
    text = "Osahanke 1: Alku\n\nTyövaiheet:\n- Ensimmäinen\n- Toinen\n\nViestintä\n\nTyövaiheet:\n- Kolmas\n"
    plan = read_document(text.encode(), "x", words)
    assert [(one.code, len(one.actions)) for one in plan.packages] == [("TP1", 2), ("VIE", 1)]
    with pytest.raises(EtappiError, match=r"draft\.no_packages"):
        read_document(text.encode(), "x")
    for bad in ("[fi]\nboss = ['x']\n", "[de]\ngoal = ['Ziel']\n", "[fi]\ngoal = ['']\n", "[fi.unnumbered]\nX = 'y'\n"):
        own.write_text(bad, "utf-8")
        with pytest.raises(EtappiError, match=r"import\.words_entry") as caught:
            documentwords.of_user(str(tmp_path))
        assert str(caught.value.values["key"]).startswith(bad[1:3])


@pytest.mark.parametrize("text", ["[roles", '[roles]\nboss = ["x"]\n', "[marks]\nyes = [1]\n", 'other = "x"\n',
                                  '[marks]\nyes = [" "]\n', '[roles.lead]\nx = ["y"]\n'])  # fmt: skip
def test_a_bad_file_of_words_is_refused(tmp_path: Path, text: str) -> None:
    own = tmp_path / "words.toml"
    own.write_text(text, "utf-8")
    with pytest.raises(EtappiError, match=r"import\.words"):
        words.extended(own)


def test_the_longest_role_word_begins_a_legend() -> None:
    standard = words.standard()
    assert standard.role_at_start("Avustava vetovastuu Tukee vetäjää") == "assist"
    assert standard.role_at_start("Vetovastuu Johtaa") == "lead"
    assert standard.role_at_start("Vetovastuu") is None
    assert standard.role_at_start("Leader-ryhmä Oy") is None


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_a_name_with_a_full_stop_ends_a_sentence_without_a_second_one(language: str) -> None:
    before = locales.language()
    locales.choose(language)
    try:
        for name in ("Talouskouluyhdistys Ry.", "Talouskouluyhdistys"):
            told = locales.t("finding.import.spelling", spelling="x", name=name)
            assert told.endswith("yhdistys Ry." if name.endswith(".") else "yhdistys.")
            assert ".." not in locales.t("finding.import.tail", name=name, above=name)
            assert "{" not in told
    finally:
        locales.choose(before)
