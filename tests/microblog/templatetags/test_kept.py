from django.template import Context, Template
from django.utils import translation

from microblog.templatetags import kept


def test_a_part_is_rendered_once_for_each_value_of_its_keys():
    template = Template("{% load kept %}{% kept a %}{{ a }} {{ b }}{% endkept %}")

    said = [template.render(Context({"a": a, "b": b})) for a, b in ((1, "x"), (1, "y"), (2, "y"))]

    assert said == ["1 x", "1 x", "2 y"]


def test_each_language_has_its_own():
    template = Template("{% load kept i18n %}{% kept %}{% get_current_language as l %}{{ l }}{% endkept %}")

    said = []
    for language in ("nb", "en"):
        with translation.override(language):
            said.append(template.render(Context()))

    assert said == ["nb", "en"]


def test_the_least_used_part_makes_room(monkeypatch):
    monkeypatch.setattr(kept, "MOST_KEPT", 2)
    monkeypatch.setattr(kept, "parts", type(kept.parts)())
    template = Template("{% load kept %}{% kept a %}{{ b }}{% endkept %}")

    said = [template.render(Context({"a": a, "b": b})) for a, b in (("p", 1), ("q", 2), ("p", 3), ("r", 4), ("q", 5))]

    assert said == ["1", "2", "1", "4", "5"]
