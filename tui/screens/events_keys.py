"""The keys of the Events screen."""

from tui import keys

ADD = keys.key("add_event", "n", "screen.add", "act")
COUNT = keys.key("enter_count", "e", "screen.count", "act")
EDIT = keys.key("edit_event", "w", "screen.edit", "act")
BACK = keys.key("back", "q,escape", "screen.back", "app")
