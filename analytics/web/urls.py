"""Addresses of the leaders' letters."""

from typing import Any

from django.urls import path

from analytics.web import letters

urlpatterns: list[Any] = [
    path("letters/", letters.listing, name="letters"),
    path("letters/<str:period>/", letters.letter, name="letter"),
]
