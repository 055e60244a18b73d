"""Which reports there are, what makes each, and in which formats it is written. Modules are imported when asked for.

A kind is made by a builder ``(Content, Options) -> Document``. A format is written by a writer ``(Document) -> bytes``,
or, where every table is a file of its own, ``(Document) -> {code of the table: bytes}``. What no Document can say (a
workbook with sheets of its own, a picture) a kind writes itself: ``(Content, Options) -> bytes``, in `Kind.own`.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.errors import EtappiError

if TYPE_CHECKING:
    from reports.content import Content
    from reports.document import Document


@dataclass(frozen=True)
class Options:
    """What a report was asked for beside its content: the content of the snapshot *before* it, and the code of one work
    *package* (None: all)."""

    before: "Content | None" = None
    package: str | None = None


@dataclass(frozen=True)
class Format:
    """A format: its *writer* (``module:function``), and whether it writes *many* files, one a table."""

    writer: str
    many: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of report: its *builder* (``module:function``), its own writers by format, and its *main* formats, which
    `etappi export all` writes. *packages*: it is about one work package at a time. *documents* False: nothing but its
    own writers can say it."""

    builder: str
    main: tuple[str, ...]
    own: Mapping[str, str] = field(default_factory=dict)
    packages: bool = False
    documents: bool = True

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats in which it can be written."""
        return tuple(name for name in ALL_FORMATS if name in self.own or (self.documents and name in FORMATS))


ALL_FORMATS = ("docx", "md", "html", "xlsx", "csv", "json", "svg", "png")
"""Every format, in the order in which they are offered."""

FORMATS: dict[str, Format] = {
    "docx": Format("reports.word:write"),
    "md": Format("reports.markdown:write"),
    "html": Format("reports.html:write"),
    "csv": Format("reports.delimited:write", many=True),
    "json": Format("reports.jsonfile:write"),
    "xlsx": Format("reports.workbook:write"),
}

KINDS: dict[str, Kind] = {
    "status": Kind(
        "reports.status:build", ("docx", "md", "png"), own={"svg": "reports.picture:svg", "png": "reports.picture:png"}
    ),
    "quarter": Kind("reports.quarter:build", ("docx", "md", "html")),
    "workpackage": Kind("reports.workpackage:build", ("docx",), packages=True),
    "participants": Kind("reports.participants:build", ("xlsx",)),
    "events": Kind("reports.events:build", ("docx", "csv")),
    "surveys": Kind("reports.surveys:build", ("docx",)),
    "final": Kind("reports.final:build", ("docx", "html")),
}

TEXT_FORMATS = ("md", "html", "csv", "json", "svg")
"""Formats that a terminal can show."""


def document(kind: str, content: "Content", options: Options = Options()) -> "Document":
    """The report of a kind; KeyError for an unknown one, EtappiError where the content lacks what it needs."""
    made: Document = _named(KINDS[kind].builder)(content, options)
    return made


def write(kind: str, form: str, content: "Content", options: Options = Options()) -> bytes | dict[str, bytes]:
    """A report of a kind as a file, or as several by the table's code where the format writes a file a table.

    EtappiError where there is no such format of the kind.
    """
    wanted = KINDS[kind]
    if form not in wanted.formats:
        raise EtappiError("export.no_format", kind=kind, format=form, formats=", ".join(wanted.formats))
    made: bytes | dict[str, bytes]
    if form in wanted.own:
        made = _named(wanted.own[form])(content, options)
    else:
        made = _named(FORMATS[form].writer)(document(kind, content, options))
    return made


def _named(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found
