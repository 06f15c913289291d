"""What leaders fill in to act on their letters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.models import Stance
from microblog.models import WORKS_HERE, User
from microblog.web.forms import WrittenField, saying

# Room is left for the unit and the leader's name that stand around an answer.
LONGEST_ANSWER = 9_000
STANCES = (
    (Stance.SEEN.value, _("Jeg har sett det"), _("Ærlig når du ikke vet nok ennå")),
    (Stance.ACTING.value, _("Vi gjør noe"), _("Si hvem og når")),
    (Stance.ASKING.value, _("Jeg trenger å vite mer"), _("Still ett spørsmål tilbake")),
    (Stance.NOT_NOW.value, _("Ikke nå"), _("Med en grunn folk kan forstå")),
)


class AnswerForm(forms.Form):
    """An answer to a theme."""

    stance = forms.ChoiceField(
        label=_("Hva kan du si nå?"),
        choices=[(value, word) for value, word, _hint in STANCES],
        error_messages=saying(_("Velg hva du kan si nå.")),
    )
    text = WrittenField(label=_("Svaret ditt"), longest=LONGEST_ANSWER)


class ThanksForm(forms.Form):
    text = WrittenField(label=_("Takken din"), longest=LONGEST_ANSWER)


class ColleagueForm(forms.Form):
    """A colleague by name or user name: what people know of each other."""

    person = forms.CharField(
        label=_("Kollega"), max_length=140, error_messages={"required": _("Skriv navnet på en kollega.")}
    )

    def __init__(self, *args: Any, viewer: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.viewer = viewer

    def clean_person(self) -> User:
        wanted = self.cleaned_data["person"].replace("\0", "").strip()
        here = User.objects.filter(WORKS_HERE).exclude(pk=self.viewer.pk)
        found = list(here.filter(username__iexact=wanted)[:1] or here.filter(name__iexact=wanted)[:2])
        if not found:
            raise forms.ValidationError(_("Fant ingen kollega med det navnet."))
        if len(found) > 1:
            raise forms.ValidationError(_("Flere heter det. Skriv brukernavnet i stedet."))
        return found[0]


class DelegateForm(ColleagueForm):
    until = forms.DateField(
        label=_("Til og med"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Velg en sluttdato."), "invalid": _("Skriv datoen slik: 2026-11-23.")},
    )
