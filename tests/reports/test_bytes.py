"""Every report in every format: the same bytes of the same facts wherever it is made, and nothing that somebody typed
is a formula, markup or a sign that a terminal obeys."""

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import locales
from core.display import OBEYED
from reports.content import Content
from reports.registry import KINDS, Options, write

EVERY = [(kind, form) for kind, one in KINDS.items() for form in one.formats]
IDS = [f"{kind}-{form}" for kind, form in EVERY]
PREFIXES = (
    "=1+1 ", "+SUM(A1) ", "-2+3 ", "@x ", "|y ", "%z ", "\uff1d1 ", "\t=1 ", " =1 ", "'=1 ", '"=1 ', "\r=1 ",
    "<script>alert(1)</script> ", "<b onclick=x> ", "&amp; ", "]]> ", "--> ", "[x](javascript:1) ", "`x` ",
    "*a* _b_ ", "# ", "1. ", "a | b ", "\\", "\x1b[31m", "\x9b2J", "\x00", "\u202eabc ", "\u2066x ", "\u200b", "\ufffe",
    "\ufeff", "\u2028", "&B&12 ", "{{7*7}} ",
)  # fmt: skip
TITLED = {"title", "name", "text", "short", "coordinator", "funder", "reason", "remedy", "responsible", "done",
          "deviations", "next", "decisions", "body", "place", "goal", "region", "business_id", "keeper", "unit",
          "source", "counted", "result", "recipient"}  # fmt: skip
"""Columns of facts that hold what somebody typed."""


def made(kind: str, form: str, content: Content, before: Content | None = None) -> dict[str, bytes]:
    """The files of a report; one without a name where it is one file."""
    out = write(kind, form, content, Options(before, "TP1"))
    return out if isinstance(out, dict) else {"": out}


def hashes(content: Content, before: Content, language: str) -> dict[str, str]:
    """The SHA-256 of every file of every report in a language."""
    locales.choose(language)
    return {f"{kind} {form} {name}": hashlib.sha256(one).hexdigest()
            for kind, form in EVERY for name, one in made(kind, form, content, before).items()}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "seed", "zone", "locale"), [("fi", "0", "UTC", "C"), ("en", "4711", "Pacific/Kiritimati", "C.UTF-8")]
)
def test_the_same_facts_have_the_same_bytes_on_any_machine(
    demo_content: Content, demo_before: Content, tmp_path: Path, language: str, seed: str, zone: str, locale: str
) -> None:
    file = tmp_path / "content.json"
    raw = [[one.raw, one.quarter] for one in (demo_content, demo_before)]
    file.write_text(json.dumps(raw, sort_keys=True), encoding="utf-8")  # as a snapshot has them: not as they were made
    child = subprocess.run([sys.executable, "-m", "tests.reports.test_bytes", str(file), language],
                           env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
                           capture_output=True, check=True, text=True, cwd=Path(__file__).parents[2])  # fmt: skip
    assert json.loads(child.stdout) == hashes(demo_content, demo_before, language)


@pytest.mark.parametrize(("kind", "form"), EVERY, ids=IDS)
def test_a_report_made_twice_is_the_same(demo_content: Content, kind: str, form: str) -> None:
    if form != "png":  # test_picture has it
        assert made(kind, form, demo_content) == made(kind, form, demo_content)


# What somebody typed


@pytest.fixture(scope="module")
def hostile(demo_content: Content) -> Content:
    """The demo with what nobody should type before every name and text."""
    raw = json.loads(json.dumps(demo_content.raw))
    found: dict[str, str] = {}

    def mean(text: str) -> None:
        found.setdefault(text, PREFIXES[len(found) % len(PREFIXES)] + text)

    for table, rows in raw["facts"].items():
        for key, row in rows:
            if table in ("organisation", "deadline"):
                mean(key[0])
            for column, value in row.items():
                if column in TITLED and isinstance(value, str) and value:
                    mean(value)
    for figures in raw["figures"].values():
        for wave in figures.get("surveys", {}).values():
            for question in wave["questions"].values():
                mean(question["text"])
    assert len(found) > 4 * len(PREFIXES)
    for word in {word for word in found if len(word) < 3 or re.fullmatch(r"[a-z_]+", word)}:
        del found[word]  # a code of ours may be the same word

    def turned(node: Any) -> Any:
        if isinstance(node, dict):
            return {found.get(key, key): turned(value) for key, value in node.items()}
        if isinstance(node, list):
            return [turned(one) for one in node]
        return found.get(node, node) if isinstance(node, str) else node

    return Content(turned(raw), quarter=demo_content.quarter)


def tame(text: str, but: str = "") -> bool:
    """Nothing in *text* that a terminal obeys, but for the signs *but*."""
    return not any(ord(sign) in OBEYED and sign not in but for sign in text)


class Tags(HTMLParser):
    """The elements of a page with the names of their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[tuple[str, ...]] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, *sorted(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def strings(node: object) -> Iterator[str]:
    """Every text of a JSON value, names too."""
    if isinstance(node, dict):
        yield from node
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from strings(one)
    elif isinstance(node, str):
        yield node


def parts(content: bytes) -> Iterator[tuple[str, ElementTree.Element, bytes]]:
    """The XML parts of a package, as they are and as they are read."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                raw = package.read(name)
                yield name, ElementTree.fromstring(raw), raw


def tags(root: ElementTree.Element) -> set[str]:
    return {one.tag for one in root.iter()}


def check_html(content: bytes, plain: bytes) -> None:
    page, usual = Tags(content.decode()), Tags(plain.decode())
    assert page.found <= usual.found
    assert ("<script>alert(1)</script>" in page.text) == ("script&gt;" in content.decode())
    assert tame(content.decode(), "\n")


def check_svg(content: bytes, plain: bytes) -> None:
    assert tags(ElementTree.fromstring(content)) == tags(ElementTree.fromstring(plain))
    assert tame(content.decode(), "\n")


def check_md(content: bytes, plain: bytes) -> None:
    text = content.decode()
    assert not re.findall(r"(?<!\\)(?:\\\\)*[<\[`~]", text)
    assert tame(text, "\n")
    for one in (text, plain.decode()):
        bars = [[len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in table.splitlines()]
                for table in one.split("\n\n") if table.startswith("|")]  # fmt: skip
        assert bars or "|" not in one
        assert all(len(set(table)) == 1 for table in bars)


def check_json(content: bytes, plain: bytes) -> None:
    assert set(json.loads(content)) == set(json.loads(plain))
    assert all(map(tame, strings(json.loads(content))))


def check_csv(content: bytes, plain: bytes) -> None:
    text = content.decode("utf-8-sig")
    assert tame(text, "\r\n")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == len(list(csv.reader(io.StringIO(plain.decode("utf-8-sig"), newline=""), delimiter=";")))
    for cell in (cell for row in rows for cell in row):
        if not re.fullmatch(r"[-+]?\d+([.,]\d+)?%?|-|\+\d[\d ]*", cell):
            assert not re.match(r"[\s\"]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]", cell), cell


def check_xlsx(content: bytes, plain: bytes) -> None:
    for name, root, raw in parts(content):
        assert not [one for one in tags(root) if one.endswith(("}f", "}hyperlink"))] or "chart" in name, name
        assert tame(raw.decode(), "\r\n"), name
        assert not re.search(r"_x00[01][0-9A-F]_", raw.decode()), name


def check_docx(content: bytes, plain: bytes) -> None:
    usual = {name: tags(root) for name, root, _ in parts(plain)}
    for name, root, raw in parts(content):
        assert tags(root) <= usual[name], name
        assert tame(raw.decode(), "\r\n"), name


CHECKS = {"html": check_html, "svg": check_svg, "md": check_md, "json": check_json, "csv": check_csv,
          "xlsx": check_xlsx, "docx": check_docx}  # fmt: skip


@pytest.mark.parametrize(("kind", "form"), EVERY, ids=IDS)
def test_what_is_typed_is_text_in_every_format(
    demo_content: Content, hostile: Content, kind: str, form: str
) -> None:  # fmt: skip
    files, usual = made(kind, form, hostile), made(kind, form, demo_content)
    assert set(files) == set(usual)
    for name, content in files.items():
        assert content != usual[name] or len(files) > 1
        if form in CHECKS:
            CHECKS[form](content, usual[name])


if __name__ == "__main__":
    contents = [Content(raw, quarter=quarter) for raw, quarter in json.loads(Path(sys.argv[1]).read_text("utf-8"))]
    json.dump(hashes(contents[0], contents[1], sys.argv[2]), sys.stdout)
