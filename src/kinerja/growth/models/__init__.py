"""What follows from judgement and helps people grow."""

from .competence import CompetenceAssessment, CompetenceScore, RequiredLevel, TechnicalCompetence
from .counselling import BehaviourReport, Counselling, CounsellingNote
from .development import (
    Course,
    CourseMaterial,
    DevelopmentActivity,
    DevelopmentGoal,
    DevelopmentPlan,
    Enrolment,
    Need,
    NeedGroup,
    Session,
    TestQuestion,
    TestResult,
    TrainingEvaluation,
)
from .mentoring import MentorMeeting, MentorOffer, Mentorship, MentorWish
from .pay import AllowanceLine, AllowanceRun, AllowanceTable, AttendanceCut, Honour
from .proof import Programme
from .recognition import AwardCriterion, AwardProposal, AwardScheme, AwardVote, Certificate, Juror
from .socialisation import (
    Lesson,
    LessonRead,
    Pulse,
    PulseAnswer,
    PulseReply,
    PulseTurn,
    StaffQuestion,
)
from .support import CoachFeedback, PathStep, Promise, SupportPlan, SupportStep, SupportTalk
from .talent import PotentialInput, StrengthAssignment, SuccessionNote

__all__ = [
    "AllowanceLine",
    "AllowanceRun",
    "AllowanceTable",
    "AttendanceCut",
    "AwardCriterion",
    "AwardProposal",
    "AwardScheme",
    "AwardVote",
    "BehaviourReport",
    "Certificate",
    "CoachFeedback",
    "CompetenceAssessment",
    "CompetenceScore",
    "Counselling",
    "CounsellingNote",
    "Course",
    "CourseMaterial",
    "DevelopmentActivity",
    "DevelopmentGoal",
    "DevelopmentPlan",
    "Enrolment",
    "Honour",
    "Juror",
    "Lesson",
    "LessonRead",
    "MentorMeeting",
    "MentorOffer",
    "MentorWish",
    "Mentorship",
    "Need",
    "NeedGroup",
    "PathStep",
    "PotentialInput",
    "Programme",
    "Promise",
    "Pulse",
    "PulseAnswer",
    "PulseReply",
    "PulseTurn",
    "RequiredLevel",
    "Session",
    "StaffQuestion",
    "StrengthAssignment",
    "SuccessionNote",
    "SupportPlan",
    "SupportStep",
    "SupportTalk",
    "TechnicalCompetence",
    "TestQuestion",
    "TestResult",
    "TrainingEvaluation",
]
