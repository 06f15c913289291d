import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from ideas.actions.ideas import propose_idea
from ideas.models import Idea
from tests.microblog.web.conftest import browser_of

__all__ = ["browser_of"]


@pytest.fixture
def make_idea(everybody) -> Callable[..., Idea]:
    def make(author, title="Felles byttetavle", community=everybody, days=0, **parts) -> Idea:
        return propose_idea(
            author=author,
            community=community,
            title=title,
            problem=parts.get("problem", "Vi ringer rundt kvelden før."),
            proposal=parts.get("proposal", "En tavle som alle ser."),
            expected_effect=parts.get("expected_effect", ""),
            challenge=parts.get("challenge"),
            now=timezone.now() - dt.timedelta(days=days),
        )

    return make
