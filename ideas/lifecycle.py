"""The life of an idea: its states, and the moves between them with who may make each.

Letters of the movers: A author, L leader of a concerned unit, top leader or their delegate, O assignee,
K the promise keeper alone, S the system (a revisit date, or votes that have doubled).
"""

STATUSES = (
    "draft",
    "open",
    "under_review",
    "planned",
    "started",
    "completed",
    "verified",
    "declined",
    "duplicate",
    "withdrawn",
)

MOVES: dict[str, dict[str, str]] = {
    "draft": {"open": "A", "withdrawn": "A"},
    "open": {"under_review": "LO", "planned": "L", "declined": "L", "duplicate": "L", "withdrawn": "A"},
    "under_review": {"open": "L", "planned": "L", "declined": "L", "duplicate": "L", "withdrawn": "A"},
    "planned": {"started": "LO", "under_review": "L", "declined": "L"},
    "started": {"completed": "LO", "planned": "L", "declined": "L"},
    "completed": {"verified": "K", "started": "KL"},
    "verified": {},
    "declined": {"open": "SL", "under_review": "L"},
    "duplicate": {},
    "withdrawn": {"open": "A"},
}

# In these states people can still change the outcome with a vote.
VOTABLE = ("open", "under_review", "planned")
# In these states a leader has not said yes or no.
UNDECIDED = ("open", "under_review")
# Why a leader can decline an idea.
REASON_KINDS = ("cost", "not_ours", "already_done", "rules", "other")
