"""Judgement: reviews and everything around them."""

from .integrity import (
    Declaration,
)
from .meetings import (
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    MinutesVersion,
)
from .objections import (
    Objection,
    ObjectionEvidence,
)
from .review import (
    Closing,
    OrganisationLevel,
    OrganisationPredicate,
    Predicate,
    Rating,
    Review,
    SignedFile,
)
from .rounds import (
    FeedbackAnswer,
    FeedbackAsk,
    FeedbackCode,
    FeedbackRound,
    FeedbackTicket,
    Relation,
    SourceChoice,
)
from .supervision import (
    CalibrationRemark,
    Delegation,
    EarlyWarning,
    Notice,
    NoticeSetting,
    WarningReply,
)
from .teams import (
    Contribution,
    Membership,
    Team,
    TeamGoal,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "CalibrationRemark",
    "Closing",
    "Contribution",
    "Decision",
    "Declaration",
    "Delegation",
    "EarlyWarning",
    "FeedbackAnswer",
    "FeedbackAsk",
    "FeedbackCode",
    "FeedbackRound",
    "FeedbackTicket",
    "Meeting",
    "Membership",
    "MinutesVersion",
    "Notice",
    "NoticeSetting",
    "Objection",
    "ObjectionEvidence",
    "OrganisationLevel",
    "OrganisationPredicate",
    "Predicate",
    "Rating",
    "Relation",
    "Review",
    "SignedFile",
    "SourceChoice",
    "Team",
    "TeamGoal",
    "WarningReply",
]
