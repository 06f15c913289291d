"""Did a pain fall? The answer for the promise keeper, from the exact ledger; only yes or no leaves this module."""

import datetime as dt

from django.conf import settings

from analytics.models import PainPoint
from analytics.scoring import periods


def pain_fell(theme: str, unit: int, since: dt.date, until: dt.date) -> bool:
    """Tell whether n/E < 1 over the closed periods that lie wholly in the window (`until` is not part of it).

    Sums of people and of expected people over the periods; without any period that can be judged it did not fall.
    A cell expects what its strongest window of one, two or four periods does, so its own share is taken of that.
    """
    cells = PainPoint.objects.filter(theme=theme, unit=unit).values_list("period", "authors", "expected", "window")
    inside = [(authors, expected / n) for period, authors, expected, n in cells if lies_in(period, since, until)]
    expected_people = sum(expected for _authors, expected in inside)
    return expected_people > 0 and sum(authors for authors, _expected in inside) < expected_people


def lies_in(period: str, since: dt.date, until: dt.date) -> bool:
    start, end = periods.bounds(period, weeks=settings.PERIOD_WEEKS)
    return since <= start.date() and end.date() <= until
