from ideas.models.fate import WATCH_WEEKS, Answer, Promise
from ideas.models.ideas import Challenge, Choice, Idea, ImportedObject, StatusChange, Vote

__all__ = [
    "WATCH_WEEKS",
    "Answer",
    "Challenge",
    "Choice",
    "Idea",
    "ImportedObject",
    "Promise",
    "StatusChange",
    "Vote",
]
