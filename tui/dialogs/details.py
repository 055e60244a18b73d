"""Everything that a board knows of one work package, and an attention line in full."""

from textual.content import Content

from core import quarter as quarters
from core.board import Attention, Board, PackageStatus
from core.colour import LateItem
from core.roles import ROLES
from core.short_names import with_rest
from locales import t
from locales.formats import decimal, number, percent, timing
from tui import words
from tui.dialogs.box import Dialog
from tui.signs import Signs, tone
from tui.text import content, fit, joined, measure

LABELS = (
    "status", "why", "timing", "lead", "roles", "done", "planned", "due", "spi", "reported", "year",
)  # fmt: skip


def package_lines(board: Board, package: PackageStatus, signs: Signs) -> list[Content]:
    """What a board knows of a work package, line by line."""
    values = _values(board, package, signs)
    wide = max(measure(t(f"tui.detail_{label}")) for label in LABELS) + 2
    out = [content(package.title, "bold"), content("")]
    for label in LABELS:
        if label in values:
            out.append(joined(content(fit(t(f"tui.detail_{label}"), wide), "$muted"), values[label]))
    if package.late:
        out += [content(""), content(t("tui.detail_late", n=len(package.late)), "bold")]
        out += [content(_late(item, signs)) for item in package.late]
    return out


def attention_panel(line: Attention, signs: Signs) -> Dialog:
    """An attention line that belongs to no package, in full, with the rule that found it and where it is settled."""
    text = [
        _signed(line.symbol, words.attention(line), signs), content(""),
        joined(content(t("tui.detail_rule") + "  ", "$muted"), content(line.rule)),
    ]  # fmt: skip
    return Dialog(words.place(line), *text)


def _values(board: Board, package: PackageStatus, signs: Signs) -> dict[str, Content]:
    """The lines of a package by label; a label without a value has no line."""
    sums = package.sums
    values = {
        "status": _signed(package.status, t("status." + package.status), signs),
        "why": content(words.reason(package)),
        "timing": content(timing(package.from_quarter, package.to_quarter)),
        "lead": content(_leads(package)),
        "roles": content(_roles(package)),
        "done": content(f"{percent(sums.done)}  ({decimal(sums.earned)}/{decimal(sums.total)})"),
        "planned": content(f"{percent(sums.plan)}  ({quarters.label(board.quarter)})"),
        "due": content(f"{package.due_done}/{package.due_of}" if package.due_of else t("tui.nothing_due")),
        "spi": content(signs.dash if sums.spi is None else decimal(sums.spi, 2)),
    }
    if package.reported is not None:
        values["reported"] = content(percent(package.reported))
    past = [(one, sum_) for one, sum_ in package.history if sum_.planned or sum_.earned]
    if past:
        shares = (f"{quarters.label(one)} {words.points(sum_.done)}/{words.points(sum_.plan)}" for one, sum_ in past)
        values["year"] = content("  ".join(shares))
    return values


def _leads(package: PackageStatus) -> str:
    if not package.leads:
        return t("tui.nobody")
    names = ", ".join(with_rest(name, short) for short, name in zip(package.lead_short, package.leads, strict=True))
    return names if package.confirmed else f"{names}: {t('tui.unconfirmed')}"


def _roles(package: PackageStatus) -> str:
    counted = zip(ROLES, package.roles, strict=True)
    shown = " · ".join(f"{t('status.role_' + role)} {number(count)}" for role, count in counted if count)
    whole = t("tui.organisations", n=package.organisations)
    return f"{whole}: {shown}" if shown else whole


def _late(item: LateItem, signs: Signs) -> str:
    parts = [t("tui.late_by", n=item.quarters_late), t("tui.late_told" if item.has_reason else "tui.late_untold")]
    if item.waits_for:
        parts.append(t("status.reason_needs_late", needs=", ".join(item.waits_for)))
    return f"{signs.dot} {item.code} {item.title}: {', '.join(parts)}"


def _signed(status: str, text: str, signs: Signs) -> Content:
    colour = {"good": "$success", "watch": "$warning", "bad": "$error", "muted": "$muted"}.get(tone(status), "")
    return joined(content(signs.status(status), colour), content(f" {text}"))
