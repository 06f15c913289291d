"""The kinds of notification of the microblog itself, and which events tell whom: filled in when the app is ready."""

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from microblog import notices
from microblog.models import Notification, Rhythm
from microblog.notices import NoticeKind, Sentence
from microblog.queries import notices as sources


def sentence(by_one: Promise, by_more: Promise) -> Sentence:
    """Return the sentence of a kind: one for a single actor, a plural one for an actor and `others`."""

    def say(row: Notification) -> str:
        people, others = row.people, row.others  # type: ignore[attr-defined]
        named = {"name": people[0].name if people else _("En kollega"), "title": row.title}  # type: ignore[attr-defined]
        if not others:
            return str(by_one) % named
        return str(by_more % {"n": others, **named})

    return say


notices.add_kind(
    "mention",
    NoticeKind(_("Omtaler"), _("Når noen nevner deg"), Rhythm.AT_ONCE, "user"),
    sentence(
        _("%(name)s nevnte deg i «%(title)s»"),
        ngettext_lazy(
            "%(name)s og %(n)d annen nevnte deg i «%(title)s»",
            "%(name)s og %(n)d andre nevnte deg i «%(title)s»",
            "n",
        ),
    ),
)
notices.add_kind(
    "reply",
    NoticeKind(_("Svar"), _("I tråder du har startet eller følger"), Rhythm.AT_ONCE, "reply", tells_once=False),
    sentence(
        _("%(name)s svarte i «%(title)s»"),
        ngettext_lazy(
            "%(name)s og %(n)d annen svarte i «%(title)s»", "%(name)s og %(n)d andre svarte i «%(title)s»", "n"
        ),
    ),
)
notices.add_kind(
    "reaction",
    NoticeKind(_("Reaksjoner"), _("Samlet for hvert innlegg, aldri én for hver reaksjon"), Rhythm.NEVER, "thanks"),
    sentence(
        _("%(name)s reagerte på «%(title)s»"),
        ngettext_lazy(
            "%(name)s og %(n)d annen reagerte på «%(title)s»",
            "%(name)s og %(n)d andre reagerte på «%(title)s»",
            "n",
        ),
    ),
)
notices.add_kind(
    "praise",
    NoticeKind(_("Ros til meg"), _("Når noen roser deg"), Rhythm.DAILY, "praise"),
    sentence(
        _("%(name)s roste deg: «%(title)s»"),
        ngettext_lazy(
            "%(name)s og %(n)d annen roste deg: «%(title)s»", "%(name)s og %(n)d andre roste deg: «%(title)s»", "n"
        ),
    ),
)
notices.add_kind(
    "announcement",
    NoticeKind(_("Kunngjøringer"), _("Fra ledere og verter i fellesskapene dine"), Rhythm.DAILY, "announcement"),
    sentence(
        _("%(name)s kunngjorde «%(title)s»"),
        ngettext_lazy(
            "%(name)s og %(n)d annen kunngjorde «%(title)s»", "%(name)s og %(n)d andre kunngjorde «%(title)s»", "n"
        ),
    ),
)
notices.add_kind(
    "invitation",
    NoticeKind(_("Invitasjoner"), _("Når noen ber deg inn i et fellesskap"), Rhythm.AT_ONCE, "users", tells_once=False),
    sentence(
        _("%(name)s har invitert deg til %(title)s"),
        ngettext_lazy(
            "%(name)s og %(n)d annen har invitert deg til %(title)s",
            "%(name)s og %(n)d andre har invitert deg til %(title)s",
            "n",
        ),
    ),
)
notices.add_kind(
    "membership",
    NoticeKind(_("Medlemskap"), _("Når du slipper inn i et fellesskap"), Rhythm.DAILY, "users", tells_once=False),
    lambda row: _("Du er nå medlem av %(title)s") % {"title": row.title},  # type: ignore[attr-defined]
)
notices.add_kind(
    "request",
    NoticeKind(
        _("Ønsker om å bli med"),
        _("Når noen vil inn i et fellesskap du er vert for"),
        Rhythm.DAILY,
        "users",
        tells_once=False,
    ),
    sentence(
        _("%(name)s vil bli med i %(title)s"),
        ngettext_lazy(
            "%(name)s og %(n)d annen vil bli med i %(title)s", "%(name)s og %(n)d andre vil bli med i %(title)s", "n"
        ),
    ),
)
notices.add_kind(
    "export",
    NoticeKind(
        _("Dataene mine"),
        _("Når filen du har bedt om, er klar"),
        Rhythm.AT_ONCE,
        "check",
        tells_once=False,
        address="/settings/#personvern",
    ),
    lambda row: str(_("Filen med alt du har skrevet, er klar til å lastes ned")),
)
notices.add_kind(
    "scheduled",
    NoticeKind(
        _("Planlagte innlegg"),
        _("Når et innlegg du har planlagt, ikke kan legges ut"),
        Rhythm.AT_ONCE,
        "clock",
        tells_once=False,
        address="/scheduled/",
    ),
    lambda row: gettext("Et innlegg du hadde planlagt, kunne ikke legges ut. Teksten er tatt vare på."),
)
notices.sources |= {
    "post.refused": sources.of_refused_posts,
    "export.made": sources.of_exports,
    "post.published": sources.of_published_posts,
    "post.edited": sources.of_edited_posts,
    "reaction.added": sources.of_reactions,
    "membership.requested": sources.of_requests,
    "membership.invited": sources.of_invitations,
    "membership.changed": sources.of_memberships,
}
