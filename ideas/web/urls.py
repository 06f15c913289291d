"""Addresses of the pages of ideas."""

from typing import Any

from django.urls import path

from ideas.web import ideas, votes

urlpatterns: list[Any] = [
    path("ideas/", ideas.listing, name="ideas"),
    path("ideas/new/", ideas.new, name="new_idea"),
    path("ideas/<int:key>/", ideas.idea, name="idea"),
    path("ideas/<int:key>/edit/", ideas.edit, name="edit_idea"),
    path("ideas/<int:key>/vote/", votes.vote, name="vote"),
]
