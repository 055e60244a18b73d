"""The schema's version numbers, apart from the migrations' text so that reading does not load it."""

MAJOR = 0
"""Bumped when older versions of Etappi must refuse the file."""

LATEST = 6
"""The number of the newest migration: the minor part of the schema version."""

USER_VERSION = MAJOR * 1000 + LATEST
APPLICATION_ID = 0x45544150  # "ETAP"
