"""The demo that the pages are made of is that of the other tests of reports."""

from tests.reports.conftest import demo_before, demo_content, demo_path

__all__ = ["demo_before", "demo_content", "demo_path"]
