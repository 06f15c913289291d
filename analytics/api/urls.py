"""Addresses of letters, pain points and the method under `/rest/v1/`."""

from typing import Any

from analytics.api.acts import LetterActs, MyDelegate, MyDelegates, PainPointAnswerOf
from analytics.api.coach import MyCoach
from analytics.api.culture import CultureOf, CultureTable
from analytics.api.letters import Letters, OneLetter
from analytics.api.method import Method
from analytics.api.pain_points import OnePainPoint, PainPoints, PainPointTable
from analytics.api.radar import MyRadar, RadarOf
from microblog.api.routes import route

urlpatterns: list[Any] = [
    route("culture", CultureOf),
    route(r"culture\.csv", CultureTable),
    route("letters", Letters),
    route(r"letters/(?P<period>[0-9]{4}-W[0-9]{2})", OneLetter),
    route(r"letters/(?P<period>[0-9]{4}-W[0-9]{2})/acts", LetterActs),
    route("me/coach", MyCoach),
    route("me/delegates", MyDelegates),
    route("me/delegates/:id", MyDelegate),
    route("method", Method),
    route("me/radar", MyRadar),
    route("pain-points", PainPoints),
    route(r"pain-points\.csv", PainPointTable),
    route("pain-points/:id", OnePainPoint),
    route("pain-points/:id/answer", PainPointAnswerOf),
    route("radar", RadarOf),
]
