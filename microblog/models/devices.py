"""The browsers that a person is signed in with, those that were seen before, and where push messages go."""

from django.db import models
from django.db.models.functions import Now

from microblog.models.people import User


class SignIn(models.Model):
    """One session of a person, as its owner sees it: which browser, since when, last used on which day. No place."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=60, blank=True)
    began_at = models.DateTimeField()
    last_used_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.browser} {self.pk}"


class KnownDevice(models.Model):
    """A browser in which a person has signed in before. It holds a secret in a cookie; only its SHA-256 is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="known_devices")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="know_device_once")]


class PushSubscription(models.Model):
    """Where a browser wants its push messages: the address at the push service, and the keys that encrypt for it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="push_subscriptions")
    # Whoever signs out of a browser hears no more there. A phone with a token has none.
    sign_in = models.ForeignKey(SignIn, models.CASCADE, null=True, related_name="+")
    endpoint = models.TextField()
    # The public key of the browser and the secret shared with it, in base64url (RFC 8291).
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            # A browser has one address: whoever signed in there last owns it.
            models.UniqueConstraint(models.functions.MD5("endpoint"), name="one_owner_per_endpoint")
        ]


class DataExport(models.Model):
    """A person's wish for all that they have written; `file` is made by a worker and goes when it is old."""

    user = models.ForeignKey(User, models.CASCADE, related_name="exports")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    file = models.CharField(max_length=60, blank=True)
    bytes = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["user", "-asked_at"], name="exports_newest")]

    def __str__(self) -> str:
        return f"export {self.pk}"
