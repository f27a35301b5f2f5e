"""What follows from judgement and helps people grow."""

from .competence import CompetenceAssessment, CompetenceScore, RequiredLevel, TechnicalCompetence

__all__ = ["CompetenceAssessment", "CompetenceScore", "RequiredLevel", "TechnicalCompetence"]
