"""The one truth of the schema: every table of the store as a SQLModel class.

SQLModel table classes do not validate; `store.commands` does. The DDL that databases are really made of is frozen in
`store.migrations`; a test holds the two together. docs/schema.md has the drawing, `store.models.base` the conventions.
"""

from store.models.agreements import Deadline, Goal, Grant, Obligation, ObligationFact, OutputRecord
from store.models.base import Fact
from store.models.events import Attendance, Event, EventList, EventMeeting, EventPackage, MailDomain
from store.models.imports import ImportBatch, ImportDecision, ImportFinding, ImportRow
from store.models.log import Action, Change, Meta, SchemaRecord
from store.models.network import Label, Membership, NotSame, Organisation, Participation, Spelling
from store.models.plan import Dependency, Indicator, Item, Project, Step, UnitTarget, WorkPackage
from store.models.progress import (
    ColourOverride,
    Decision,
    Deviation,
    Evidence,
    IndicatorValue,
    QuarterLock,
    QuarterReport,
    Replan,
    ReportedProgress,
    Snapshot,
)
from store.models.surveys import (
    Answer,
    Invitation,
    Question,
    QuestionOption,
    QuestionWording,
    Response,
    Survey,
    SurveyRecipe,
    Wave,
)

__all__ = [
    "FACTS", "Action", "Answer", "Attendance", "Change", "ColourOverride", "Deadline", "Decision", "Dependency",
    "Deviation", "Event", "EventList", "EventMeeting", "EventPackage", "Evidence", "Fact", "Goal", "Grant",
    "ImportBatch", "ImportDecision", "ImportFinding", "ImportRow", "Indicator", "IndicatorValue", "Invitation",
    "Item", "Label", "MailDomain", "Membership", "Meta", "NotSame", "Obligation", "ObligationFact",
    "Organisation", "OutputRecord", "Participation", "Project", "QuarterLock", "QuarterReport", "Question",
    "QuestionOption", "QuestionWording", "Replan", "ReportedProgress", "Response", "SchemaRecord", "Snapshot",
    "Spelling", "Step", "Survey", "SurveyRecipe", "UnitTarget", "Wave", "WorkPackage",
]  # fmt: skip

FACTS: tuple[type[Fact], ...] = (
    Project, Organisation, Spelling, NotSame, Membership, Label, WorkPackage, Decision, Item, Dependency, Step,
    UnitTarget, Replan, Evidence, Deviation, ReportedProgress, ColourOverride, Indicator, IndicatorValue, QuarterReport,
    QuarterLock, Participation, Grant, Deadline, Goal, OutputRecord, Obligation, ObligationFact, Event, EventPackage,
    EventMeeting, EventList, Attendance, MailDomain, Survey, Wave, Invitation, Question, QuestionWording,
    QuestionOption, Response, Answer, SurveyRecipe,
)  # fmt: skip
"""Tables of facts, parents before children: the order of inserts, and reversed that of deletes."""
