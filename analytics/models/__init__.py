from analytics.models.letters import Letter
from analytics.models.pain_points import PainPoint
from analytics.models.readings import AuthorFact, RosterEntry, SentimentReading, WordFact

__all__ = ["AuthorFact", "Letter", "PainPoint", "RosterEntry", "SentimentReading", "WordFact"]
