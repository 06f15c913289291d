"""What people fill in. Every text goes through the same cleaning, here and in the REST face."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from microblog import access
from microblog.models import LONGEST_TEXT, Community, Kind, Post, User
from microblog.texts import BadText, clean_text

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


class PostForm(forms.Form):
    """The composer. Ideas have a form of their own, polls are not offered."""

    KINDS = (Kind.UPDATE, Kind.QUESTION, Kind.PRAISE, Kind.PAIN, Kind.ANNOUNCEMENT)

    kind = forms.ChoiceField(
        label=_("Hva slags innlegg?"),
        choices=[(kind.value, kind.value) for kind in KINDS],
        error_messages=saying(_("Velg hva slags innlegg det er.")),
    )
    community = forms.ModelChoiceField(
        label=_("Hvem ser dette?"),
        queryset=Community.objects.none(),
        to_field_name="slug",
        error_messages=saying(_("Velg et fellesskap.")),
    )
    text = WrittenField(label=_("Innlegget ditt"), longest=LONGEST_TEXT)

    def __init__(self, *args: Any, viewer: User, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.is_bound:
            self.fields["community"].queryset = access.readable_communities(viewer)  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    """An answer to a post of a thread: to its first post, or to the reply named `parent`."""

    text = WrittenField(label=_("Svaret ditt"), longest=LONGEST_TEXT)
    parent = forms.ModelChoiceField(queryset=Post.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, replies: QuerySet[Post], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].queryset = replies  # type: ignore[attr-defined]


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
        found = list(self.people.filter(Q(username=sought) | Q(name__iexact=sought), is_active=True)[:2])
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


class TokenForm(forms.Form):
    """A personal access token: what it is for, and whether it may write."""

    name = WrittenField(label=_("Hva skal den brukes til?"), longest=LONGEST_NAME)
    scopes = forms.ChoiceField(
        label=_("Hva skal den kunne gjøre?"),
        choices=[("read", _("Lese")), ("read write", _("Lese og skrive"))],
        error_messages=saying(_("Velg hva den skal kunne gjøre.")),
    )
