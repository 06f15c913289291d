"""The form of the composer: the words of a post, and what each kind of post carries beside them."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from microblog import access
from microblog.models import (
    LONGEST_HELP,
    LONGEST_OPTION,
    LONGEST_TEXT,
    MOST_OPTIONS,
    WORKS_HERE,
    Kind,
    Poll,
    PraiseValue,
    User,
)
from microblog.queries.people import people_named
from microblog.queries.praise import offered_values
from microblog.texts import BadText, clean_text
from microblog.web.forms import CommunityField, TimeField, WrittenField, saying
from microblog.web.uploads import FilesForm

DAYS = [(1, _("I morgen")), (3, _("Om tre dager")), (7, _("Om en uke")), (14, _("Om to uker")), (30, _("Om 30 dager"))]
# Where the refusal of a part is shown.
FIELDS = {
    "poll": "options",
    "poll.options": "options",
    "poll.closes_at": "closes_in",
    "poll.results": "results",
    "praise": "praised",
    "praise.people": "praised",
    "praise.value": "value",
    "pain": "since",
    "pain.since": "since",
}
PARTS = ("options", "closes_in", "multiple", "unnamed_votes", "results", "praised", "value", "since", "would_help")


class OptionsInput(forms.Widget):
    """The options of a poll, each in a field of its own."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []


class OptionsField(forms.Field):
    """The options that are not empty, in their normal form."""

    widget = OptionsInput

    def clean(self, value: list[str]) -> list[str]:
        try:
            options = [clean_text(" ".join(one.split()), shortest=0, longest=LONGEST_OPTION) for one in value]
        except BadText as bad:
            raise forms.ValidationError(bad.detail, code=bad.code) from bad
        return [option for option in options if option]


class PeopleField(forms.Field):
    """People by their usernames or whole names, with commas between them."""

    def clean(self, value: str | None) -> list[int]:
        names = [name.strip().removeprefix("@") for name in (value or "").split(",")]
        return [self.person(name) for name in names if name]

    def person(self, name: str) -> int:
        found = people_named(User.objects.filter(WORKS_HERE), name)
        if not found:
            raise forms.ValidationError(
                _("Vi finner ikke «%(name)s». Skriv hele navnet eller brukernavnet.") % {"name": name}
            )
        if len(found) > 1:
            raise forms.ValidationError(_("Flere heter «%(name)s». Skriv brukernavnet.") % {"name": name})
        return found[0].pk


class PostForm(FilesForm):
    """The composer. Ideas have a form of their own."""

    KINDS = [kind for kind in Kind if kind != Kind.IDEA]

    kind = forms.ChoiceField(
        label=_("Hva slags innlegg?"),
        choices=[(kind.value, kind.value) for kind in KINDS],
        error_messages=saying(_("Velg hva slags innlegg det er.")),
    )
    community = CommunityField(label=_("Hvem ser dette?"))
    text = WrittenField(label=_("Innlegget ditt"), longest=LONGEST_TEXT)
    publish_at = TimeField(required=False)
    options = OptionsField(label=_("Svarene"), required=False)
    closes_in = forms.TypedChoiceField(
        label=_("Når stenger den?"), choices=DAYS, coerce=int, required=False, empty_value="7", initial=7
    )
    multiple = forms.BooleanField(required=False)
    unnamed_votes = forms.BooleanField(required=False)
    results = forms.ChoiceField(label=_("Når vises resultatet?"), choices=Poll.Results.choices, required=False)
    praised = PeopleField(label=_("Hvem vil du rose?"), required=False)
    value = forms.ModelChoiceField(label=_("Hvilken verdi?"), queryset=PraiseValue.objects.none(), required=False)
    since = forms.DateField(
        label=_("Siden når?"), required=False, error_messages={"invalid": _("Skriv datoen slik: 2026-11-23.")}
    )
    would_help = WrittenField(label=_("Hva ville hjelpe?"), shortest=0, longest=LONGEST_HELP)

    def __init__(self, *args: Any, viewer: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["value"].queryset = offered_values()  # type: ignore[attr-defined]
        if self.is_bound:
            self.fields["community"].queryset = access.readable_communities(viewer)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Put what the chosen kind carries together as `publish_post` takes it; leave out what belongs to others."""
        sent = {name: value for name, value in self.cleaned_data.items() if name not in PARTS}
        parts = {name: self.cleaned_data.get(name) for name in PARTS}
        kind = sent.get("kind")
        if kind == Kind.POLL:
            sent["poll"] = poll_in(parts)
        elif kind == Kind.PRAISE and parts["praised"]:
            value = parts["value"]
            sent["praise"] = {"people": parts["praised"], "value": value and value.pk}
        elif kind == Kind.PAIN and (parts["since"] or parts["would_help"]):
            sent["pain"] = {"since": parts["since"], "would_help": parts["would_help"]}
        return sent

    def add_error(self, field: str | None, error: Any) -> None:
        """Hang the refusal of a part on the field that it was written in."""
        super().add_error(FIELDS.get(field or "", field), error)

    @property
    def option_values(self) -> list[str]:
        """The options as they stand in the form, filled up with empty ones."""
        written = [value for value in self["options"].value() or [] if value.strip()][:MOST_OPTIONS]
        return written + [""] * (MOST_OPTIONS - len(written))


def poll_in(parts: dict[str, Any]) -> dict[str, Any]:
    is_anonymous = parts["unnamed_votes"]
    usual = Poll.Results.AFTER_CLOSE if is_anonymous else Poll.Results.AFTER_VOTE
    return {
        "options": parts["options"] or [],
        "closes_at": timezone.now() + dt.timedelta(days=int(parts["closes_in"] or 7)),
        "multiple": parts["multiple"],
        "anonymous": is_anonymous,
        "results": usual if is_anonymous else parts["results"] or usual,
    }
