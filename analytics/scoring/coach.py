"""What follows when a leader speaks: does the talk go on, and do others speak first. Plain Python."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

# Silence is no word from anybody else for so long.
SILENCE = dt.timedelta(days=3)
# With fewer than so many of a leader's replies there is too little to say.
ENOUGH_REPLIES = 5
# Who lets so many speak first speaks late.
MANY_BEFORE = 3
Z = 1.645

# Who replied and when, oldest first.
Thread = Sequence[tuple[int, dt.datetime]]


@dataclass(frozen=True)
class Followed:
    """Replies, and how many of them somebody else followed up in time."""

    replies: int = 0
    went_on: int = 0

    @property
    def share(self) -> float:
        return self.went_on / self.replies if self.replies else 0.0

    def with_one(self, went_on: bool) -> "Followed":
        return Followed(self.replies + 1, self.went_on + went_on)


@dataclass(frozen=True)
class Effects:
    """`own` and `others`: what followed the leader's replies and everybody else's in the same threads.

    `spoke_first` and `spoke_late` count the threads in which nobody, or at least three, had replied before the leader.
    """

    threads: int
    own: Followed
    others: Followed
    spoke_first: int
    spoke_late: int

    @property
    def finding(self) -> str:
        """Return `too_little`, `chance`, `chilled` (talk stops after the leader) or `warmed`; 90 % sure of the last."""
        if self.own.replies < ENOUGH_REPLIES or not self.others.replies:
            return "too_little"
        both = (self.own.went_on + self.others.went_on) / (self.own.replies + self.others.replies)
        doubt = Z * sqrt(both * (1 - both) * (1 / self.own.replies + 1 / self.others.replies))
        difference = self.own.share - self.others.share
        if abs(difference) <= doubt:
            return "chance"
        return "warmed" if difference > 0 else "chilled"


def effects(threads: Iterable[Thread], me: int, now: dt.datetime) -> Effects:
    """Return what followed a leader's replies. What was said too lately for silence to show is left out."""
    number = first = late = 0
    own, others = Followed(), Followed()
    for thread in threads:
        before = next(place for place, (author, _when) in enumerate(thread) if author == me)
        number += 1
        first += before == 0
        late += len({author for author, _when in thread[:before]}) >= MANY_BEFORE
        for place, (author, when) in enumerate(thread):
            if when + SILENCE > now:
                continue
            went_on = any(other != author and later <= when + SILENCE for other, later in thread[place + 1 :])
            if author == me:
                own = own.with_one(went_on)
            else:
                others = others.with_one(went_on)
    return Effects(number, own, others, first, late)
