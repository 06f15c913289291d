"""The words of the keys that stand in code, API and database, in the reader's language."""

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
