from microblog.models.communities import Community, Invitation, Membership, MembershipRequest, Pin
from microblog.models.events import MOST_ATTEMPTS, Answered, Delivery, Event, JobRun
from microblog.models.keys import LestId, TimeOrderedKey, key_at
from microblog.models.marks import BestAnswer, Bookmark, Resolution
from microblog.models.mentions import Mention, PostTopic, ThreadFollow, TopicFollow
from microblog.models.moderation import LONGEST_WORDS, AuditEntry, ModerationCase, Report, ReportReason
from microblog.models.notifications import Mail, Notification, NotificationPreference, QuietHours, Rhythm
from microblog.models.people import WORKS_HERE, AccessToken, OrgUnit, PersonFollow, Role, User
from microblog.models.posts import CARD_FIELDS, LONGEST_TEXT, Kind, Post, PostEdit, Reaction, ReactionKind
from microblog.models.search import FEWEST_WRITERS, SearchWord, WordWriter

__all__ = [
    "CARD_FIELDS",
    "FEWEST_WRITERS",
    "LONGEST_TEXT",
    "LONGEST_WORDS",
    "MOST_ATTEMPTS",
    "WORKS_HERE",
    "AccessToken",
    "Answered",
    "AuditEntry",
    "BestAnswer",
    "Bookmark",
    "Community",
    "Delivery",
    "Event",
    "Invitation",
    "JobRun",
    "Kind",
    "LestId",
    "Mail",
    "Membership",
    "MembershipRequest",
    "Mention",
    "ModerationCase",
    "Notification",
    "NotificationPreference",
    "OrgUnit",
    "PersonFollow",
    "Pin",
    "Post",
    "PostEdit",
    "PostTopic",
    "QuietHours",
    "Reaction",
    "ReactionKind",
    "Report",
    "ReportReason",
    "Resolution",
    "Rhythm",
    "Role",
    "SearchWord",
    "ThreadFollow",
    "TimeOrderedKey",
    "TopicFollow",
    "User",
    "WordWriter",
    "key_at",
]
