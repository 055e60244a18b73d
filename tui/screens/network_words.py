"""Words of the Network screen: role letters, what a cell means, and what a filter was read as."""

from core.network import RoleCell
from core.networkfilter import ReadFilter, Words
from core.quarter import label
from core.roles import ROLES
from core.text import folded
from importers.places import language
from importers.words import standard
from locales import t
from tui.signs import Signs

HEADS = ("region", "language")
MEANINGS = ("no_mark", "unconfirmed", "outside", "inside", "never")


def filter_words() -> Words:
    """The words of the chosen language that a filter understands."""
    phrases = {name: tuple(t(f"tui.filter_words_{name}").split("|")) for name in (*ROLES, *MEANINGS)}
    heads = {folded(word): kind for kind in HEADS for word in t(f"tui.filter_head_{kind}").split("|")}
    return Words({role: letter(role) for role in ROLES}, phrases, heads, standard().organisation_languages)


def letter(role: str) -> str:
    """The letter of a role in the chosen language."""
    return t("status.role_" + role)


def mark(cell: RoleCell | None, signs: Signs) -> str:
    """What stands in the matrix: a capital letter for confirmed, a small one for interest, + where there are more."""
    if cell is None:
        return signs.dot
    shown = letter(cell.role) if cell.confirmed else letter(cell.role).lower()
    return shown + "+" * cell.several


def meaning(cell: RoleCell | None) -> str:
    """The same in words."""
    if cell is None:
        return t("tui.no_part")
    words = t(f"status.role_{cell.role}_name")
    if cell.role != "unknown":
        words += f", {certainty(cell.confirmed)}"
    return f"{words}, {t('tui.more_roles')}" if cell.several else words


def certainty(confirmed: bool) -> str:
    """Confirmed or only interested."""
    return t("tui.confirmed" if confirmed else "tui.interested")


def span(first: int | None, last: int | None, signs: Signs) -> str:
    """The quarters for which a role holds; the whole project where neither end is told."""
    if first is None and last is None:
        return t("tui.whole_project")
    if first == last and first is not None:
        return label(first)
    return f"{label(first) if first is not None else ''}{signs.dash}{label(last) if last is not None else ''}"


def understood(read: ReadFilter, signs: Signs) -> str:
    """What the words of a filter were taken for, in one line."""
    out = []
    for kind, value in read.pieces:
        if kind == "role":
            out.append(t(f"status.role_{value}_name"))
        elif kind in MEANINGS:
            out.append(t(f"tui.filter_{kind}"))
        elif kind == "region":
            out.append(t("tui.filter_region", region=value))
        elif kind == "language":
            out.append(t("tui.filter_language", language=language(value)))
        elif kind == "text":
            out.append(t("tui.filter_text", text=value))
        else:
            out.append(f"#{value}" if kind == "label" else value)
    return f" {signs.dot} ".join(out)
