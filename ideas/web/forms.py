"""What people fill in about ideas."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.lifecycle import REASON_KINDS
from ideas.models import WATCH_WEEKS
from microblog import access
from microblog.models import WORKS_HERE, Community, User
from microblog.web.forms import WrittenField

SHORTEST_TITLE, LONGEST_TITLE, LONGEST_PART = 4, 140, 5_000


class LineField(WrittenField):
    """A text of one line; line breaks and tabs, which a paste may bring, become spaces."""

    widget = forms.TextInput  # type: ignore[assignment]

    def clean(self, value: str | None) -> str:
        return super().clean(re.sub(r"[\r\n\t]+", " ", value or ""))


class IdeaWords(forms.Form):
    """The words of an idea."""

    title = LineField(label=_("Idéen i én setning"), shortest=SHORTEST_TITLE, longest=LONGEST_TITLE)
    problem = WrittenField(label=_("Hva er problemet, og hvem merker det?"), longest=LONGEST_PART)
    proposal = WrittenField(label=_("Hva foreslår du?"), longest=LONGEST_PART)
    expected_effect = WrittenField(label=_("Hva blir bedre?"), shortest=0, longest=LONGEST_PART)


class IdeaForm(IdeaWords):
    """A new idea: its words, and the community that it stands in."""

    community = forms.ModelChoiceField(
        label=_("Hvor hører den hjemme?"),
        queryset=Community.objects.none(),
        to_field_name="slug",
        error_messages={"required": _("Velg et fellesskap."), "invalid_choice": _("Velg et fellesskap.")},
    )

    def __init__(self, *args: Any, viewer: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["community"].queryset = access.readable_communities(viewer)  # type: ignore[attr-defined]


REASONS = {
    "cost": _("Det koster for mye"),
    "not_ours": _("Vi rår ikke over det"),
    "already_done": _("Det er alt gjort"),
    "rules": _("Regler eller avtaler er til hinder"),
    "other": _("Noe annet"),
}


class MoveForm(forms.Form):
    """An answer or a move. `statuses` are the pairs (key, word) that the person can choose."""

    to = forms.ChoiceField(label=_("Status"), error_messages={"invalid_choice": _("Velg en status fra listen.")})
    reason = WrittenField(label=_("Svaret ditt, eller grunnen"), shortest=0, longest=LONGEST_PART)
    reason_kind = forms.ChoiceField(
        label=_("Hvis nei: hvorfor?"),
        required=False,
        choices=[("", _("Ikke nei")), *((kind, REASONS[kind]) for kind in REASON_KINDS)],
    )
    revisit_on = forms.DateField(label=_("Hvis ikke nå: når ser vi på den igjen?"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, statuses: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = statuses  # type: ignore[attr-defined]


class PromiseForm(forms.Form):
    """A promise: what, who, by when, and for how long it is watched afterwards."""

    text = WrittenField(label=_("Hva lover dere?"), longest=LONGEST_PART)
    owner = forms.ModelChoiceField(
        label=_("Hvem har ansvaret? Skriv brukernavnet"),
        queryset=User.objects.filter(WORKS_HERE),
        to_field_name="username",
        widget=forms.TextInput,
        error_messages={"invalid_choice": _("Denne personen finnes ikke.")},
    )
    due_on = forms.DateField(label=_("Frist"))
    watch_weeks = forms.IntegerField(label=_("Hvor mange uker følges det etterpå?"), initial=WATCH_WEEKS)


class ChallengeForm(forms.Form):
    """A challenge: the question, what weighs, and its days."""

    title = LineField(label=_("Navn"), shortest=SHORTEST_TITLE, longest=LONGEST_TITLE)
    question = WrittenField(label=_("Hva spør du om?"), longest=LONGEST_PART)
    criteria = WrittenField(label=_("Hva legger dere vekt på?"), shortest=0, longest=LONGEST_PART)
    starts_on = forms.DateField(label=_("Første dag"))
    ends_on = forms.DateField(label=_("Siste dag for forslag"))
    voting_ends_on = forms.DateField(label=_("Siste dag for stemmer"), required=False)
