"""Addresses of ideas under `/rest/v1/`."""

from ideas.api.assessments import IdeaAssessments, IdeaAssessor
from ideas.api.challenges import ChallengeIdeas, Challenges, OneChallenge
from ideas.api.fate import IdeaAnswer, IdeaAssignee, IdeaMoves, IdeaPromises, OnePromise, SaidAndDone
from ideas.api.ideas import Ideas, IdeaVote, OneIdea
from ideas.api.merges import IdeaMerge, IdeaMerges, IdeaSplit, MergeUndo
from ideas.api.tasks import IdeaSpread, IdeaTasks, OneTask, SpreadAcceptance, TaskOffers
from microblog.api.routes import route

urlpatterns = [
    route("ideas", Ideas),
    route("ideas/:id", OneIdea),
    route("ideas/:id/vote", IdeaVote),
    route("ideas/:id/moves", IdeaMoves),
    route("ideas/:id/answer", IdeaAnswer),
    route("ideas/:id/assignee", IdeaAssignee),
    route("ideas/:id/promises", IdeaPromises),
    route("ideas/:id/merge", IdeaMerge),
    route("ideas/:id/merges", IdeaMerges),
    route("ideas/:id/split", IdeaSplit),
    route("merges/:id/undo", MergeUndo),
    route("ideas/:id/tasks", IdeaTasks),
    route("ideas/:id/spread", IdeaSpread),
    route("ideas/:id/spread/acceptance", SpreadAcceptance),
    route("ideas/:id/assessors/:person", IdeaAssessor),
    route("ideas/:id/assessments", IdeaAssessments),
    route("tasks/:id", OneTask),
    route("tasks/:id/offers", TaskOffers),
    route("promises/:id", OnePromise),
    route("challenges", Challenges),
    route("challenges/:id", OneChallenge),
    route("challenges/:id/ideas", ChallengeIdeas),
    route("said-and-done", SaidAndDone),
]
