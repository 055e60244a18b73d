"""Everything that changes the store: one function an act, called inside `store.writing.writing`.

Each validates what it is given (table classes do not), changes rows, and returns what changed. The log of changes
is written by triggers; inserted rows name the action in ``made_by``.
"""
