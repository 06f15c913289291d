"""Writes the description of the REST face to where it is checked in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from microblog.api.openapi import text_of_description


class Command(BaseCommand):
    help = "Write docs/openapi.json from what the resources declare."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        (settings.BASE_DIR / "docs" / "openapi.json").write_text(text_of_description(), encoding="utf-8")
