"""Golden files of reports. `ETAPPI_GOLDEN=write pytest tests/reports` writes them anew: read the difference first."""

import os
import re
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


HASH = re.compile(r"(tunniste|kontrollsumma|id) [0-9a-f]{6}(?=[;)])")


def without_hash(text: str) -> str:
    """*text* without the hash of the content, which any new fact of the demo moves."""
    return HASH.sub(r"\1 xxxxxx", text)


def agree(name: str, written: bytes) -> None:
    """*written* is what the golden file *name* holds, but for the hash of its content."""
    made = without_hash(written.decode())
    file = GOLDEN / name
    if os.environ.get("ETAPPI_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(made, encoding="utf-8")
    assert made == file.read_text(encoding="utf-8")
