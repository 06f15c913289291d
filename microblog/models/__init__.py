from microblog.models.communities import Community, Membership
from microblog.models.events import MOST_ATTEMPTS, Answered, Delivery, Event, JobRun
from microblog.models.keys import LestId, TimeOrderedKey, key_at
from microblog.models.people import AccessToken, OrgUnit, PersonFollow, Role, User
from microblog.models.posts import CARD_FIELDS, LONGEST_TEXT, Kind, Post, PostEdit, Reaction, ReactionKind

__all__ = [
    "CARD_FIELDS",
    "LONGEST_TEXT",
    "MOST_ATTEMPTS",
    "AccessToken",
    "Answered",
    "Community",
    "Delivery",
    "Event",
    "JobRun",
    "Kind",
    "LestId",
    "Membership",
    "OrgUnit",
    "PersonFollow",
    "Post",
    "PostEdit",
    "Reaction",
    "ReactionKind",
    "Role",
    "TimeOrderedKey",
    "User",
    "key_at",
]
