"""What people fill in. Every text goes through the same cleaning, here and in the REST face."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from microblog import access
from microblog.models import LONGEST_TEXT, Community, Post, User
from microblog.queries.people import people_named
from microblog.texts import BadText, clean_text
from microblog.web.uploads import FilesForm

SHORTEST_NAME, LONGEST_NAME, LONGEST_ABOUT = 3, 80, 2000


class WrittenField(forms.Field):
    """A text that a person writes, kept in the normal form of `texts.clean_text`."""

    widget = forms.Textarea

    def __init__(self, *, longest: int, shortest: int = 1, **options: Any) -> None:
        self.shortest, self.longest = shortest, longest
        super().__init__(required=shortest > 0, **options)

    def clean(self, value: str | None) -> str:
        try:
            return clean_text(value or "", shortest=self.shortest, longest=self.longest)
        except BadText as bad:
            raise forms.ValidationError(bad.detail, code=bad.code) from bad


def saying(what_to_do: Any) -> dict[str, Any]:
    """Return the same sentence for a choice that is missing and for one that does not exist."""
    return {"required": what_to_do, "invalid_choice": what_to_do}


class CommunityField(forms.ModelChoiceField):
    """A community by its slug; the form says among which."""

    def __init__(self, **options: Any) -> None:
        sentences = saying(_("Velg et fellesskap."))
        super().__init__(Community.objects.none(), to_field_name="slug", error_messages=sentences, **options)


class TimeField(forms.DateTimeField):
    """When a post is to come out, as a browser writes a local time."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **options: Any) -> None:
        wrong = _("Skriv dag og klokkeslett slik: 2026-11-23T08:30.")
        super().__init__(label=_("Når skal det legges ut?"), error_messages={"invalid": wrong}, **options)


class ReplyForm(FilesForm):
    """An answer to a post of a thread: to its first post, or to the reply named `parent`."""

    text = WrittenField(label=_("Svaret ditt"), longest=LONGEST_TEXT)
    parent = forms.ModelChoiceField(queryset=Post.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, replies: QuerySet[Post], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].queryset = replies  # type: ignore[attr-defined]


class ScheduledForm(forms.Form):
    """What can be changed of a post that waits."""

    text = WrittenField(label=_("Innlegget ditt"), longest=LONGEST_TEXT)
    community = CommunityField(label=_("Hvem ser dette?"))
    publish_at = TimeField()

    def __init__(self, *args: Any, viewer: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["community"].queryset = access.readable_communities(viewer).order_by("name")  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    """Where a post is shown to others, and the words above it."""

    text = WrittenField(label=_("Hva vil du si om det?"), longest=LONGEST_TEXT)
    community = CommunityField(label=_("Hvor vil du dele det?"))

    def __init__(self, *args: Any, communities: QuerySet[Community], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["community"].queryset = communities  # type: ignore[attr-defined]


class EditForm(forms.Form):
    text = WrittenField(label=_("Innlegget ditt"), longest=LONGEST_TEXT)


class CommunityForm(forms.Form):
    name = WrittenField(label=_("Navn"), shortest=SHORTEST_NAME, longest=LONGEST_NAME)
    about = WrittenField(label=_("Hva skal det brukes til?"), shortest=0, longest=LONGEST_ABOUT)
    visibility = forms.ChoiceField(
        label=_("Hvem ser innholdet?"),
        choices=[(visibility.value, visibility.value) for visibility in Community.Visibility],
        error_messages=saying(_("Velg hvem som ser innholdet.")),
    )


class InvitationForm(forms.Form):
    """Whom to invite, by username or by the whole name; `people` is where they are looked for."""

    person = WrittenField(label=_("Hvem?"), longest=140)

    def __init__(self, *args: Any, people: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = people

    def clean_person(self) -> User:
        sought = self.cleaned_data["person"].removeprefix("@")
        found = people_named(self.people.filter(is_active=True), sought)
        if not found:
            raise forms.ValidationError(_("Vi finner ingen med det navnet. Skriv hele navnet eller brukernavnet."))
        if len(found) > 1:
            raise forms.ValidationError(_("Flere heter det. Skriv brukernavnet."))
        return found[0]


class ProfileForm(forms.Form):
    """What a person tells of themself: two lists on one line each."""

    ask_about = WrittenField(label=_("Spør meg om"), shortest=0, longest=300)
    languages_spoken = WrittenField(label=_("Språk"), shortest=0, longest=140)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=User.Language.choices)


class LookForm(forms.Form):
    THEMES = [(User.Theme.SYSTEM, _("Enheten")), (User.Theme.LIGHT, _("Lys")), (User.Theme.DARK, _("Mørk"))]

    theme = forms.ChoiceField(choices=THEMES)


class TokenForm(forms.Form):
    """A personal access token: what it is for, whether it may write, and how many days it lasts (0: until ended)."""

    USUAL = {"scopes": "read", "days": 90}

    name = WrittenField(label=_("Hva skal den brukes til?"), longest=LONGEST_NAME)
    scopes = forms.ChoiceField(
        label=_("Hva skal den kunne gjøre?"),
        choices=[("read", _("Lese")), ("read write", _("Lese og skrive"))],
        error_messages=saying(_("Velg hva den skal kunne gjøre.")),
    )
    days = forms.TypedChoiceField(
        label=_("Hvor lenge skal den virke?"),
        coerce=int,
        choices=[(30, _("30 dager")), (90, _("90 dager")), (365, _("Ett år")), (0, _("Til du fjerner den"))],
        required=False,
        empty_value="90",
        error_messages={"invalid_choice": _("Velg hvor lenge den skal virke.")},
    )
