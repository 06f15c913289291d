"""Holding a row still while it is compared and changed."""

from django.db import models


def hold(row: models.Model) -> None:
    """Keep others from changing the row until the transaction ends; they may still point to it."""
    rows = type(row)._default_manager.select_for_update(no_key=True).filter(pk=row.pk).order_by()
    list(rows.values_list("pk"))
