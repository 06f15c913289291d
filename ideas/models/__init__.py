from ideas.models.ideas import Challenge, Choice, Idea, ImportedObject, StatusChange, Vote

__all__ = ["Challenge", "Choice", "Idea", "ImportedObject", "StatusChange", "Vote"]
