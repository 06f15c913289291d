"""The shapes of what goes out: what a client may count on, field by field.

`objects.py` makes the objects and the OpenAPI description is made from these; the tests hold every answer to them.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Generic, Literal, TypedDict, TypeVar

from microblog.actions.people import SCOPES
from microblog.models import Community as CommunityModel
from microblog.models import Kind, ModerationCase, ReactionKind, Rhythm, User

T = TypeVar("T")


class Said:
    """What a type says of itself beside its name, in the words of JSON Schema."""

    def __init__(self, **form: Any) -> None:
        self.form = form


Id = Annotated[str, Said(pattern="^[0-9]{1,19}$")]
Moment = Annotated[str, Said(format="date-time", pattern=r"^[0-9]{4}-[0-9-]{5}T[0-9:]{8}\.[0-9]{3}Z$")]
Day = Annotated[str, Said(format="date", pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Clock = Annotated[str, Said(pattern=r"^[0-9]{2}:[0-9]{2}$")]
Period = Annotated[str, Said(pattern="^[0-9]{4}-W[0-9]{2}$")]
Html = Annotated[str, Said(description="Made safe: may be shown as it is.")]
Cursor = Annotated[str, Said(description="Opaque; belongs to this list with these filters.")]
PostKind = Annotated[str, Said(enum=[*Kind.values])]
Visibility = Annotated[str, Said(enum=[*CommunityModel.Visibility.values])]
Language = Annotated[str, Said(enum=[*User.Language.values])]
CaseState = Annotated[str, Said(enum=[*ModerationCase.State.values])]
Scope = Annotated[str, Said(enum=[*SCOPES])]
Wish = Annotated[str, Said(enum=[*Rhythm.values])]
ReceiptState = Annotated[str, Said(enum=["waiting", "published", "hidden", "deleted"])]
WaitingChange = Annotated[str, Said(enum=["edit", "delete"])]


class Page(TypedDict, Generic[T]):
    """A page of a list. `next` leads on; `previous` leads back, and of a feed marks what the reader has."""

    items: list[T]
    next: Cursor | None
    previous: Cursor | None


class Fault(TypedDict):
    field: str
    code: str
    detail: str


class Named(TypedDict):
    id: Id
    name: str


class Author(TypedDict):
    id: Id
    name: str
    title: str
    avatar: str | None
    unit: Named | None


class Mention(TypedDict):
    id: Id
    username: str
    name: str


class IdeaName(TypedDict):
    id: Id
    title: str
    status: str


class Reaction(TypedDict):
    count: int
    mine: bool


class PollOption(TypedDict):
    """Null where the viewer may not know it, or nobody does."""

    text: str
    votes: int | None
    mine: bool | None


class Poll(TypedDict):
    options: list[PollOption]
    multiple: bool
    anonymous: bool
    results: Literal["after_vote", "after_close"]
    closes_at: Moment
    is_closed: bool
    has_voted: bool | None
    voters_count: int | None


class Value(TypedDict):
    """A value of the company, in the reader's language."""

    key: str
    name: str


class Values(TypedDict):
    items: list[Value]


class Praise(TypedDict):
    people: list[Mention]
    value: Value | None


class Pain(TypedDict):
    since: Day | None
    would_help: str


class SumsJoined(TypedDict):
    """The unit whose sums the words may join."""

    unit: str


class LeastPeople(TypedDict):
    """How many people must have said the same before a sum shows; null where nothing is counted."""

    figure: int | None


class Preview(TypedDict):
    """What the writer's nearest leader will see of a post, in one sentence and as data."""

    sentence: str
    audience: Literal["everybody", "members"]
    leader: Named | None
    leader_reads: bool
    leader_sees_name: bool
    sums_joined: list[SumsJoined]
    minimum_groups: LeastPeople
    html: Html


class SharedPost(TypedDict):
    id: Id
    kind: PostKind
    author: str
    community: Named
    text: str
    html: Html
    published_at: Moment | Day | None


class Shared(TypedDict):
    """What a post shows of another one: nothing to those who may not read that."""

    is_readable: bool
    post: SharedPost | None


Reactions = TypedDict("Reactions", dict.fromkeys(ReactionKind.values, Reaction))  # type: ignore[misc]


class CanPost(TypedDict):
    edit: bool
    delete: bool
    reply: bool


class Media(TypedDict):
    """A file. Only a picture has sides, and an address in the size of a stream."""

    id: Id
    name: str
    description: str
    content_type: str
    size: int
    width: int | None
    height: int | None
    address: str
    small: str | None


class LinkPreview(TypedDict):
    address: str
    title: str
    description: str
    site: str


class ScheduledPost(TypedDict):
    """A post that waits; `refusal` says why it could not come out."""

    id: Id
    kind: PostKind
    text: str
    community: Named
    media: list[Media]
    publish_at: Moment
    refusal: str | None


class Post(TypedDict):
    """A post or a reply. An anonymous one has no author but a `pseudonym`."""

    id: Id
    kind: PostKind
    author: Author | None
    pseudonym: str | None
    community: Named | None
    parent: Id | None
    root: Id | None
    text: str
    html: Html
    language: str | None
    topics: list[str]
    mentions: list[Mention]
    media: list[Media]
    poll: Poll | None
    idea: IdeaName | None
    praise: Praise | None
    pain: Pain | None
    shared: Shared | None
    share_count: int
    reactions: Reactions
    reply_count: int
    best_answer: Id | None
    is_resolved: bool
    is_pinned: bool
    is_bookmarked: bool
    is_following: bool
    visibility: Visibility
    published_at: Moment | Day | None
    edited_at: Moment | Day | None
    link_preview: LinkPreview | None
    why: str | None
    can: CanPost


class Tombstone(TypedDict):
    """What is told of a post that was in a feed and is gone."""

    id: Id
    deleted: bool


class FeedPage(TypedDict):
    """A page of a feed: posts, and tombstones of those that went since the mark."""

    items: list[Post | Tombstone]
    next: Cursor | None
    previous: Cursor


class Thread(TypedDict):
    """A thread: its first post, null if it is gone, and a page of the replies, oldest first."""

    root: Post | None
    items: list[Post]
    next: Cursor | None
    previous: Cursor | None


class Wording(TypedDict):
    """What a post said until `replaced_at`."""

    text: str
    html: Html
    replaced_at: Moment


class Person(TypedDict):
    id: Id
    username: str
    name: str
    title: str
    unit: Named | None
    place: str
    languages: list[str]
    ask_me_about: list[str]
    picture: str | None
    is_following: bool


class Me(Person):
    """A person to that person."""

    email: str
    language: Language
    roles: list[str]
    theme: Annotated[str, Said(enum=[*User.Theme.values])]
    single_keys: bool
    quote_consent: bool


class Member(Person):
    is_host: bool
    joined_at: Moment


class Request(Author):
    """A person who asks to be let in."""

    asked_at: Moment


class Invitation(Author):
    """A person who is invited."""

    invited_by: Named | None
    invited_at: Moment


class Alive(TypedDict):
    """How alive a community is, over four weeks; shares are parts of 1."""

    members: int
    active_share: float | None
    posts_this_week: int
    questions: int
    answered_share: float | None
    median_minutes_to_answer: int | None


class Community(TypedDict):
    """Of a closed one outsiders see id, slug, name, about and visibility; the rest is empty or null."""

    id: Id
    slug: str
    name: str
    about: str
    visibility: Visibility
    hosts: list[Author]
    members_count: int | None
    is_member: bool
    is_host: bool
    pinned: list[Post]
    alive: Alive | None


class Unit(TypedDict):
    id: Id
    name: str
    parent: Id | None
    leader: Named | None
    headcount_band: str | None


class SignIn(TypedDict):
    """A browser that a person is signed in with; used last on a day, no place is kept."""

    id: Id
    browser: str
    began_at: Moment
    last_used_on: Day
    is_current: bool


class Export(TypedDict):
    """A person's own data, packed by a worker."""

    state: Annotated[str, Said(enum=["waiting", "ready"])]
    asked_at: Moment
    expires_at: Moment | None
    size: int | None
    url: str | None


class PushSubscription(TypedDict):
    id: Id


class PushKey(TypedDict):
    public_key: str


class Token(TypedDict):
    """A personal access token without its secret."""

    id: Id
    name: str
    scopes: list[Scope]
    created_at: Moment
    expires_at: Moment | None
    last_used_on: Day | None


class NewToken(Token):
    """With its secret, this once; null when the request is repeated."""

    token: str | None


class Topic(TypedDict):
    name: str
    is_following: bool


class Completed(TypedDict, total=False):
    """What goes into the field, and whom or what it names."""

    text: str
    id: Id
    name: str
    title: str
    avatar: str | None
    unit: Named | None


class TopicName(TypedDict):
    name: str


class Find(TypedDict, total=False):
    """A find holds its object under the name of its type; that of posts and ideas is `post`."""

    type: Literal["post", "idea", "person", "community", "topic"]
    snippet: Html
    post: Post
    person: Person
    community: Community
    topic: TopicName


class Finds(TypedDict, total=False):
    """`corrected` says what was searched for when nothing had a misspelt word; of posts and ideas only."""

    corrected: str | None
    items: list[Find]
    next: Cursor | None
    previous: Cursor | None


class Notification(TypedDict):
    id: Id
    kind: str
    text: str
    post: Id | None
    community: Named | None
    actors: list[Author]
    actor_count: int
    is_read: bool
    happened_at: Moment
    url: str


class WishFor(TypedDict):
    page: bool
    mail: Wish
    push: bool


Quiet = TypedDict("Quiet", {"from": Clock, "to": Clock, "days": list[int]})


class ReportedPost(TypedDict):
    id: Id
    kind: PostKind
    author: Author | None
    community: Named | None
    text: str
    html: Html
    published_at: Moment | Day | None
    edited_at: Moment | Day | None
    hidden_at: Moment | None


class Report(TypedDict):
    """A reported post in the queue; who reported is nobody's to know."""

    id: Id
    state: CaseState
    post: ReportedPost
    reports_count: int
    reasons: dict[str, int]
    words: list[str]
    opened_at: Moment
    decided_at: Moment | None
    reason: str
    appeal: str | None


class CanCase(TypedDict):
    appeal: bool
    rewrite: bool


class HiddenPost(TypedDict):
    """What was decided of a hidden post, to its author."""

    post: Id
    state: CaseState
    reason: str
    hidden_at: Moment | None
    decided_at: Moment | None
    appeal: str | None
    can: CanCase


class AuditEntry(TypedDict):
    id: Id
    at: Moment
    actor: Named | None
    action: str
    subject: str
    reason: str
    hash: str


def preferences(kinds: Iterable[str]) -> Any:
    """Return the shape of a wish for each kind of notification, and the quiet hours."""
    typed_dict: Any = TypedDict
    return typed_dict("Preferences", {**dict.fromkeys(kinds, WishFor), "quiet": Quiet | None})


class Sealed(TypedDict):
    """What waits without a name: the hash of its receipt, and the first day on which it may come out."""

    receipt_hash: str
    earliest: Day


class ReceiptReply(TypedDict):
    """An answer to something without a name, as its receipt shows it."""

    id: Id
    author: Author | None
    pseudonym: str | None
    text: str
    published_at: Moment | Day | None


class Receipt(TypedDict):
    """What a receipt opens. `change` is done at the next slot, on the day `earliest`."""

    state: ReceiptState
    text: str
    change: WaitingChange | None
    earliest: Day | None
    published_on: Day | None
    post: Id | None
    reason: str | None
    replies: list[ReceiptReply]
