"""Time-ordered keys for what people publish."""

import datetime as dt

from django.db import models
from django.db.models.expressions import Func


class LestId(Func):
    """The next time-ordered key: milliseconds since 1970 shifted left 16 bits, plus a sequence of 16 bits."""

    function = "lest_id"
    output_field = models.BigIntegerField()


class TimeOrderedKey(models.BigIntegerField):
    """A primary key that PostgreSQL makes with `lest_id()`; in JSON it is a decimal string."""

    def __init__(self, **options: object) -> None:
        options.setdefault("primary_key", True)
        options.setdefault("db_default", LestId())
        options.setdefault("editable", False)
        super().__init__(**options)  # type: ignore[arg-type]


def key_at(when: dt.datetime, sequence: int = 0) -> int:
    """Return the key that `lest_id()` would have made at `when`; for what is imported with its own time."""
    return (round(when.timestamp() * 1000) << 16) + sequence % 65536
