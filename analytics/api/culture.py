"""How the culture is doing, as data and as a table."""

from typing import Any, NotRequired, TypedDict

from django.http import HttpResponse
from django.utils.translation import get_language
from rest_framework.request import Request

from analytics.api.serializers import CultureQuery
from analytics.api.tables import AnyFormat, csv_of, table_answer
from analytics.disclosure.moods import Mood
from analytics.queries.culture import Culture, Row, culture_of
from microblog.api.objects import Object, unit_name
from microblog.api.resource import Resource
from microblog.api.shapes import Named, Period

KINDS = ("question", "pain", "idea")
COLUMNS = (
    *("period", "unit", "participation", "mood", "mood_low", "mood_high", "loudest_share", "replies_across"),
    *(f"{kind}_{who}" for kind in KINDS for who in ("first", "leader")),
)


class MoodShape(TypedDict):
    """The mood from −1 to 1 with its band of 90 %, all in steps that hold five people."""

    value: float
    low: float
    high: float
    zone: str


class UnitShape(TypedDict):
    """A unit's culture: shares of 100 in steps, null where hidden; `answers` by kind, `{first, leader}` or null."""

    participation: int | None
    is_under_heard: bool
    loudest_share: int | None
    replies_across: int | None
    answers: dict[str, Any]
    mood: MoodShape | None
    may_be_chance: bool | None


class PartShape(UnitShape):
    unit: Named


class WeekShape(TypedDict):
    period: Period
    mood: MoodShape | None


class FlowShape(TypedDict):
    giver: Named
    receiver: Named
    people_band: str


class ValueShape(TypedDict):
    """How many people praised by a value of the company, in a band."""

    value: str
    name: str
    people_band: str


class CultureShape(TypedDict):
    """The culture of a unit and its parts; as long as nothing was counted the period is null and no figure is there."""

    period: Period | None
    unit: Named
    participation: NotRequired[int | None]
    is_under_heard: NotRequired[bool]
    loudest_share: NotRequired[int | None]
    replies_across: NotRequired[int | None]
    answers: NotRequired[dict[str, Any]]
    mood: NotRequired[MoodShape | None]
    may_be_chance: NotRequired[bool | None]
    parts: list[PartShape]
    weeks: list[WeekShape]
    reply: list[FlowShape]
    praise: list[FlowShape]
    values: list[ValueShape]


class CultureOf(Resource):
    """`/culture`"""

    shows = CultureShape
    scope = "letters"
    asks = {"GET": CultureQuery}

    def get(self, request: Request) -> Object:
        return culture_object(culture_of(viewer=self.viewer, **self.asked))


class CultureTable(Resource):
    """`/culture.csv`"""

    scope = "letters"
    asks = {"GET": CultureQuery}
    content_negotiation_class = AnyFormat
    serves, sample = "text/csv", ",".join(COLUMNS)

    def get(self, request: Request) -> HttpResponse:
        return table_answer(request, table(culture_of(viewer=self.viewer, **self.asked)), "culture.csv")


def culture_object(found: Culture) -> Object:
    """Return the culture of a unit and its parts; the period is null as long as none was counted."""
    return {
        "period": found.period,
        "unit": unit_name(found.ground.unit),
        **(row_object(found.own) if found.period else {}),
        "parts": [
            {"unit": unit_name(unit), **row_object(found.rows[unit.pk])} for unit in found.ground.parts if found.period
        ],
        "weeks": [{"period": period, "mood": mood_object(mood)} for period, mood in found.weeks],
        **{act: [flow_object(row) for row in found.flows.get(act, [])] for act in ("reply", "praise")},
        "values": [
            {"value": value.pk, "name": getattr(value, get_language()), "people_band": band.text}
            for value, band in found.values
        ],
    }


def row_object(row: Row) -> Object:
    mood, before = row["mood"], row["mood_before"]
    return {
        **{name: row[name] for name in ("participation", "loudest_share", "replies_across", "answers")},
        "is_under_heard": row["is_under_heard"],
        "mood": mood_object(mood),
        "may_be_chance": mood.may_be_level_with(before) if mood and before else None,
    }


def mood_object(mood: Mood | None) -> Object | None:
    return {"value": mood.value, "low": mood.low, "high": mood.high, "zone": mood.zone} if mood else None


def flow_object(row: Row) -> Object:
    return {
        "giver": unit_name(row["giver"]),
        "receiver": unit_name(row["receiver"]),
        "people_band": row["band"].text,
    }


def table(found: Culture) -> str:
    """Return the rows of the unit and its parts as CSV with a heading; what is hidden is empty."""
    units = found.ground.rows if found.period else []
    return csv_of(COLUMNS, ([found.period, unit.name, *cells(found.rows[unit.pk])] for unit in units))


def cells(row: Row) -> list[Any]:
    mood = row["mood"]
    waits = [row["answers"][kind] or {} for kind in KINDS]
    return [
        row["participation"],
        *((mood.value, mood.low, mood.high) if mood else (None,) * 3),
        row["loudest_share"],
        row["replies_across"],
        *(wait.get(who) for wait in waits for who in ("first", "leader")),
    ]
