"""Reports are read without the writer's libraries, which take longer to import than any report takes to make."""

import subprocess
import sys


def test_the_content_of_a_report_is_read_without_the_writers_libraries() -> None:
    heavy = "{'sqlmodel', 'sqlalchemy', 'pydantic'}"
    told = f"import sys, cli.exporting, store.reportcontent; print({heavy} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True, text=True).stdout
    assert found.strip() == "set()"
