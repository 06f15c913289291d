"""What goes out of letters and pain points: the shapes of `docs/api.md`. Bands and rounded factors only."""

from typing import Any

from django.utils.translation import get_language

from analytics.models import Delegate, Letter, PainPointAnswer
from analytics.queries.acts import status_of
from analytics.queries.cells import Place
from analytics.queries.letters import headline, rendered
from analytics.scoring.phrases import theme_name
from analytics.scoring.phrases.writer import RULE_VERSION
from microblog.api.objects import Object, author_object, moment, unit_name
from microblog.models import OrgUnit

RULE = "pain_point"


def pain_point_object(period: str, unit: OrgUnit, form: dict[str, Any], answer: PainPointAnswer | None) -> Object:
    """Return a shown cell; `form` is that of `queries/pain_points.py:shown_forms`."""
    return {
        "id": form["id"],
        "period": period,
        "unit": unit_name(unit),
        "theme": theme_object(form["theme"], form["words"]),
        "pressure": form["pressure"],
        "people_band": form["people_band"],
        "persistence": persistence(form["persistence"]),
        "certainty": form["certainty"],
        "direction": form["direction"],
        "since": form["since"],
        "rank": form["rank"],
        "evidence": {"quotes": [], "rule": RULE, "version": RULE_VERSION},
        "answer": answer_object(answer) if answer else None,
        "status": status_of(answer),
    }


def answer_object(answer: PainPointAnswer) -> Object:
    """Return a leader's answer to a theme; `post` is the id of the post that it is."""
    leader = answer.on_behalf_of
    return {
        "post": str(answer.post_id),
        "author": author_object(answer.post.author),
        "on_behalf_of": {"id": str(leader.pk), "name": leader.name} if leader else None,
        "stance": answer.stance,
        "text": answer.post.text,
        "answered_at": moment(answer.post.published_at),
    }


def cell_object(place: Place, form: dict[str, Any] | None, answer: PainPointAnswer | None) -> Object:
    """Return a cell of the list. A hidden one tells only where it stands: nobody, and one to four, look the same."""
    if form is not None:
        return pain_point_object(place.period, place.unit, form, answer)
    return {
        "period": place.period,
        "unit": unit_name(place.unit),
        "theme": theme_object(place.theme, []),
        "hidden": True,
    }


def theme_object(key: str, words: list[str]) -> Object:
    return {"key": key, "name": theme_name(key, get_language()), "words": words}


def persistence(periods: int) -> str:
    return f"{periods} of 4"


def letter_row(letter: Letter) -> Object:
    """Return a letter in the list of letters."""
    return {
        "period": letter.period,
        "unit": unit_name(letter.unit),
        "published_at": moment(letter.published_at),
        "headline": headline(letter, get_language()),
    }


def letter_object(letter: Letter) -> Object:
    """Return a whole letter in the reader's language. What later parts bring is there, and empty."""
    language = get_language()
    content = rendered(letter, language)
    share = content["took_part"][0]["evidence"][0]["shown"]["share_step"]
    return {
        "period": letter.period,
        "unit": unit_name(letter.unit),
        "published_at": moment(letter.published_at),
        "input_hash": letter.input_hash,
        "representativeness": {
            "share_step": share,
            "leaders_counted": False,
            "sentences": content["took_part"],
        },
        "headline": joined(content["headline"]),
        "in_short": content["in_short"],
        "pains": [pain_object(pain) for pain in content["pains"] + content["unranked"]],
        "ideas": content["ideas"],
        "culture": {},
        "promises": content["promises"],
        "communities": [],
        "unknown": content["unknown"],
        "acts": content["acts"],
        "word_count": content["word_count"][language],
    }


def joined(sentences: list[Object]) -> Object:
    """Return several sentences as one, with the evidence of each."""
    certainties = [sentence["certainty"] for sentence in sentences if sentence["certainty"]]
    return {
        "text": " ".join(sentence["text"] for sentence in sentences),
        "evidence": [each for sentence in sentences for each in sentence["evidence"]],
        "certainty": certainties[0] if certainties else None,
    }


def pain_object(pain: Object) -> Object:
    """Return a pain of a letter: what the letter shows of it, and its sentences."""
    return {
        **pain,
        "theme": theme_object(pain["theme"], pain["words"]),
        "persistence": persistence(pain["persistence"]),
        "where": [
            {"unit": {"id": part["unit_id"], "name": part["unit"]}, "people_band": part["people_band"]}
            for part in pain["where"]
        ],
    }


def delegate_object(delegate: Delegate) -> Object:
    """Return somebody who reads and acts for a leader, and the last day of it."""
    return {"person": author_object(delegate.person), "until": delegate.until.isoformat()}
