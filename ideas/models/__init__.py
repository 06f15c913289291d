from ideas.models.assessments import Assessment, Assessor
from ideas.models.fate import WATCH_WEEKS, Answer, Promise
from ideas.models.ideas import Challenge, Choice, Idea, ImportedObject, StatusChange, Vote
from ideas.models.merges import Credit, Merge, MergedVote, Split
from ideas.models.tasks import Acceptance, Offer, Task

__all__ = [
    "WATCH_WEEKS",
    "Acceptance",
    "Answer",
    "Assessment",
    "Assessor",
    "Challenge",
    "Choice",
    "Credit",
    "Idea",
    "ImportedObject",
    "Merge",
    "MergedVote",
    "Offer",
    "Promise",
    "Split",
    "StatusChange",
    "Task",
    "Vote",
]
