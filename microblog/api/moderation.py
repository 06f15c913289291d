"""Reports, the queue of the moderators, what authors answer, and the log of decisions."""

from functools import partial
from typing import Any

from django.utils import timezone
from rest_framework.request import Request

from microblog.actions.moderation import DECISIONS, appeal_decision, decide_case, report_post, rewrite_post
from microblog.api import shapes
from microblog.api.lists import each, page_of
from microblog.api.objects import Object, author_object, moment, told_time
from microblog.api.resource import Resource
from microblog.api.serializers import ChoiceField, PageQuery, StrictSerializer, TextField
from microblog.models import LONGEST_TEXT, LONGEST_WORDS, AuditEntry, ModerationCase, Post, ReportReason, User
from microblog.queries.audit import audit_entries
from microblog.queries.moderation import case_in_queue, own_case, queue, reasons_of, words_of
from microblog.queries.threads import readable_post
from microblog.texts import to_html
from microblog.words import pseudonym_words


class ReportIn(StrictSerializer):
    reason = ChoiceField(choices=ReportReason.choices)
    words = TextField(shortest=0, longest=LONGEST_WORDS, default="")


class QueueQuery(PageQuery):
    state = ChoiceField(choices=["open", "closed"], default="open")


class DecisionIn(StrictSerializer):
    decision = ChoiceField(choices=list(DECISIONS))
    reason = TextField(shortest=0, longest=LONGEST_WORDS, default="")


class AppealIn(StrictSerializer):
    text = TextField(longest=LONGEST_WORDS)


class RewritingIn(StrictSerializer):
    text = TextField(longest=LONGEST_TEXT)


def reported_object(post: Post) -> Object:
    return {
        "id": str(post.pk),
        "kind": post.kind,
        "author": None if post.pseudonym else author_object(post.author),
        "pseudonym": post.pseudonym and pseudonym_words(post.pseudonym),
        "community": {"id": str(post.community_id), "name": post.community.name},
        "text": post.text,
        "html": to_html(post.text),
        "published_at": told_time(post, post.published_at),
        "edited_at": told_time(post, post.edited_at),
        "hidden_at": moment(post.hidden_at),
    }


def case_object(viewer: User, case: ModerationCase) -> Object:
    """Return a case to those who judge it. Who reported is nobody's to know."""
    reasons = reasons_of(case)
    return {
        "id": str(case.pk),
        "state": case.state,
        "post": reported_object(case.post),
        "reports_count": sum(reasons.values()),
        "reasons": reasons,
        "words": words_of(case, viewer),
        "opened_at": moment(case.opened_at),
        "decided_at": moment(case.decided_at),
        "reason": case.reason,
        "appeal": case.appeal or None,
    }


def own_case_object(case: ModerationCase) -> Object:
    """Return to the author what became of a hidden post: the decision and its reason, nothing of the reports."""
    return {
        "post": str(case.post_id),
        "state": case.state,
        "reason": case.reason,
        "hidden_at": moment(case.post.hidden_at),
        "decided_at": moment(case.decided_at),
        "appeal": case.appeal or None,
        "can": {"appeal": case.can_appeal, "rewrite": case.state == ModerationCase.State.ASKED},
    }


def entry_object(entry: AuditEntry) -> Object:
    actor = entry.actor
    return {
        "id": str(entry.pk),
        "at": moment(entry.at),
        "actor": actor and {"id": str(actor.pk), "name": actor.name},
        "action": entry.action,
        "subject": str(entry.subject_id),
        "reason": entry.reason,
        "hash": entry.hash,
    }


class PostReport(Resource):
    """`/posts/:id/report`"""

    scope = "posts"
    takes = {"POST": ReportIn}

    def post(self, request: Request, id: int) -> None:
        report_post(actor=self.viewer, post=readable_post(viewer=self.viewer, key=id), now=timezone.now(), **self.sent)


class PostAppeal(Resource):
    """`/posts/:id/appeal`: to the author of a hidden post, what was decided; and the author's objection."""

    shows = shapes.HiddenPost
    scope = "posts"
    takes = {"POST": AppealIn}

    def get(self, request: Request, id: int) -> Object:
        return own_case_object(own_case(author=self.viewer, post=id))

    def post(self, request: Request, id: int) -> Object:
        appeal_decision(author=self.viewer, case=own_case(author=self.viewer, post=id), now=timezone.now(), **self.sent)
        return own_case_object(own_case(author=self.viewer, post=id))


class PostRewriting(Resource):
    """`/posts/:id/rewriting`: the new text that a moderator has asked for."""

    shows = shapes.HiddenPost
    scope = "posts"
    takes = {"PUT": RewritingIn}

    def found(self, id: int, **_parts: Any) -> Post:
        return own_case(author=self.viewer, post=id).post

    def shown(self, row: Post) -> Object:
        return own_case_object(own_case(author=self.viewer, post=row.pk))

    def put(self, request: Request, id: int) -> Object:
        rewrite_post(author=self.viewer, case=own_case(author=self.viewer, post=id), now=timezone.now(), **self.sent)
        return own_case_object(own_case(author=self.viewer, post=id))


class Reports(Resource):
    """`/moderation/reports`: reported posts that wait, longest first; or decided ones, latest case first."""

    gives = {"GET": shapes.Page[shapes.Report]}
    scope = "moderation"
    asks = {"GET": QueueQuery}

    def get(self, request: Request) -> Object:
        is_open = self.asked["state"] == "open"
        rows = queue(viewer=self.viewer, is_open=is_open)
        order = ("id" if is_open else "-id",)
        return page_of(request, self.asked, rows, order, each(partial(case_object, self.viewer)))


class OneReport(Resource):
    """`/moderation/reports/:id`"""

    shows = shapes.Report
    scope = "moderation"
    takes = {"PATCH": DecisionIn}

    def found(self, id: int, **_parts: Any) -> ModerationCase:
        return case_in_queue(viewer=self.viewer, key=id)

    def shown(self, row: ModerationCase) -> Object:
        return case_object(self.viewer, row)

    def get(self, request: Request, id: int) -> Object:
        return self.shown(self.found(id))

    def patch(self, request: Request, id: int) -> Object:
        decide_case(actor=self.viewer, case=self.found(id), now=timezone.now(), **self.sent)
        return self.shown(self.found(id))


class AuditLog(Resource):
    """`/audit-log`: all for administrator and representative, for others what they themselves decided."""

    gives = {"GET": shapes.Page[shapes.AuditEntry]}
    scope = "audit"
    asks = {"GET": PageQuery}

    def get(self, request: Request) -> Object:
        return page_of(request, self.asked, audit_entries(viewer=self.viewer), ("-id",), each(entry_object))
