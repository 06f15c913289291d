"""Addresses of the microblog's pages."""

from typing import Any

from django.urls import path

from microblog.web import communities, frame, people, posts, preferences
from microblog.web.home import home

urlpatterns: list[Any] = [
    path("", home, name="home"),
    path("posts/new/", posts.new_post, name="new_post"),
    path("posts/<int:key>/", posts.thread, name="thread"),
    path("posts/<int:key>/replies/", posts.reply),
    path("posts/<int:key>/edit/", posts.edit),
    path("posts/<int:key>/delete/", posts.delete),
    path("posts/<int:key>/restore/", posts.restore),
    path("posts/<int:key>/reactions/<slug:kind>/", posts.react),
    path("communities/", communities.directory, name="communities"),
    path("c/<slug:slug>/", communities.community, name="community"),
    path("c/<slug:slug>/membership/", communities.membership),
    path("people/", people.directory, name="people"),
    path("people/<str:username>/", people.profile, name="profile"),
    path("people/<str:username>/follow/", people.follow),
    path("units/<int:key>/", people.unit, name="unit"),
    path("settings/", preferences.preferences, name="settings"),
    path("settings/language/", preferences.language, name="language"),
    path("settings/tokens/", preferences.make_token),
    path("settings/tokens/<int:key>/", preferences.end_token),
    path("shortcuts/", frame.shortcuts, name="shortcuts"),
    path("icons.svg", frame.icons),
    path("manifest.webmanifest", frame.manifest),
    path("healthz", frame.healthz),
]
