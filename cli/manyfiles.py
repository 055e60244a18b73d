"""Which files an import is of: those that are named, those of a folder, standard input."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from cli.output import complain, say
from core.errors import EtappiError
from locales import t

STDIN = "-"
NO_KIND = ("import.binary", "import.empty", "import.is_database", "import.is_device", "import.is_store")
"""Why a file of a folder is passed over with a word: nobody named it, and it is none that can be read."""


@dataclass(frozen=True)
class File:
    """A file with its bytes; *path* is ``-`` for standard input."""

    path: str
    name: str
    content: bytes


def gathered(paths: tuple[str, ...], store: str) -> tuple[list[File], int]:
    """The files that *paths* mean, and the exit code for those that could not be read (0 for none).

    A folder stands for its files by name; its hidden files, folders and files of unknown kinds are told. A single
    file that cannot be read raises, as with every other verb.
    """
    alone = len(paths) == 1 and not os.path.isdir(paths[0])  # noqa: PTH112
    if paths.count(STDIN) > 1:
        raise EtappiError("cli.stdin_once")
    files, worst = [], 0
    for path in paths:
        inside = os.path.isdir(path)  # noqa: PTH112
        for one in _of_folder(path) if inside else [path]:
            try:
                files.append(_file(one, store, known_kind=inside))
            except EtappiError as error:
                if alone:
                    raise
                code = complain(error)
                worst = worst if inside and error.code in NO_KIND else max(worst, code)
    if not files and not worst:
        raise EtappiError("cli.folder_empty", path=paths[0])
    return files, worst


def _file(path: str, store: str, *, known_kind: bool) -> File:
    from importers.detect import choose, read_file, read_stream

    if path == STDIN:
        return File(path, t("cli.stdin"), read_stream(sys.stdin.buffer, t("cli.stdin")))
    content = read_file(path, store)
    if known_kind:
        choose(content, path)
    return File(path, path, content)


def _of_folder(path: str) -> list[str]:
    """The plain files of a folder by name; the rest is told."""
    try:
        found = sorted(Path(path).iterdir())
    except OSError as error:
        raise EtappiError("import.not_allowed", file=path) from error
    wanted = []
    for one in found:
        if one.name.startswith("."):
            say(t("cli.hidden_left", path=str(one)))
        elif one.is_dir():
            say(t("cli.folder_left", path=str(one)))
        else:
            wanted.append(str(one))
    return wanted
