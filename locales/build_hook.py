"""Compile the catalogues (.po to .mo) when a wheel, an sdist or an editable install is built."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(folder: Path) -> list[Path]:
    """Write one .mo beside every .po below *folder* (ours, and click's in gettext's layout); returns them."""
    written = []
    for source in sorted(folder.rglob("*.po")):
        of_click = source.parent.name == "LC_MESSAGES"
        language = source.parent.parent.name if of_click else source.parent.name
        with source.open("rb") as file:
            catalogue = read_po(file, locale=language, abort_invalid=True)
        target = source.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, catalogue)
        written.append(target)
    return written


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """hatchling's entry: runs before every build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        compile_catalogues(Path(self.root) / "locales")


if __name__ == "__main__":
    for path in compile_catalogues(Path(__file__).parent):
        print(path)
