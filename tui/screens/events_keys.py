"""The keys of the Events screen."""

from tui import keys

IMPORT = keys.key("import_list", "i", "screen.import_list", "act")
IMPORT_OTHER = keys.key("import_other", "I", "screen.import_other", "act")
ADD = keys.key("add_event", "n", "screen.add", "act")
COUNT = keys.key("enter_count", "e", "screen.count", "act")
EDIT = keys.key("edit_event", "w", "screen.edit", "act")
CANCEL = keys.key("cancel_event", "d,delete", "screen.cancel", "act")
COPY = keys.key("copy_event", "c", "screen.copy", "act")
REACH = keys.key("reach", "t", "screen.reach", "act")
NEVER = keys.key("never", "o", "screen.never", "act")
BACK = keys.key("back", "q,escape", "screen.back", "app")
