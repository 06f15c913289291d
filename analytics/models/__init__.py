from analytics.models.acts import Delegate, GuideReading, Handover, PainPointAnswer, Stance, Thanks
from analytics.models.culture import CultureFigure, CultureFlow, CultureValue, FoundGroup, RadarOptOut
from analytics.models.letters import Letter, LetterMail, LetterWish
from analytics.models.pain_points import PainPoint
from analytics.models.readings import AuthorFact, RosterEntry, SentimentReading, WordFact

__all__ = [
    "AuthorFact",
    "CultureFigure",
    "CultureFlow",
    "CultureValue",
    "Delegate",
    "FoundGroup",
    "GuideReading",
    "Handover",
    "Letter",
    "LetterMail",
    "LetterWish",
    "PainPoint",
    "PainPointAnswer",
    "RadarOptOut",
    "RosterEntry",
    "SentimentReading",
    "Stance",
    "Thanks",
    "WordFact",
]
