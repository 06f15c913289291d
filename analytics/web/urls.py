"""Addresses of the leaders' letters, what is done about them, and how they are made."""

from typing import Any

from django.urls import path

from analytics.web import acts, culture, delegates, explorer, guide, letter_mail, letters, method, pain_points, radar

urlpatterns: list[Any] = [
    path("letters/", letters.listing, name="letters"),
    path("letters/delegates/", delegates.delegates_page, name="delegates"),
    path("letters/delegates/<str:username>/end/", delegates.end, name="end_delegation"),
    path("letters/mail/", letter_mail.choose, name="letter_mail"),
    path("letters/mail/leave/<str:token>/", letter_mail.leave, name="leave_letter_mail"),
    path("letters/<str:period>/", letters.letter, name="letter"),
    path("letters/<str:period>/thanks/", acts.thanks, name="thanks"),
    path("letters/<str:period>/acts/<str:act>/handover/", acts.handover, name="handover"),
    path("culture/", culture.culture, name="culture"),
    path("radar/", radar.radar_page, name="radar"),
    path("radar/me/", radar.own_choice, name="radar_choice"),
    path("explorer/", explorer.explorer, name="explorer"),
    path("explorer/<str:theme>/", explorer.theme_lines, name="theme_lines"),
    path("pain-points/<int:key>/", pain_points.pain_point, name="pain_point"),
    path("pain-points/<int:key>/answer/", acts.answer, name="answer"),
    path("guide/", guide.guide, name="guide"),
    path("method/", method.method, name="method"),
]
