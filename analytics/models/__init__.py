from analytics.models.acts import Delegate, GuideReading, Handover, PainPointAnswer, Stance, Thanks
from analytics.models.letters import Letter
from analytics.models.pain_points import PainPoint
from analytics.models.readings import AuthorFact, RosterEntry, SentimentReading, WordFact

__all__ = [
    "AuthorFact",
    "Delegate",
    "GuideReading",
    "Handover",
    "Letter",
    "PainPoint",
    "PainPointAnswer",
    "RosterEntry",
    "SentimentReading",
    "Stance",
    "Thanks",
    "WordFact",
]
