"""What citizens meet and say: services, surveys, complaints, forum, and the protection of their data."""

from .cases import CaseImport, CaseKey, CaseWait, MeasureLink, ServiceCase
from .changes import Change, FollowUp
from .complaints import (
    Category,
    Complaint,
    ComplaintFile,
    ComplaintMessage,
    ComplaintStep,
    Extension,
    Redaction,
    Reporter,
)
from .examinations import Examination, ExaminationEvidence
from .forum import Citizen, Flag, Following, ForumPost, Moderation, PostVersion, SignInCode, Topic
from .privacy import Breach, DataRequest, Destruction
from .services import Pledge, Service, Standard
from .surveys import (
    Question,
    Questionnaire,
    QuestionnaireVersion,
    SourceCount,
    SourceSalt,
    SurveyAnswer,
    SurveyPeriod,
    SurveyToken,
)

__all__ = [
    "Breach",
    "CaseImport",
    "CaseKey",
    "CaseWait",
    "Category",
    "Change",
    "Citizen",
    "Complaint",
    "ComplaintFile",
    "ComplaintMessage",
    "ComplaintStep",
    "DataRequest",
    "Destruction",
    "Examination",
    "ExaminationEvidence",
    "Extension",
    "Flag",
    "FollowUp",
    "Following",
    "ForumPost",
    "MeasureLink",
    "Moderation",
    "Pledge",
    "PostVersion",
    "Question",
    "Questionnaire",
    "QuestionnaireVersion",
    "Redaction",
    "Reporter",
    "Service",
    "ServiceCase",
    "SignInCode",
    "SourceCount",
    "SourceSalt",
    "Standard",
    "SurveyAnswer",
    "SurveyPeriod",
    "SurveyToken",
    "Topic",
]
