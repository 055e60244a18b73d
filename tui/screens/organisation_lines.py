"""The lines of an organisation's page."""

from textual.content import Content

from core.network import OrganisationPage, Origin, RoleLine
from core.roles import ROLES
from locales import t
from tui.screens.network_words import letter, span
from tui.signs import Signs
from tui.text import content, fit, joined, measure
from tui.widgets.lines import heading

CODE_MOST = 9


def page_lines(page: OrganisationPage, width: int, signs: Signs) -> list[Content]:
    """Everything that is known of an organisation, for a page of *width* columns."""
    values = [
        ("page_name", page.name),
        ("page_short", page.short),
        ("page_network", t("tui.in_network" if page.network else "tui.out_of_network")),
        ("field_labels", ", ".join(page.labels) or signs.dash),
    ]
    wide = max(measure(t(f"tui.{label}")) for label, _ in values) + 2
    out = [joined(content(" " + fit(t(f"tui.{label}"), wide), "$muted"), content(value)) for label, value in values]
    out += _headed("page_roles", _roles(page.roles, signs) or [t("tui.page_no_roles")], len(page.roles), width, signs)
    spellings = [f"{signs.dot} {text}" for text in page.spellings]
    out += _headed("page_spellings", spellings, len(page.spellings), width, signs)
    origins = [line for origin in page.origins for line in _origin(origin, signs)] or [t("tui.page_no_origins")]
    out += _headed("page_origins", origins, len(page.origins), width, signs)
    out += [content(""), heading(t("tui.follow"), width, signs), content(" " + t("tui.page_follow"), "$muted")]
    return out


def _headed(title: str, lines: list[str], count: int, width: int, signs: Signs) -> list[Content]:
    words = f"{t(f'tui.{title}')} {count}" if count else t(f"tui.{title}")
    return [content(""), heading(words, width, signs), *(content(" " + line) for line in lines)]


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


def _origin(origin: Origin, signs: Signs) -> list[str]:
    """Where a row stood, and what it said."""
    said = " ".join(letter(role) if role in ROLES else role for role in origin.roles.split())
    place = t("tui.origin", file=origin.file, place=origin.place, batch=origin.batch)
    return [f"{signs.dot} {place}: {origin.name}" + (f": {said}" if said else "")]
