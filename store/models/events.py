"""Events, who was there, and by what an attendee's organisation is known."""

import sqlalchemy as sa
from sqlmodel import Field

from store.models.base import AUTOINCREMENT, Fact, check, in_order, is_date, of_project, words

EVENT_KINDS = (
    "kickoff", "workshop", "webinar", "training", "cafe", "briefing", "peer", "seminar", "meeting", "other",
)  # fmt: skip
EVENT_MODES = ("online", "onsite", "hybrid")
LIST_KINDS = ("present", "counted", "registered")


class Event(Fact, table=True):
    """An event: on a day (*start* is ISO local time, to the minute or only a day), or planned for a window of days.

    *code* is E and a number, counted per project and never used again, or the plan's own. *host_id* NULL is the
    project itself. *invitation*: whom it is for.
    """

    __table_args__ = (
        sa.UniqueConstraint("project_id", "id"), sa.UniqueConstraint("project_id", "code"),
        is_date("window_from"), is_date("window_to"), in_order("window_from", "window_to"),
        in_order("start", "ends"), check("title_given", "title <> ''"),
        check("start_is_time", "start IS date(start, '+0 days') OR start IS strftime('%Y-%m-%dT%H:%M', start)"),
        check("ends_is_time", "ends IS date(ends, '+0 days') OR ends IS strftime('%Y-%m-%dT%H:%M', ends)"),
        is_date("cancelled_on"), sa.Index("event_start", "project_id", "start"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    code: str = Field(max_length=30)
    title: str
    kind: str = Field(default="other", sa_type=words("event_kind", *EVENT_KINDS))
    start: str | None = None
    ends: str | None = None
    window_from: str | None = None
    window_to: str | None = None
    place: str | None = None
    mode: str | None = Field(default=None, sa_type=words("event_mode", *EVENT_MODES))
    language: str | None = None
    invitation: str = Field(default="network", sa_type=words("event_invitation", "network", "open"))
    host_id: int | None = Field(default=None, foreign_key="organisation.id")
    joint_with: str | None = None
    series: str | None = None
    feedback_planned: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    cancelled_on: str | None = None
    cancel_reason: str | None = None
    source: str = Field(sa_type=words("event_source", "plan", "import", "user"))


class EventPackage(Fact, table=True):
    """A work package that an event belongs to; an event without any belongs to the whole project."""

    __tablename__ = "event_package"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "work_package_id"), of_project("event_id", "event"),
        of_project("work_package_id", "work_package"), sa.Index("event_of_package", "work_package_id", "event_id"),
        AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    event_id: int
    work_package_id: int


class EventMeeting(Fact, table=True):
    """A meeting whose reports belong to an event, remembered once confirmed: its id, or its title and start."""

    __tablename__ = "event_meeting"
    __table_args__ = (
        of_project("event_id", "event"), sa.Index("event_meeting_id", "project_id", "meeting_id"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    event_id: int
    meeting_id: str | None = None
    title: str | None = None
    start: str | None = None


class EventList(Fact, table=True):
    """One list or count of an event. *kind*: a list of who was present, numbers that somebody counted (core.headcounts
    says how the two go together), or how many registered (such a one has no rows of attendance).

    *persons* and *organisations* are totals that were given as such; *complete* says that the list holds everybody.
    *least_minutes*: who is known to have been there for less was left out. *key_mark* tells which key made the persons'
    keys, *keep_until* to which day their names and e-mails may be kept (NULL: none are).
    """

    __tablename__ = "event_list"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "id"), of_project("event_id", "event"),
        sa.Index("event_list_event", "event_id"), check("persons_counted", "persons >= 0"),
        check("organisations_counted", "organisations >= 0"), check("complete_flag", "complete IN (0, 1)"),
        check("minutes_counted", "least_minutes > 0"), is_date("keep_until"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    event_id: int
    kind: str = Field(sa_type=words("list_kind", *LIST_KINDS))
    mode: str | None = Field(default=None, sa_type=words("list_mode", "online", "onsite"))
    persons: int | None = None
    organisations: int | None = None
    complete: int = 0
    least_minutes: int | None = None
    key_mark: str | None = None
    keep_until: str | None = None
    file: str | None = None
    actor: str


class Attendance(Fact, table=True):
    """A person (*person_key*), or a number of people without keys (*headcount*), of an organisation on a list.

    *headcount* NULL without a key: the organisation was there, with how many people is unknown. *organisation_id* NULL:
    unknown, and *waiting_name* is what waits to be settled. *name* and *email* only by ``--keep-names``.
    """

    __table_args__ = (
        of_project("list_id", "event_list"), of_project("event_id", "event"),
        sa.UniqueConstraint("list_id", "person_key"),
        check("one_person_a_key", "person_key IS NULL OR headcount = 1"), check("headcount_counted", "headcount > 0"),
        check("somebody", "person_key IS NOT NULL OR headcount IS NOT NULL OR organisation_id IS NOT NULL"),
        sa.Index("attendance_reach", "project_id", "event_id", "organisation_id", "person_key", "headcount", "list_id"),
        # few wait: an index of them alone costs a list of 100,000 nothing
        sa.Index("attendance_waiting", "project_id", "waiting_name", sqlite_where=sa.text("waiting_name IS NOT NULL")),
        AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    list_id: int
    event_id: int
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    person_key: str | None = None
    headcount: int | None = None
    minutes: int | None = None
    waiting_name: str | None = None
    name: str | None = None
    email: str | None = None


class MailDomain(Fact, table=True):
    """What the part after @ of an e-mail says: its one organisation, or (*organisation_id* NULL) nothing, since many
    share it."""

    __tablename__ = "mail_domain"
    __table_args__ = (check("domain_given", "domain <> ''"), AUTOINCREMENT)
    domain: str = Field(unique=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    source: str = Field(sa_type=words("domain_source", "import", "user"))
