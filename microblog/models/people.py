"""People, units and what belongs to a person."""

import datetime as dt
import hashlib

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

# Who has not left, and is a person.
WORKS_HERE = Q(is_active=True, is_service=False)


class OrgUnit(models.Model):
    """A unit of the company. The one without a parent is the company itself."""

    name = models.CharField(max_length=140)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    leader = models.ForeignKey("microblog.User", models.SET_NULL, null=True, blank=True, related_name="led_units")

    class Meta:
        constraints = [
            models.UniqueConstraint(models.F("parent"), models.F("name"), name="unit_name_once_under_parent"),
            models.UniqueConstraint(
                models.Value(1), condition=Q(parent=None), name="one_company", violation_error_code="one_company"
            ),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="unit_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


def parts_of(text: str) -> list[str]:
    """Return the parts of a list that a person has written on one line, parted by commas; each once."""
    return list(dict.fromkeys(filter(None, (" ".join(part.split()) for part in text.split(",")))))


class Role(models.TextChoices):
    """What a person may do beyond an employee. Leading a unit is told by `OrgUnit.leader`."""

    MODERATOR = "moderator"
    REPRESENTATIVE = "representative"
    ANALYST = "analyst"
    ADMIN = "admin"


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, email: str = "", password: str | None = None, **fields: object) -> "User":
        user = self.model(username=username, email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who works here, or a service account."""

    class Language(models.TextChoices):
        BOKMAAL = "nb"
        NYNORSK = "nn"
        ENGLISH = "en"

    class Theme(models.TextChoices):
        SYSTEM = "system"
        LIGHT = "light"
        DARK = "dark"

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=140)
    email = models.EmailField(blank=True)
    title = models.CharField(max_length=140, blank=True)
    place = models.CharField(max_length=140, blank=True)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="people")
    manager = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="reports")
    language = models.CharField(max_length=2, choices=Language, default=Language.BOKMAAL)
    # Two short lists, parted by commas: what colleagues may ask about, and what they can be answered in.
    ask_about = models.CharField(max_length=300, blank=True, default="", db_default="")
    languages_spoken = models.CharField(max_length=140, blank=True, default="", db_default="")
    # The name of a picture of one's own, made of its content, so that its address changes with it.
    picture = models.CharField(max_length=32, blank=True, default="", db_default="")
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM, db_default=Theme.SYSTEM)
    single_keys = models.BooleanField(default=True, db_default=True)
    # Posts that say nothing else may stand word for word in the letter, without the name.
    quote_consent = models.BooleanField(default=False, db_default=False)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    is_service = models.BooleanField(default=False)
    # Only people who have been here for thirty days are counted; an import may backdate it.
    on_roster_since = models.DateField(default=dt.date.today)
    joined_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"), condition=~Q(email=""), name="one_person_per_email"
            ),
            models.CheckConstraint(condition=Q(theme__in=["system", "light", "dark"]), name="theme_known"),
            models.UniqueConstraint(fields=["picture"], condition=~Q(picture=""), name="one_person_per_picture"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """The first letters of the first and the last name, for a person without a picture."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def hue(self) -> str:
        """One of six colours (a–f) of the picture, the same for a person everywhere."""
        return "abcdef"[self.pk % 6]

    @property
    def topics_to_ask_about(self) -> list[str]:
        return parts_of(self.ask_about)

    @property
    def spoken_languages(self) -> list[str]:
        return parts_of(self.languages_spoken)

    def has_role(self, role: Role) -> bool:
        return role in self.roles


class PersonFollow(models.Model):
    """One person reads what another writes."""

    follower = models.ForeignKey(User, models.CASCADE, related_name="follows")
    followed = models.ForeignKey(User, models.CASCADE, related_name="followers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "followed"], name="follow_once"),
            models.CheckConstraint(condition=~Q(follower=F("followed")), name="nobody_follows_themself"),
        ]


class AccessToken(models.Model):
    """A personal access token. Only its SHA-256 is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=140)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()
