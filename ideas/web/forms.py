"""What people fill in about ideas."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ideas.lifecycle import REASON_KINDS
from ideas.models import WATCH_WEEKS, Idea
from ideas.models.assessments import HIGHEST, LOWEST
from ideas.watch import known_themes
from microblog import access
from microblog.models import WORKS_HERE, Community, OrgUnit, User
from microblog.web.forms import WrittenField, saying

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
    theme = forms.ChoiceField(
        label=_("Hvilken trykkende sko skal det hjelpe mot?"),
        required=False,
        error_messages=saying(_("Velg et tema fra listen.")),
    )
    unit = forms.ModelChoiceField(
        label=_("I hvilken avdeling?"),
        queryset=OrgUnit.objects.order_by("name", "id"),
        required=False,
        error_messages=saying(_("Velg en avdeling fra listen.")),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["theme"].choices = [("", _("Ingen bestemt")), *known_themes().items()]  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    """Into which idea another is merged: one of those that `ideas` offers, and why."""

    into = forms.ModelChoiceField(
        label=_("Hvilken idé skal den inn i?"), queryset=Idea.objects.none(), error_messages=saying(_("Velg en idé."))
    )
    reason = WrittenField(label=_("Hvorfor er de det samme?"), shortest=0, longest=LONGEST_PART)

    def __init__(self, *args: Any, ideas: QuerySet[Idea], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["into"].queryset = ideas  # type: ignore[attr-defined]


class PartForm(forms.Form):
    """A part of an idea that becomes an idea of its own."""

    title = LineField(label=_("Idéen i én setning"), shortest=SHORTEST_TITLE, longest=LONGEST_TITLE)
    problem = WrittenField(label=_("Hva er problemet, og hvem merker det?"), longest=LONGEST_PART)
    proposal = WrittenField(label=_("Hva foreslår du?"), longest=LONGEST_PART)


class HoursField(forms.DecimalField):
    """Whole and half hours, with a comma or a point; comes out in half hours."""

    def clean(self, value: Any) -> Any:
        found = super().clean(str(value or "").replace(",", "."))
        if (2 * found) % 1:
            raise forms.ValidationError(_("Skriv hele og halve timer."), code="step")
        return int(2 * found)


class TaskForm(forms.Form):
    """A task: what there is to do, how many hours it takes, and by when."""

    title = LineField(label=_("Hva skal gjøres?"), longest=LONGEST_TITLE)
    half_hours = HoursField(label=_("Hvor mange timer tar det?"))
    due_on = forms.DateField(label=_("Frist"), required=False)


class OfferForm(forms.Form):
    half_hours = HoursField(label=_("Timer du kan gi"))


class AssessorForm(forms.Form):
    person = forms.ModelChoiceField(
        label=_("Hvem? Skriv brukernavnet"),
        queryset=User.objects.filter(WORKS_HERE),
        to_field_name="username",
        widget=forms.TextInput,
        error_messages=saying(_("Denne personen finnes ikke.")),
    )


class AssessmentForm(forms.Form):
    """A card: four marks from 1 to 5, and a note."""

    MARKS = tuple((str(mark), str(mark)) for mark in range(LOWEST, HIGHEST + 1))

    reach = forms.ChoiceField(label=_("Rekkevidde: hvor mange merker det?"), choices=MARKS)
    impact = forms.ChoiceField(label=_("Virkning: hvor mye bedre blir det?"), choices=MARKS)
    confidence = forms.ChoiceField(label=_("Sikkerhet: hvor sikker er du?"), choices=MARKS)
    effort = forms.ChoiceField(label=_("Innsats: hvor mye koster det?"), choices=MARKS)
    note = WrittenField(label=_("Hva tenker du på?"), shortest=0, longest=LONGEST_PART)


class ChallengeForm(forms.Form):
    """A challenge: the question, what weighs, and its days."""

    title = LineField(label=_("Navn"), shortest=SHORTEST_TITLE, longest=LONGEST_TITLE)
    question = WrittenField(label=_("Hva spør du om?"), longest=LONGEST_PART)
    criteria = WrittenField(label=_("Hva legger dere vekt på?"), shortest=0, longest=LONGEST_PART)
    starts_on = forms.DateField(label=_("Første dag"))
    ends_on = forms.DateField(label=_("Siste dag for forslag"))
    voting_ends_on = forms.DateField(label=_("Siste dag for stemmer"), required=False)
