"""Numbered migrations: frozen SQL text, each run once, in order, all pending ones in one transaction.

Until the first release a step may be squashed; a released one is never edited. `store.migrating` runs them; views and
triggers are not migrated but made anew after every run (store.views, store.triggers).
"""
