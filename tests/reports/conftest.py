"""The demo as reports see it: made once for all tests of reports."""

from collections.abc import Iterator

import pytest

import locales
from core import quarter as quarters
from demo.build import build
from reports.content import Content
from store import database
from store.database import reading
from store.reportcontent import report_content
from store.status import project_named

Q3 = quarters.quarter(2024, 3)


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """Finnish, and whatever was spoken before afterwards."""
    before = locales.language()
    locales.choose("fi")
    yield
    locales.choose(before)


@pytest.fixture(scope="session")
def demo_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demo's store, never to be written to."""
    quick = tuple(pragma.replace("synchronous=EXTRA", "synchronous=OFF") for pragma in database.PRAGMAS)
    path = str(tmp_path_factory.mktemp("demo") / "demo.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "PRAGMAS", quick)
        build(path)
    return path


@pytest.fixture(scope="session")
def demo_content(demo_path: str) -> Content:
    """The demo's present, in Q3/2024."""
    return _content(demo_path)[0]


@pytest.fixture(scope="session")
def demo_before(demo_path: str) -> Content:
    """The snapshot in which the demo's Q2/2024 was locked."""
    before = _content(demo_path)[1]
    assert before is not None
    return before


def _content(path: str) -> tuple[Content, Content | None]:
    with reading(path) as connection:
        found = report_content(connection, project_named(connection, None))
    before = None if found.before is None else Content(found.before, quarter=found.quarter - 1)
    return Content(found.content, found.name, found.quarter), before
