"""What people fill in about ideas."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microblog import access
from microblog.models import Community, User
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
