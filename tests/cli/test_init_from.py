"""`etappi init --from DOCUMENT`: the draft on stdout, what is not sure on stderr, and a project made of the draft."""

import re
from pathlib import Path

import pytest

from cli.main import _run
from locales import LANGUAGES

DOCUMENT = Path(__file__).parent.parent / "data" / "plan-document.txt"


def said(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = _run(["--db", str(tmp_path / "etappi.db"), *arguments])
    out = capsys.readouterr()
    return code, out.out, out.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_draft_makes_a_project(language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, draft, told = said(["--lang", language, "init", "--from", str(DOCUMENT)], tmp_path, capsys)
    assert code == 0
    assert "plan-document.txt" in told.splitlines()[0]
    assert any(" 116" in line for line in told.splitlines())  # the empty item
    assert not re.findall(r"\b(?:draft|finding|import)\.[a-z]", told + draft)  # every code has its words
    assert not (tmp_path / "etappi.db").exists()
    (tmp_path / "plan.toml").write_text(draft, encoding="utf-8")
    code, out, _ = said(["--lang", language, "init", str(tmp_path / "plan.toml")], tmp_path, capsys)
    assert code == 0
    assert "PLAN25" in out


def test_json_holds_the_draft_and_the_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    code, out, told = said(["init", "--from", str(DOCUMENT), "--json"], tmp_path, capsys)
    value = json.loads(out)
    assert (code, told) == (0, "")
    assert (value["packages"], value["items"], value["indicators"], value["problems"]) == (4, 10, 5, [])
    assert 'code = "TP1.1"' in value["plan"]
    assert "import.empty" in [finding["code"] for finding in value["findings"]]


def test_a_draft_that_is_not_sound_says_what_to_mend(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = tmp_path / "open.txt"
    document.write_text("Hanke\n\nTP1: Lautat\n\nToimenpiteet:\n- Yksi\n", encoding="utf-8")
    code, draft, told = said(["--lang", "en", "init", "--from", str(document)], tmp_path, capsys)
    assert code == 0
    assert "# start =\n" in draft
    assert [line for line in told.splitlines() if line.startswith("draft:") and "start" in line]


@pytest.mark.parametrize("language", LANGUAGES)
def test_bad_input_is_one_sentence(language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "none.txt").write_text("Ei mitään", encoding="utf-8")
    (tmp_path / "picture.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    for file in ("none.txt", "picture.docx", "missing.pdf"):
        code, out, told = said(["--lang", language, "init", "--from", str(tmp_path / file)], tmp_path, capsys)
        assert (code, out) == (2, "")
        assert len(told.splitlines()) == 1
        assert file in told
    for arguments in (["init"], ["init", "plan.toml", "--from", "a.docx"], ["init", "--example", "--from", "a.docx"]):
        assert said(["--lang", language, *arguments], tmp_path, capsys)[0] == 2
