"""How the coach says what came of what a leader wrote."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analytics.queries.coach import Coach

FINDINGS = {
    "too_little": gettext_lazy(
        "Du har svart i for få tråder til at vi kan si om samtalen stopper når du har sagt noe."
    ),
    "chance": gettext_lazy("Samtalen går videre etter deg omtrent som etter andre. Forskjellen kan være tilfeldig."),
    "chilled": gettext_lazy("Det blir oftere stille etter deg enn etter andre. Prøv å spørre, og å svare sist."),
    "warmed": gettext_lazy("Samtalen går oftere videre etter deg enn etter andre."),
}


def coach_sentences(found: Coach) -> list[str]:
    """Return what the coach says, one sentence for each thing that there is something to say of."""
    seen = found.effects
    said = []
    if found.thanks:
        said.append(thanks_words(found))
    if found.answers:
        said.append(answers_words(found))
    if seen.threads:
        said.append(order_words(found))
    if seen.finding != "too_little":
        said.append(
            _("Etter %(went_on)d av %(replies)d svar fra deg skrev noen andre innen tre døgn.")
            % {"went_on": seen.own.went_on, "replies": seen.own.replies}
        )
    return [*said, str(FINDINGS[seen.finding])]


def order_words(found: Coach) -> str:
    seen = found.effects
    said = ngettext(
        "Du har svart i %(n)d tråd. Du var først ute i %(first)d, og i %(late)d hadde minst tre svart før deg.",
        "Du har svart i %(n)d tråder. Du var først ute i %(first)d, og i %(late)d hadde minst tre svart før deg.",
        seen.threads,
    )
    return said % {"n": seen.threads, "first": seen.spoke_first, "late": seen.spoke_late}


def thanks_words(found: Coach) -> str:
    thanked = ngettext("Du har takket %(n)d gang.", "Du har takket %(n)d ganger.", found.thanks) % {"n": found.thanks}
    return f"{thanked} {after_words(found.replies_to_thanks)}"


def answers_words(found: Coach) -> str:
    number = found.answers
    answered = ngettext("Du har svart på %(n)d tema.", "Du har svart på %(n)d temaer.", number) % {"n": number}
    return f"{answered} {after_words(found.replies_to_answers)}"


def after_words(people: int) -> str:
    return ngettext("%(n)d kollega skrev etterpå.", "%(n)d kolleger skrev etterpå.", people) % {"n": people}
