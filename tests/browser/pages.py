"""Reports as web pages, in a browser: no barrier that axe-core finds, nothing fetched, fit for phones and paper.

Screenshots and prints are left in build/browser for people to look at.
"""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from locales import LANGUAGES
from locales.speaking import speaking
from reports import html
from reports.content import Content
from reports.registry import KINDS, Options, document
from tests.browser.chromium import Browser, Page, chromium
from tests.reports.sample import sample

ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / ".venv" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
LEFT = ROOT / "build" / "browser"
SCHEMES = ("light", "dark")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
A4 = {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True, "printBackground": False}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


SAMPLE, MAIN, PACKAGE = "sample", "quarter", "TP1.2"
OTHERS = [kind for kind, one in KINDS.items() if "html" in one.formats and "html" not in one.own and kind != MAIN]
NAMES = [f"{report}-{language}" for report in (SAMPLE, MAIN) for language in LANGUAGES]
NAMES += [f"{report}-fi" for report in OTHERS]
"""Reports and their languages. What is handed over, in all of them; the rest is made of the same parts."""


@pytest.fixture(scope="module")
def pages(demo_content: Content, demo_before: Content) -> dict[str, Path]:
    """The pages as files: of the demo, and of a sample with everything that a page can have."""
    LEFT.mkdir(parents=True, exist_ok=True)
    made = {}
    for name in NAMES:
        report, _, language = name.rpartition("-")
        with speaking(language):
            whole = (
                sample(language)
                if report == SAMPLE
                else document(report, demo_content, Options(demo_before, PACKAGE if KINDS[report].packages else None))
            )
        made[name] = LEFT / f"{name}.html"
        made[name].write_bytes(html.write(whole))
    return made


def barriers(page: Page) -> list[str]:
    """What axe-core finds wrong, with everything that can be opened open."""
    page.value("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.value(AXE.read_text(encoding="utf-8") + "; 0")
    wanted = json.dumps({"runOnly": {"type": "tag", "values": RULES}})
    found: dict[str, list[dict[str, Any]]] = page.value(
        f"axe.run(document, {wanted}).then(({{violations, passes}}) => ({{violations, passes}}))"
    )
    assert len(found["passes"]) > 15, "axe-core has looked at next to nothing"
    return [f"{one['id']}: {one['help']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", NAMES)
def test_no_barriers_and_nothing_fetched(browser: Browser, pages: dict[str, Path], name: str, scheme: str) -> None:
    page = Page(browser, pages[name].as_uri(), 1000, scheme)
    asked = [one["request"]["url"] for one in page.heard("Network.requestWillBeSent")]
    assert asked == [pages[name].as_uri()]
    dark = page.value("getComputedStyle(document.documentElement).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (scheme == "dark")
    shot = page.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
    (LEFT / f"{name}-{scheme}.png").write_bytes(base64.b64decode(shot))
    assert barriers(page) == []
    assert page.heard("Log.entryAdded") == []
    assert page.heard("Runtime.consoleAPICalled") == []


@pytest.mark.parametrize("name", NAMES)
def test_a_phone_scrolls_one_way_and_paper_has_pages(browser: Browser, pages: dict[str, Path], name: str) -> None:
    page = Page(browser, pages[name].as_uri(), 320, "light")
    assert page.value("document.documentElement.scrollWidth") <= 320
    assert barriers(page) == []
    printed = base64.b64decode(page.call("Page.printToPDF", **A4)["data"])
    (LEFT / f"{name}.pdf").write_bytes(printed)
    assert printed.startswith(b"%PDF")
