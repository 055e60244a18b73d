"""Golden files of reports. `ETAPPI_GOLDEN=write pytest tests/reports` writes them anew: read the difference first."""

import os
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


def agree(name: str, made: bytes) -> None:
    """*made* is what the golden file *name* holds."""
    file = GOLDEN / name
    if os.environ.get("ETAPPI_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(made)
    assert made.decode() == file.read_text(encoding="utf-8")
