"""What the writer's leader will see of a post: asked before it is sent, of the same functions that decide it after."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from microblog import access, cards
from microblog.models import Community, Kind, User
from microblog.queries.people import manager_line


@dataclass(frozen=True)
class LeadersView:
    """What the nearest leader may read and know of a post that is not written yet."""

    leader: User | None
    community: Community
    kind: str
    is_unnamed: bool
    # Whether the leader may read it; the same right is asked when a post is fetched.
    reads: bool
    sums: cards.Sums | None

    @property
    def sees_name(self) -> bool:
        return self.reads and not self.is_unnamed

    @property
    def audience(self) -> str:
        """Who may read it: `everybody` or `members`."""
        return "everybody" if self.community.visibility == Community.Visibility.OPEN else "members"

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        words = {"leader": self.leader.name if self.leader else "", "community": self.community.name}
        return self.template() % words

    def template(self) -> str:
        if self.leader is None:
            if self.is_unnamed:
                return _("Du har ingen leder over deg; de som kan lese i %(community)s, ser teksten uten navnet ditt.")
            return _("Du har ingen leder over deg; de som kan lese i %(community)s, ser teksten med navnet ditt.")
        if not self.reads:
            return _("Lederen din, %(leader)s, er ikke med i %(community)s og kan ikke lese dette.")
        if self.is_unnamed:
            return _("Lederen din, %(leader)s, kan lese dette, men ingen ser at det er du som skrev det.")
        if self.kind == Kind.POLL:
            return _(
                "Lederen din, %(leader)s, ser spørsmålet, navnet ditt og summene, men ikke hva hver enkelt stemmer."
            )
        return _("Lederen din, %(leader)s, kan lese dette og ser navnet ditt.")


def leaders_view(*, author: User, community: Community, kind: str, is_unnamed: bool, now: dt.datetime) -> LeadersView:
    """Return what the author's nearest leader would see of a post of this kind there."""
    leader = next((one for one in manager_line(author) if one.is_active and one.pk != author.pk), None)
    return LeadersView(
        leader=leader,
        community=community,
        kind=kind,
        is_unnamed=is_unnamed,
        reads=leader is not None and access.can_read(leader, community),
        sums=next((found for ask in cards.sums_around if (found := ask(author, now))), None),
    )
