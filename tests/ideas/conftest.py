from collections.abc import Callable

import pytest
from django.utils import timezone

from ideas.actions.ideas import propose_idea
from ideas.models import Idea


@pytest.fixture
def make_idea() -> Callable[..., Idea]:
    def make(author, community, title: str = "Felles byttetavle", **fields) -> Idea:
        words = {"problem": "Vi bytter på SMS.", "proposal": "Én tavle for alle bytter.", "now": timezone.now()}
        return propose_idea(author=author, community=community, title=title, **{**words, **fields})

    return make


@pytest.fixture
def idea(alice, community, make_idea) -> Idea:
    return make_idea(alice, community)
