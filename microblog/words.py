"""The words of the keys that stand in code, API and database, in the reader's language."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

KINDS = {
    "update": _("Oppdatering"),
    "question": _("Spørsmål"),
    "praise": _("Ros"),
    "idea": _("Idé"),
    "pain": _("Skoen trykker"),
    "poll": _("Avstemning"),
    "announcement": _("Kunngjøring"),
}
REACTIONS = {
    "agree": _("Enig"),
    "thanks": _("Takk"),
    "useful": _("Nyttig"),
    "me_too": _("Gjelder meg også"),
    "wonder": _("Lurer også"),
}
# The words of an idea's status, and the shape that goes with them.
STATUSES = {
    "draft": (_("Kladd"), "new"),
    "open": (_("Ny"), "new"),
    "under_review": (_("Vurderes"), "look"),
    "planned": (_("Planlagt"), "plan"),
    "started": (_("Under arbeid"), "work"),
    "completed": (_("Gjennomført"), "done"),
    "verified": (_("Det virket"), "done"),
    "declined": (_("Ikke nå"), "not"),
    "duplicate": (_("Slått sammen"), "not"),
    "withdrawn": (_("Trukket"), "not"),
}
VISIBILITIES = {"open": _("Åpent"), "closed": _("Lukket"), "hidden": _("Skjult")}
# Why a post is reported, and how far the case has come.
REPORT_REASONS = {
    "personal": _("Kan peke på en person"),
    "rude": _("Uhøflig eller trakasserende"),
    "private": _("Røper noe fortrolig"),
    "spam": _("Reklame eller søppel"),
    "unsafe": _("Ulovlig eller farlig"),
    "other": _("Noe annet"),
}
CASE_STATES = {
    "waiting": _("Ikke sett på"),
    "rewritten": _("Skrevet om"),
    "appealed": _("Klaget på"),
    "kept": _("Får stå"),
    "hidden": _("Skjult"),
    "asked": _("Venter på omskriving"),
}
AUDIT_ACTIONS = {
    "post.hidden_by_reports": _("Skjult etter tre meldinger"),
    "anonymity.proposed": _("Førte inn en beslutning om å skrive uten navn"),
    "anonymity.countersigned": _("Signerte beslutningen om å skrive uten navn"),
    "post.kept": _("Lot innlegget stå"),
    "post.hidden": _("Skjulte innlegget"),
    "post.asked": _("Ba om omskriving"),
    "post.appealed": _("Klaget på avgjørelsen"),
    "post.rewritten": _("Skrev om innlegget"),
}


def pseudonym_words(number: int) -> str:
    """Return what somebody without a name is called in a thread."""
    return gettext("Anonym kollega %(n)d") % {"n": number}
