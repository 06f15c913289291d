"""The reference of `./lest bench feed`: the same twenty cards from one query by primary key, and nothing else."""

import json
import os
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import path

from microblog.api.objects import post_objects
from microblog.models import Post, User
from microblog.web.post_html import cards_html


@cache
def viewer() -> User:
    return User.objects.select_related("unit").get(pk=os.environ["BENCH_VIEWER"])


@cache
def keys() -> list[int]:
    return [int(key) for key in os.environ["BENCH_KEYS"].split(",")]


def twenty_posts() -> list[Post]:
    return Post.objects.with_card_parts(viewer()).in_order_of(keys())


def html(request: HttpRequest) -> HttpResponse:
    return HttpResponse(cards_html(viewer(), twenty_posts()))


def as_json(request: HttpRequest) -> HttpResponse:
    body = json.dumps({"items": post_objects(viewer(), twenty_posts())})
    return HttpResponse(body, content_type="application/json")


urlpatterns = [path("html", html), path("json", as_json)]
