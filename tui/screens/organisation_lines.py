"""The lines of an organisation's page."""

from collections.abc import Sequence

from textual.content import Content

from core.agreements import MatrixCell, Owed
from core.network import OrganisationPage, Origin, RoleLine
from core.roles import ROLES
from importers.places import SEPARATOR, language
from locales import t
from tui.screens.network_words import letter, span
from tui.screens.obligations_words import meaning
from tui.signs import Signs
from tui.text import content, fit, hanging, measure
from tui.widgets.lines import heading

CODE_MOST = 9
TITLE_LEAST = 12


def page_lines(page: OrganisationPage, owed: Sequence[Owed], width: int, signs: Signs) -> list[Content]:
    """Everything that is known of an organisation and of what it owes, for a page of *width* columns."""
    values = [
        ("page_name", page.name),
        ("page_short", page.short),
        ("page_network", t("tui.in_network" if page.network else "tui.out_of_network")),
        ("field_labels", ", ".join(page.labels) or signs.dash),
        ("field_business_id", page.business_id or signs.dash),
        ("field_region", page.region or signs.dash),
        ("field_language", language(page.language) if page.language else signs.dash),
    ]
    wide = max(measure(t(f"tui.{label}")) for label, _ in values) + 2
    out: list[Content] = []
    for label, value in values:
        out += hanging(content(" " + fit(t(f"tui.{label}"), wide), "$muted"), value, width)
    out += _headed("page_roles", _roles(page.roles, signs) or [t("tui.page_no_roles")], len(page.roles), width, signs)
    obligations = _obligations(owed, width, signs) or [t("tui.page_no_obligations")]
    out += _headed("page_obligations", obligations, len(owed), width, signs)
    out += _headed("page_spellings", page.spellings, len(page.spellings), width, signs, signs.dot + " ")
    origins = [_origin(origin, page.name) for origin in page.origins]
    dot = signs.dot + " " if origins else ""
    out += _headed("page_origins", origins or [t("tui.page_no_origins")], len(page.origins), width, signs, dot)
    out += [content(""), heading(t("tui.follow"), width, signs), content(" " + t("tui.page_follow"), "$muted")]
    return out


def _headed(title: str, texts: Sequence[str], count: int, width: int, signs: Signs, before: str = "") -> list[Content]:
    words = f"{t(f'tui.{title}')} {count}" if count else t(f"tui.{title}")
    out = [content(""), heading(words, width, signs)]
    for text in texts:
        out += hanging(content(" " + before), text, width)
    return out


def _roles(roles: tuple[RoleLine, ...], signs: Signs) -> list[str]:
    """A line for each role: package, letter, role, how sure, for which quarters, and where it came from."""
    code = min(CODE_MOST, max((measure(line.package) for line in roles), default=0))
    letters = max(measure(letter(role)) for role in ROLES)
    names = max(measure(t(f"status.role_{role}_name")) for role in ROLES)
    sure = max(measure(t(f"tui.certainty_{one}")) for one in ("interest", "confirmed"))
    spans = max((measure(span(line.from_quarter, line.to_quarter, signs)) for line in roles), default=0)
    out = []
    for line in roles:
        shown = letter(line.role) if line.certainty == "confirmed" else letter(line.role).lower()
        told = "" if line.role == "unknown" else t(f"tui.certainty_{line.certainty}")
        cells = (
            (line.package, code), (shown, letters), (t(f"status.role_{line.role}_name"), names), (told, sure),
            (span(line.from_quarter, line.to_quarter, signs), spans), (t(f"tui.source_{line.source}"), 1),
        )  # fmt: skip
        out.append("  ".join(fit(text, max(wide, 1)) if wide > 1 else text for text, wide in cells))
    return out


def _obligations(owed: Sequence[Owed], width: int, signs: Signs) -> list[str]:
    """A line for each obligation: code, title as far as there is room, how it stands."""
    code = max((measure(one.terms.code) for one in owed), default=0)
    told = [meaning(one.terms, MatrixCell(one.standing, True, one.days_late is not None), signs) for one in owed]
    room = width - code - max(map(measure, told), default=0) - 5
    title = max(TITLE_LEAST, min(room, max((measure(one.terms.title) for one in owed), default=0)))
    return [
        "  ".join((fit(one.terms.code, code), fit(one.terms.title, title, ellipsis=signs.ellipsis), words))
        for one, words in zip(owed, told, strict=True)
    ]


def _origin(origin: Origin, name: str) -> str:
    """Where a row stood, and what it said; its spelling where that is another than *name*."""
    said = " ".join(letter(role) if role in ROLES else role for role in origin.roles.split())
    *where, row = origin.place.split(SEPARATOR)
    place = ", ".join([*where, t("import.place_row", row=row) if row.isdigit() else row])
    told = t("tui.origin", file=origin.file, place=place, batch=origin.batch)
    return ": ".join(part for part in (told, "" if origin.name == name else origin.name, said) if part)
