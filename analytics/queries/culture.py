"""How the culture is doing, as it may be shown: the one form that page, API and export share."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404

from analytics.disclosure.bands import Band, band_of, rounded_share
from analytics.disclosure.moods import Mood, mood_of
from analytics.models import CultureFigure, CultureFlow, CultureValue
from analytics.queries.explorer import Ground, ground_of
from analytics.queries.letters import MOST_PERIODS
from analytics.queries.pain_points import period_before
from analytics.scoring import periods
from microblog.models import JobRun, OrgUnit, PraiseValue, User

Measure = CultureFigure.Measure
ASKED = (Measure.QUESTION, Measure.PAIN, Measure.IDEA)
Figures = Mapping[str, CultureFigure]
Row = dict[str, Any]
NOTHING: Figures = {}


@dataclass(frozen=True)
class Culture:
    """The culture of a unit in a period.

    `rows` holds the shown form of the unit and its parts by key, `weeks` the moods of the last periods, oldest first.
    For the whole company `flows` tells who replied to and praised whom, `values` by what they praised. The period is
    None as long as none was counted.
    """

    ground: Ground
    period: str | None
    periods: list[str]
    rows: dict[int, Row]
    weeks: list[tuple[str, Mood | None]]
    flows: dict[str, list[Row]]
    values: list[tuple[PraiseValue, Band]]

    @property
    def own(self) -> Row:
        return self.rows[self.ground.unit.pk]


def counted_periods() -> list[str]:
    """Return the periods whose culture was counted, newest first."""
    return list(JobRun.objects.filter(job="culture").order_by("-period").values_list("period", flat=True))


def culture_of(*, viewer: User, period: str | None = None, unit: int | None = None) -> Culture:
    """Return the culture of a period, the newest unless another is named, of the viewer's own unit or a named one.

    :raises NotAllowed: if the viewer neither leads a unit nor is an analyst.
    :raises Http404: if the unit is not the viewer's to look at, or the period was not counted.
    """
    ground = ground_of(viewer=viewer, unit=unit)
    counted = counted_periods()
    if period is not None and period not in counted:
        raise Http404
    if not counted:
        return Culture(ground, None, [], {}, [], {}, [])
    period = period or counted[0]
    names = [periods.previous(period, age, weeks=settings.PERIOD_WEEKS) for age in reversed(range(MOST_PERIODS))]
    names = [name for name in names if name >= counted[-1]]
    found = released_figures([*names, period_before(period)], ground.rows)
    own = ground.unit.pk
    share = participation(found[period, own])
    rows = {
        one.pk: row_of(found[period, one.pk], found[period_before(period), one.pk], None if one.pk == own else share)
        for one in ground.rows
    }
    weeks = [(name, mood_in(found[name, own])) for name in names]
    if ground.unit.parent_id is not None:
        return Culture(ground, period, counted, rows, weeks, {}, [])
    return Culture(ground, period, counted, rows, weeks, flows_of(period), values_of(period))


def released_figures(names: list[str], units: list[OrgUnit]) -> dict[tuple[str, int], Figures]:
    """Return what may be shown of these periods and units, by measure. One query."""
    found: dict[tuple[str, int], dict[str, CultureFigure]] = defaultdict(dict)
    for figure in CultureFigure.objects.filter(period__in=names, unit__in=units, is_released=True):
        found[figure.period, figure.unit_id][figure.measure] = figure
    return found  # type: ignore[return-value]


def row_of(figures: Figures, before: Figures, share_above: int | None) -> Row:
    """Return the shown form of one unit; what may not be shown, or is too little, is None.

    A part is under-heard where no more than half as large a share of it took part as of the unit above.
    """
    mood, earlier, share = mood_in(figures), mood_in(before), participation(figures)
    replies = figures.get(Measure.REPLIES)
    return {
        "participation": share,
        "is_under_heard": None not in (share, share_above) and 2 * share <= share_above,  # type: ignore[operator]
        "mood": mood,
        "mood_before": earlier,
        "loudest_share": figures[Measure.VOICES].figures["loudest"] if Measure.VOICES in figures else None,
        "answers": {kind.value: figures[kind].figures if kind in figures else None for kind in ASKED},
        "replies_across": rounded_share(replies.figures["across"], replies.people) if replies else None,
    }


def mood_in(figures: Figures) -> Mood | None:
    """Return the mood, where it may be shown and enough wrote."""
    voices = figures.get(Measure.VOICES)
    if voices is None:
        return None
    return mood_of(active=voices.people, positive=voices.figures["positive"], negative=voices.figures["negative"])


def participation(figures: Figures) -> int | None:
    """Return the share of a unit that wrote, in the steps of the letters; None where it may not be shown."""
    voices = figures.get(Measure.VOICES)
    return rounded_share(min(voices.people, voices.headcount), voices.headcount) if voices else None


def flows_of(period: str) -> dict[str, list[Row]]:
    """Return who replied to and praised whom among the parts of the company, the largest first, in bands."""
    flows = CultureFlow.objects.filter(period=period).select_related("giver", "receiver")
    found: dict[str, list[Row]] = {act.value: [] for act in CultureFlow.Act}
    for flow in flows:
        if band := band_of(flow.people):
            found[flow.act].append({"giver": flow.giver, "receiver": flow.receiver, "band": band})
    for rows in found.values():
        # By what is shown: the order of exact numbers would tell more than the bands.
        rows.sort(key=lambda row: (-row["band"].middle, row["giver"].name, row["receiver"].name))
    return found


def values_of(period: str) -> list[tuple[PraiseValue, Band]]:
    """Return the values by which enough people praised, the most used first by what is shown."""
    names = {value.pk: value for value in PraiseValue.objects.all()}
    counted = CultureValue.objects.filter(period=period, value__in=names)
    shown = [(names[one.value], band) for one in counted if (band := band_of(one.people))]
    return sorted(shown, key=lambda found: (-found[1].middle, found[0].place, found[0].pk))
