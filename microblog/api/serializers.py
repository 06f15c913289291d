"""What comes in: its shape is checked here, field by field, and nothing unknown is let through."""

import datetime as dt
import re
from itertools import islice
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from microblog.actions.people import SCOPES
from microblog.media import MOST_FILES
from microblog.models import (
    LONGEST_DESCRIPTION,
    LONGEST_HELP,
    LONGEST_OPTION,
    LONGEST_TEXT,
    MOST_OPTIONS,
    MOST_PRAISED,
    Community,
    Kind,
    Poll,
    User,
)
from microblog.sought import LONGEST_QUERY
from microblog.texts import LONGEST_TOPIC, BadText, clean_text

MOST_UNKNOWN = 20
LARGEST_KEY = 2**63 - 1


class Worded:
    """What every field says of itself when it is missing."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": gettext_lazy("Dette feltet må fylles ut."),
        "null": gettext_lazy("Dette feltet kan ikke være null."),
    }


class TextField(Worded, serializers.Field):
    """A text in its normal form; `one_line` refuses line breaks and tabs."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": gettext_lazy("Send en tekst.")}

    def __init__(self, *, longest: int, shortest: int = 1, one_line: bool = False, **options: Any) -> None:
        self.longest, self.shortest, self.one_line = longest, shortest, one_line
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            text = clean_text(data, shortest=self.shortest, longest=self.longest)
        except BadText as bad:
            raise ValidationError(bad.detail, code=bad.code) from bad
        if self.one_line and re.search(r"[\n\t]", text):
            raise ValidationError(_("Skriv alt på én linje."), code="control_character")
        return text


class ChoiceField(Worded, serializers.ChoiceField):
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid_choice": gettext_lazy("Velg en av dem som finnes.")}


class FlagField(Worded, serializers.Field):
    """True or false, and nothing that only looks like it."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": gettext_lazy("Send true eller false.")}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class IdField(Worded, serializers.Field):
    """A key as answers write it: a text of digits."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": gettext_lazy("Send id-en som en tekst av sifre.")}

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, str) or not re.fullmatch(r"[0-9]{1,19}", data) or int(data) > LARGEST_KEY:
            self.fail("invalid")
        return int(data)


class DateField(Worded, serializers.DateField):
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": gettext_lazy("Skriv datoen slik: 2026-11-23.")}


class TimeField(Worded, serializers.DateTimeField):
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": gettext_lazy("Skriv tidspunktet slik: 2026-11-23T07:30:00.000Z.")
    }


class ListField(Worded, serializers.ListField):
    default_error_messages: ClassVar[dict[str, Any]] = {
        "not_a_list": gettext_lazy("Send en liste."),
        "empty": gettext_lazy("Listen kan ikke være tom."),
        "max_length": gettext_lazy("Send høyst {max_length} om gangen."),
    }


class LimitField(serializers.Field):
    """How many on a page: 1 to 100."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": gettext_lazy("Velg et tall fra 1 til 100.")}

    def to_internal_value(self, data: str) -> int:
        if not re.fullmatch(r"[0-9]{1,3}", data) or not 1 <= int(data) <= 100:
            self.fail("invalid")
        return int(data)


class CursorField(serializers.Field):
    """A cursor as it was given; `cursors.py` reads it."""

    def to_internal_value(self, data: str) -> str:
        return data


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses fields that it does not know. With none of its own it takes nothing but an empty object."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        unknown = self.unknown(data)
        try:
            found: dict[str, Any] = super().to_internal_value(data)
        except ValidationError as refused:
            raise ValidationError({**refused.detail, **unknown}) from refused  # type: ignore[dict-item]
        if unknown:
            raise ValidationError(unknown)
        return found

    def unknown(self, data: dict[str, Any]) -> dict[str, list[ErrorDetail]]:
        """Return a message for each unknown field, for the first few of them."""
        message = ErrorDetail(_("Dette feltet finnes ikke her."), code="unknown_field")
        return {name: [message] for name in islice((name for name in data if name not in self.fields), MOST_UNKNOWN)}


class PageQuery(StrictSerializer):
    """`?limit= &cursor=` of every list."""

    limit = LimitField(default=20)
    cursor = CursorField(required=False)


class FeedQuery(PageQuery):
    """A feed can also be asked what is new since an earlier answer."""

    since = CursorField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "cursor" in attrs and "since" in attrs:
            raise ValidationError({"since": ErrorDetail(_("Bruk enten cursor eller since."), code="one_of")})
        return attrs


class HomeQuery(FeedQuery):
    order = ChoiceField(choices=["newest"], default="newest")


class PeopleQuery(PageQuery):
    q = TextField(shortest=0, longest=140, one_line=True, default="")
    unit = IdField(required=False)


class CompletionQuery(StrictSerializer):
    """What the composer asks while somebody writes; `community` is where the text will stand."""

    kind = ChoiceField(choices=["mention", "topic"])
    q = TextField(longest=LONGEST_TOPIC, one_line=True)
    community = IdField(required=False)


class SearchQuery(PageQuery):
    """`from` and `to` are whole days, both included."""

    q = TextField(longest=LONGEST_QUERY)
    type = ChoiceField(choices=["post", "idea", "person", "community", "topic"], default="post")
    kind = ChoiceField(choices=Kind.choices, required=False)
    community = IdField(required=False)
    author = IdField(required=False)
    order = ChoiceField(choices=["newest", "best"], default="newest")

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        # `from` can't be the name of an attribute.
        return {**super().get_fields(), "from": DateField(required=False), "to": DateField(required=False)}


class HashField(Worded, serializers.Field):
    """A SHA-256 as 64 hex digits."""

    form: ClassVar[dict[str, Any]] = {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"}
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": gettext_lazy("Send 64 heksadesimale sifre.")}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or not re.fullmatch(r"[0-9a-fA-F]{64}", data):
            self.fail("invalid")
        return data.lower()


class UnnamedIn(StrictSerializer):
    """What goes with a text that is to bear no name."""

    anonymous = FlagField(required=False)
    receipt_hash = HashField(required=False)
    release_alone = FlagField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.get("anonymous"):
            attrs.pop("anonymous", None)
            for name in ("receipt_hash", "release_alone"):
                if attrs.get(name):
                    raise ValidationError({name: ErrorDetail(_("Send denne bare uten navn."), code="only_anonymous")})
                attrs.pop(name, None)
        return attrs


class PollIn(StrictSerializer):
    """What a poll asks; the usual is one choice, with the results after one's own vote."""

    options = ListField(child=TextField(longest=LONGEST_OPTION, one_line=True), max_length=MOST_OPTIONS)
    closes_at = TimeField()
    multiple = FlagField(required=False)
    anonymous = FlagField(required=False)
    results = ChoiceField(choices=Poll.Results.choices, required=False)


class PraiseIn(StrictSerializer):
    """Whom a post praises, and the key of the value that they have shown."""

    people = ListField(child=IdField(), max_length=MOST_PRAISED)
    value = TextField(longest=40, one_line=True, required=False)


class PainIn(StrictSerializer):
    """Since which day something hurts, and what would help."""

    since = DateField(required=False, allow_null=True)
    would_help = TextField(shortest=0, longest=LONGEST_HELP, required=False)


class PlaceField(Worded, serializers.Field):
    """The place of an option among those of its poll, counted from 0."""

    form: ClassVar[dict[str, Any]] = {"type": "integer", "minimum": 0, "maximum": MOST_OPTIONS - 1}
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": gettext_lazy("Send et helt tall fra 0.")}

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool) or data < 0:
            self.fail("invalid")
        return data


class VotesIn(StrictSerializer):
    options = ListField(child=PlaceField(), max_length=MOST_OPTIONS)


class ShareIn(StrictSerializer):
    community = IdField(required=False)
    text = TextField(longest=LONGEST_TEXT)


class PreviewIn(StrictSerializer):
    """What is about to be written, and where."""

    kind = ChoiceField(choices=Kind.choices)
    text = TextField(shortest=0, longest=LONGEST_TEXT, default="")
    community = IdField(required=False)
    anonymous = FlagField(required=False)


class PostIn(UnnamedIn):
    kind = ChoiceField(choices=Kind.choices)
    text = TextField(longest=LONGEST_TEXT)
    community = IdField(required=False)
    language = ChoiceField(choices=User.Language.choices, required=False)
    may_be_quoted = FlagField(required=False)
    quote_wording = TextField(shortest=0, longest=LONGEST_TEXT, required=False)
    media = ListField(child=IdField(), max_length=MOST_FILES, required=False)
    publish_at = TimeField(required=False)
    poll = PollIn(required=False)
    praise = PraiseIn(required=False)
    pain = PainIn(required=False)

    def validate_kind(self, kind: str) -> str:
        if kind == Kind.IDEA:
            raise ValidationError(_("Send idéer til /ideas."), code="use_ideas")
        return kind


class ReplyIn(UnnamedIn):
    text = TextField(longest=LONGEST_TEXT)
    language = ChoiceField(choices=User.Language.choices, required=False)
    media = ListField(child=IdField(), max_length=MOST_FILES, required=False)


class FileField(Worded, serializers.Field):
    """One uploaded file."""

    form: ClassVar[dict[str, Any]] = {"type": "string", "contentMediaType": "application/octet-stream"}
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": gettext_lazy("Send en fil.")}

    def to_internal_value(self, data: Any) -> UploadedFile:
        if not isinstance(data, UploadedFile):
            self.fail("invalid")
        return data


class MediaIn(StrictSerializer):
    file = FileField()
    description = TextField(shortest=0, longest=LONGEST_DESCRIPTION, one_line=True, default="")


class MediaEditIn(StrictSerializer):
    description = TextField(shortest=0, longest=LONGEST_DESCRIPTION, one_line=True)


class PictureIn(StrictSerializer):
    file = FileField()


class MediaQuery(StrictSerializer):
    size = ChoiceField(choices=["full", "small"], default="full")


class ScheduledEditIn(StrictSerializer):
    text = TextField(longest=LONGEST_TEXT, required=False)
    community = IdField(required=False)
    publish_at = TimeField(required=False)


class PostEditIn(StrictSerializer):
    text = TextField(longest=LONGEST_TEXT, required=False)


class CommunityIn(StrictSerializer):
    name = TextField(longest=80, one_line=True)
    about = TextField(shortest=0, longest=2000, default="")
    visibility = ChoiceField(choices=Community.Visibility.choices, default="open")


class CommunityEditIn(StrictSerializer):
    name = TextField(longest=80, one_line=True, required=False)
    about = TextField(shortest=0, longest=2000, required=False)
    visibility = ChoiceField(choices=Community.Visibility.choices, required=False)


class InvitationIn(StrictSerializer):
    person = IdField()


class ShortTextsField(ListField):
    """A few words or lines of a profile; together no longer than their place."""

    def __init__(self, *, longest: int, **options: Any) -> None:
        self.longest = longest
        super().__init__(child=TextField(longest=longest, one_line=True), max_length=30, **options)

    def to_internal_value(self, data: Any) -> str:  # type: ignore[override]
        parts: list[str] = super().to_internal_value(data)
        if len(", ".join(parts)) > self.longest:
            raise ValidationError(
                _("Skriv kortere, til sammen høyst %(n)d tegn.") % {"n": self.longest}, code="too_long"
            )
        return ", ".join(parts)


class MeIn(StrictSerializer):
    language = ChoiceField(choices=User.Language.choices, required=False)
    theme = ChoiceField(choices=User.Theme.choices, required=False)
    single_keys = FlagField(required=False)
    quote_consent = FlagField(required=False)
    languages = ShortTextsField(longest=140, required=False)
    ask_me_about = ShortTextsField(longest=300, required=False)


class TokenIn(StrictSerializer):
    name = TextField(longest=140, one_line=True)
    scopes = ListField(child=ChoiceField(choices=SCOPES), allow_empty=False, max_length=len(SCOPES))
    expires_on = DateField(required=False, allow_null=True, default=None)

    def validate_expires_on(self, day: dt.date | None) -> dt.date | None:
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("Velg en dag som ikke er over."), code="past")
        return day
