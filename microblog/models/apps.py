"""Apps that people have let in by OAuth. allauth keeps the clients and the tokens; this keeps what it forgets."""

from django.db import models
from django.utils import timezone


class SpentToken(models.Model):
    """A refresh token that was exchanged. Who shows it again has stolen it, or was stolen from."""

    hash = models.CharField(max_length=64, unique=True)
    family = models.UUIDField(db_index=True)
    spent_at = models.DateTimeField(default=timezone.now)
