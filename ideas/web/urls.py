"""Addresses of the pages of ideas."""

from typing import Any

from django.urls import path

from ideas.web import assessments, challenges, fate, ideas, merges, tasks, votes

urlpatterns: list[Any] = [
    path("ideas/", ideas.listing, name="ideas"),
    path("ideas/new/", ideas.new, name="new_idea"),
    path("ideas/board/", fate.lanes, name="board"),
    path("ideas/<int:key>/", ideas.idea, name="idea"),
    path("ideas/<int:key>/edit/", ideas.edit, name="edit_idea"),
    path("ideas/<int:key>/vote/", votes.vote, name="vote"),
    path("ideas/<int:key>/move/", fate.move, name="move_idea"),
    path("ideas/<int:key>/promise/", fate.promise, name="promise"),
    path("ideas/<int:key>/merge/", merges.merge, name="merge_idea"),
    path("ideas/<int:key>/split/", merges.split, name="split_idea"),
    path("merges/<int:key>/undo/", merges.undo, name="undo_merge"),
    path("ideas/<int:key>/tasks/", tasks.tasks, name="tasks"),
    path("ideas/<int:key>/spread/acceptance/", tasks.acceptance, name="acceptance"),
    path("ideas/<int:key>/assessments/", assessments.assessments, name="assessments"),
    path("ideas/<int:key>/assessors/", assessments.assessors, name="assessors"),
    path("tasks/<int:key>/", tasks.change, name="change_task"),
    path("tasks/<int:key>/offer/", tasks.offer, name="offer"),
    path("promises/<int:key>/done/", fate.promise_done, name="promise_done"),
    path("said-and-done/", fate.said_and_done, name="said_and_done"),
    path("challenges/", challenges.listing, name="challenges"),
    path("challenges/new/", challenges.new, name="new_challenge"),
    path("challenges/<int:key>/", challenges.challenge, name="challenge"),
    path("challenges/<int:key>/close/", challenges.close, name="close_challenge"),
    path("challenges.ics", challenges.calendar, name="challenges_calendar"),
]
