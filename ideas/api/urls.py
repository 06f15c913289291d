"""Addresses of ideas under `/rest/v1/`."""

from ideas.api.challenges import ChallengeIdeas, Challenges, OneChallenge
from ideas.api.fate import IdeaAnswer, IdeaAssignee, IdeaMoves, IdeaPromises, OnePromise, SaidAndDone
from ideas.api.ideas import Ideas, IdeaVote, OneIdea
from microblog.api.routes import route

urlpatterns = [
    route("ideas", Ideas),
    route("ideas/:id", OneIdea),
    route("ideas/:id/vote", IdeaVote),
    route("ideas/:id/moves", IdeaMoves),
    route("ideas/:id/answer", IdeaAnswer),
    route("ideas/:id/assignee", IdeaAssignee),
    route("ideas/:id/promises", IdeaPromises),
    route("promises/:id", OnePromise),
    route("challenges", Challenges),
    route("challenges/:id", OneChallenge),
    route("challenges/:id/ideas", ChallengeIdeas),
    route("said-and-done", SaidAndDone),
]
