"""Communities and who belongs to them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from microblog.models.people import User


class Community(models.Model):
    """A room to write in. A closed one is listed and read by members; a hidden one is known to members alone."""

    class Visibility(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"
        HIDDEN = "hidden"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    about = models.TextField(blank=True, max_length=2000)
    visibility = models.CharField(max_length=6, choices=Visibility, default=Visibility.OPEN)
    # The one that everybody belongs to, where ideas stand unless their author says otherwise.
    is_for_everybody = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    members_count = models.PositiveIntegerField(default=0)
    posts_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "is_for_everybody", condition=Q(is_for_everybody=True), name="one_community_for_everybody"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=["open", "closed", "hidden"]), name="community_visibility_known"
            ),
            models.CheckConstraint(
                condition=Q(is_for_everybody=False) | Q(visibility="open"), name="everybody_means_open"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in words[:2]).upper() if len(words) > 1 else self.name[:2].upper()

    @property
    def hue(self) -> str:
        return "abcdef"[self.pk % 6]


class Membership(models.Model):
    """A person belongs to a community, perhaps as its host."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    community = models.ForeignKey(Community, models.CASCADE, related_name="memberships")
    is_host = models.BooleanField(default=False)
    joined_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "community"], name="member_once")]
        indexes = [models.Index(fields=["community", "joined_at"], name="members_of_community")]


class MembershipRequest(models.Model):
    """A person asks to be let into a closed community; gone once a host has answered."""

    user = models.ForeignKey(User, models.CASCADE, related_name="membership_requests")
    community = models.ForeignKey(Community, models.CASCADE, related_name="requests")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "community"], name="ask_once")]


class Invitation(models.Model):
    """A person may walk into a community; gone once the person has answered."""

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    community = models.ForeignKey(Community, models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "community"], name="invite_once")]


class Pin(models.Model):
    """A post that the hosts keep on top of its community."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="pins")
    post = models.OneToOneField("microblog.Post", models.CASCADE, related_name="pin")
    pinned_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
