"""The help panel, written from the bindings that work at the moment it is opened."""

from collections.abc import Iterable

from textual.binding import ActiveBinding
from textual.content import Content

from core.colour import STATUSES
from locales import t
from tui import keys
from tui.dialogs.box import Dialog
from tui.signs import Signs, tone
from tui.text import content, fit, joined, measure

TONES = {"good": "$success", "watch": "$warning", "bad": "$error", "muted": "$muted"}


def help_panel(active: Iterable[ActiveBinding], signs: Signs) -> Dialog:
    """A dialog with every key: its label, what it does, and a sentence more; then what the status signs mean."""
    return Dialog(t("tui.help_title"), *_keys(active), content(""), *_statuses(signs))


def _keys(active: Iterable[ActiveBinding]) -> list[Content]:
    found = keys.by_id(active)
    labels = {id: " ".join(dict.fromkeys(keys.label(binding.key) for binding in some)) for id, some in found.items()}
    wide = max(map(measure, labels.values()), default=0) + 2
    told = max((measure(t(some[0].description)) for some in found.values()), default=0) + 2
    out: list[Content] = []
    group = ""
    for id, bindings in found.items():
        first = bindings[0]
        heading = first.group.description if first.group else ""
        if heading != group:
            group = heading
            out += [content("")] * bool(out) + [content(t(heading), "bold")]
        words, more = t(first.description), t(first.tooltip)
        out.append(joined(
            content(" " + fit(labels[id], wide), "bold $primary"), content(fit(words, told)), content(more, "$muted"),
        ))  # fmt: skip
    return out


def _statuses(signs: Signs) -> list[Content]:
    out = [content(t("tui.help_statuses"), "bold")]
    for status in STATUSES:
        out.append(joined(
            content(f" {signs.status(status)} {t('status.' + status)}", TONES.get(tone(status), "")),
            content(f": {t('tui.help_' + status)}"),
        ))  # fmt: skip
    return out
