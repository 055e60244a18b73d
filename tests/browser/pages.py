"""Reports as web pages, in a browser: no barrier that axe-core finds, nothing fetched, fit for phones and paper.

Screenshots and prints are left in build/browser for people to look at.
"""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.errors import EtappiError
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
DARK = {"name": "prefers-color-scheme", "value": "dark"}
INK = "rgb(28, 36, 48)"
"""The colour of texts on a light sheet (reports.drawing.PALETTE)."""
A4 = {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True, "printBackground": False}

SAMPLE, MAIN, PACKAGE = "sample", "quarter", "TP1.2"
OTHERS = [kind for kind, one in KINDS.items() if "html" in one.formats and "html" not in one.own and kind != MAIN]
NAMES = [f"{report}-{language}" for report in (SAMPLE, MAIN) for language in LANGUAGES]
MORE = [f"{report}-fi" for report in OTHERS]
"""Reports and their languages. What is handed over, in all of them, light and dark; the rest (*MORE*) is made of the
same parts."""
SHOWN = [*((name, scheme) for name in NAMES for scheme in SCHEMES), *((name, "light") for name in MORE)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(request: pytest.FixtureRequest, demo_content: Content, demo_before: Content) -> Path:
    """The page of a name as a file: of the demo, or of a sample with everything that a page can have."""
    name: str = request.param
    report, _, language = name.rpartition("-")
    with speaking(language):
        if report == SAMPLE:
            whole = sample(language)
        else:
            package = PACKAGE if KINDS[report].packages else None
            try:
                whole = document(report, demo_content, Options(demo_before, package))
            except EtappiError as error:
                pytest.skip(f"the demo has nothing for {report}: {error.code}")
    LEFT.mkdir(parents=True, exist_ok=True)
    path = LEFT / f"{name}.html"
    path.write_bytes(html.write(whole))
    return path


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


@pytest.mark.parametrize(("page", "scheme"), SHOWN, indirect=["page"])
def test_no_barriers_and_nothing_fetched(browser: Browser, page: Path, scheme: str) -> None:
    shown = Page(browser, page.as_uri(), 1000, scheme)
    asked = [one["request"]["url"] for one in shown.heard("Network.requestWillBeSent")]
    assert asked == [page.as_uri()]
    dark = shown.value("getComputedStyle(document.documentElement).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (scheme == "dark")
    shot = shown.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
    page.with_name(f"{page.stem}-{scheme}.png").write_bytes(base64.b64decode(shot))
    assert barriers(shown) == []
    assert shown.heard("Log.entryAdded") == []
    assert shown.heard("Runtime.consoleAPICalled") == []
    shown.close()


@pytest.mark.parametrize("page", [*NAMES, *MORE], indirect=True)
def test_a_phone_scrolls_one_way_and_paper_has_pages(browser: Browser, page: Path) -> None:
    shown = Page(browser, page.as_uri(), 320, "dark")
    assert shown.value("document.documentElement.scrollWidth") <= 320
    assert barriers(shown) == []
    shown.call("Emulation.setEmulatedMedia", media="print", features=[DARK])
    assert shown.value("getComputedStyle(document.documentElement).color") == INK  # paper is light
    printed = base64.b64decode(shown.call("Page.printToPDF", **A4)["data"])
    page.with_suffix(".pdf").write_bytes(printed)
    assert printed.startswith(b"%PDF")
    shown.close()
