"""The screens besides the Overview: how each is made, by its name in `tui.keys.SCREENS`. Taken in when first opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.screens.base import EtappiScreen
    from tui.signs import Signs


def _network(signs: "Signs") -> "EtappiScreen":
    from tui.screens.network import Network

    return Network(signs)


def _imports(signs: "Signs") -> "EtappiScreen":
    from tui.screens.imports import Imports

    return Imports(signs)


def _packages(signs: "Signs") -> "EtappiScreen":
    from tui.screens.packages import Packages

    return Packages(signs)


def _events(signs: "Signs") -> "EtappiScreen":
    from tui.screens.events import Events

    return Events(signs)


def _snapshots(signs: "Signs") -> "EtappiScreen":
    from tui.screens.snapshots import Snapshots

    return Snapshots(signs)


def _surveys(signs: "Signs") -> "EtappiScreen":
    from tui.screens.surveys import Surveys

    return Surveys(signs)


SCREENS: "dict[str, Callable[[Signs], EtappiScreen]]" = {
    "packages": _packages, "network": _network, "events": _events, "surveys": _surveys, "snapshots": _snapshots,
    "import": _imports,
}  # fmt: skip
