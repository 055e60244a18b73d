"""The web page: whole and closed, tables with heads and captions, the figures of the document, nothing but itself."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from locales import LANGUAGES
from locales.speaking import speaking
from reports import html, registry
from reports.content import Content
from reports.document import Document, Heading, Table
from reports.registry import Options
from tests.reports.sample import HOSTILE, sample

EMPTY = {"meta", "rect", "line", "polygon", "circle"}
"""Tags without content: those of HTML have no end, those of SVG close themselves."""


class Parsed(HTMLParser):
    """The page as elements: (path of tags, attributes, text)."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[int] = []
        self.tags: list[str] = []
        self.attributes: list[dict[str, str]] = []
        self.texts: list[str] = []
        self.paths: list[tuple[str, ...]] = []
        self.feed(page.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.paths.append((*(self.tags[one] for one in self.open), tag))
        assert len({name for name, _ in attrs}) == len(attrs), tag
        self.attributes.append({name: value or "" for name, value in attrs})
        self.texts.append("")
        if tag not in EMPTY:
            self.open.append(len(self.tags) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in EMPTY
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.tags[self.open.pop()] == tag

    def handle_data(self, data: str) -> None:
        for one in self.open:
            self.texts[one] += data

    def all(self, *tags: str) -> list[int]:
        return [place for place, tag in enumerate(self.tags) if tag in tags]

    def within(self, place: int, *tags: str) -> list[int]:
        """Elements of *tags* inside the one at *place*."""
        size = len(self.paths[place])
        found = []
        for other in range(place + 1, len(self.tags)):
            if len(self.paths[other]) <= size:
                break
            if self.tags[other] in tags:
                found.append(other)
        return found


@pytest.fixture(scope="module", params=[*LANGUAGES, "demo"])
def document(request: pytest.FixtureRequest, demo_content: Content, demo_before: Content) -> Document:
    """The sample in each language, and the quarter report of the demo."""
    if request.param != "demo":
        return sample(request.param)
    with speaking("fi"):
        return registry.document("quarter", demo_content, Options(demo_before))


@pytest.fixture(scope="module")
def page(document: Document) -> Parsed:
    return Parsed(html.write(document))


def shown(text: str) -> str:
    return "".join(sign for sign in text if sign not in "\x1b\u202e")


def tables(page: Parsed) -> list[int]:
    """The tables of the document; those of the charts' figures stand in details."""
    return [place for place in page.all("table") if "details" not in page.paths[place]]


def test_the_page_is_in_its_language_and_has_its_landmarks(document: Document, page: Parsed) -> None:
    assert page.attributes[page.all("html")[0]]["lang"] == document.language
    assert [page.tags[one] for one in page.all("header", "nav", "main", "footer")] == [
        "header",
        "nav",
        "main",
        "footer",
    ]
    assert page.texts[page.all("title")[0]] == f"{document.title} – {document.project}"
    headings = [(page.tags[one], page.texts[one]) for one in page.all("h1", "h2", "h3", "h4")]
    assert headings == [("h1", document.title), *((f"h{block.level}", block.text) for block in document.blocks
                                                  if isinstance(block, Heading))]  # fmt: skip


def test_tables_have_captions_and_heads_and_the_figures_of_the_document(document: Document, page: Parsed) -> None:
    assert len(tables(page)) == len(list(document.tables()))
    for place, table in zip(tables(page), document.tables(), strict=True):
        captions = page.within(place, "caption")
        assert [page.texts[one] for one in captions] == [table.caption]
        rows = page.within(place, "tr")
        heads = page.within(rows[0], "th", "td")
        assert [page.texts[one] for one in heads] == [column.title for column in table.columns]
        assert all(page.attributes[one].get("scope") == "col" for one in heads if page.texts[one])
        for row, cells in zip(rows[1:], table.rows, strict=True):
            found = page.within(row, "th", "td")
            assert [page.texts[one] for one in found] == [shown(cell.text) for cell in cells]
            assert [page.attributes[one].get("data-figure") for one in found] == [cell.figure for cell in cells]
            assert [page.attributes[one].get("scope") for one in found] == ["row"] + [None] * (len(cells) - 1)


def test_a_state_has_a_word_and_its_sign_is_for_the_eye(document: Document, page: Parsed) -> None:
    states = [one for one in page.all("td") if "status" in page.attributes[one].get("class", "").split()]
    told = [cell for table in document.tables() for row in table.rows for cell in row if cell.status]
    assert [page.texts[one] for one in states] == [cell.text for cell in told]
    for place in states:
        (sign,) = page.within(place, "span")
        assert page.attributes[sign]["aria-hidden"] == "true"
        assert page.texts[sign] == page.texts[place][0]


def test_charts_have_a_name_a_text_and_their_figures(document: Document, page: Parsed) -> None:
    for place, chart in zip(page.all("figure"), document.charts(), strict=True):
        (picture,) = page.within(place, "svg")
        names = page.attributes[picture]
        assert names["role"] == "img"
        told = {page.attributes[one]["id"]: page.texts[one] for one in page.within(picture, "title", "desc")}
        assert told == {names["aria-labelledby"]: chart.title, names["aria-describedby"]: chart.description}
        (table,) = page.within(place, "table")
        rows = page.within(table, "tr")
        assert [page.texts[page.within(row, "th")[0]] for row in rows[1:]] == list(chart.categories)
        assert all(len(page.within(row, "td")) == len(chart.series) for row in rows[1:])


def test_names_are_unique_and_every_pointer_finds_one(page: Parsed) -> None:
    names = [attributes["id"] for attributes in page.attributes if "id" in attributes]
    assert len(names) == len(set(names))
    pointers = [value for attributes in page.attributes for name, value in attributes.items()
                if name in ("aria-labelledby", "aria-describedby")]  # fmt: skip
    pointers += [page.attributes[one]["href"].removeprefix("#") for one in page.all("a")]
    assert set(pointers) <= set(names)


def test_nothing_runs_and_nothing_is_fetched(page: Parsed) -> None:
    assert not page.all("script", "link", "img", "iframe", "object", "base", "form")
    (style,) = page.all("style")
    for attributes in page.attributes:
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "src")]
        assert attributes.get("href", "#").startswith("#")
    sheet = page.texts[style]
    assert "url(" not in sheet
    assert "@import" not in sheet
    policy = next(one["content"] for one in page.attributes if one.get("http-equiv") == "Content-Security-Policy")
    digest = b64encode(sha256(sheet.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_hostile_text_is_text() -> None:
    written = html.write(sample()).decode()
    assert "<script" not in written
    assert shown(HOSTILE) in Parsed(html.write(sample())).texts[0]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", written)


def test_wide_tables_and_charts_can_be_scrolled_by_the_keyboard(document: Document, page: Parsed) -> None:
    wide: list[object] = [table for table in document.tables() if len(table.columns) >= html.WIDE]
    wide += [chart for chart in document.charts() if len(chart.series) + 1 >= html.WIDE]
    regions = [one for one in page.all("div") if page.attributes[one].get("role") == "group"]
    assert len(regions) == len(wide) + len(list(document.charts())) > len(wide) > 0
    assert all(page.attributes[one]["tabindex"] == "0" for one in regions)


def test_a_document_of_next_to_nothing_is_a_page() -> None:
    bare = Document("status", "Otsikko", "fi", (), (), (), "P", "2024-Q3", "2024-09-30", None, "0" * 64)
    found = Parsed(html.write(bare))
    assert not found.all("nav", "section", "footer", "p")
    empty = Table("t", "Tyhjä", (), ())
    assert Parsed(html.write(Document("status", "O", "fi", (), (empty,), (), "P", "Q", "D", None, ""))).all("table")


def test_a_caption_that_repeats_its_heading_is_only_heard() -> None:
    table = Table("t", "Kohdat", (), ())
    twice = Document("status", "O", "fi", (), (Heading("Kohdat"), table, table), (), "P", "Q", "D", None, "")
    found = Parsed(html.write(twice))
    assert [found.attributes[one].get("class") for one in found.all("caption")] == ["heard", "heard"]
    once = Document("status", "O", "fi", (), (Heading("Muuta"), table), (), "P", "Q", "D", None, "")
    found = Parsed(html.write(once))
    assert [found.attributes[one].get("class") for one in found.all("caption")] == [None]
