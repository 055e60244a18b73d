"""The keys of the Network screen and of an organisation's page."""

from tui import keys

BACK = keys.key("back", "q,escape", "screen.back", "app")
ROLE = keys.key("role", "e", "screen.role", "act")
CONFIRM = keys.key("confirm", "v", "screen.confirm", "act")
LABELS = keys.key("labels", "b", "screen.labels", "act")
ORDER = keys.key("order", "o", "screen.order", "act")
EDIT = keys.key("edit", "e", "screen.edit", "act")
MERGE = keys.key("merge", "y", "screen.merge", "act")
SPLIT = keys.key("split", "w", "screen.split", "act")
