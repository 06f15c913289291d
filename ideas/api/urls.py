"""Addresses of ideas under `/rest/v1/`."""

from ideas.api.ideas import Ideas, IdeaVote, OneIdea
from microblog.api.routes import route

urlpatterns = [
    route("ideas", Ideas),
    route("ideas/:id", OneIdea),
    route("ideas/:id/vote", IdeaVote),
]
