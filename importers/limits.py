"""How much a file from outside may ask for (reliability.md 2.9): one set of numbers, the same for every reader."""

from dataclasses import asdict, dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, times in seconds, the rest counts. A caller may give its own; they go to the child process."""

    file: int = 50 * MEBIBYTE
    parts: int = 2_000
    unpacked: int = 200 * MEBIBYTE
    ratio: int = 100
    ratio_from: int = MEBIBYTE
    """Unpacked size above which the ratio counts: small parts of repeated text pack better than that."""
    rows: int = 200_000
    sheet_columns: int = 500
    cells: int = 5_000_000
    cell: int = 32_767
    columns: int = 1_000
    html: int = 10 * MEBIBYTE
    depth: int = 200
    attributes: int = 200
    span: int = 1_000
    """A rowspan or colspan is never taken as more: what is further would be outside every table."""
    pages: int = 500
    page_objects: int = 200_000
    memory: int = 1024 * MEBIBYTE
    cpu: int = 20
    clock: int = 30
    looked_at: int = 2 * MEBIBYTE
    looked_at_cells: int = 100_000
    """Size and cells of a workbook up to which it is opened a second time to look for what calamine does not show."""

    def as_dict(self) -> dict[str, int]:
        """The numbers by name, for the child process."""
        return asdict(self)


STANDARD = Limits()
