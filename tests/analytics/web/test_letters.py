import json
import re

import pytest

from analytics.models import Letter
from analytics.queries.letters import rendered
from analytics.scoring.letter import canonical_json, compose_letter
from analytics.scoring.phrases import LANGUAGES
from microblog.models import Post
from tests.analytics.conftest import PERIOD
from tests.analytics.scoring.test_letter import make_idea, make_inputs
from tests.analytics.web.conftest import ALL, BERGEN, DRAMMEN, words_of

ADDRESS = f"/letters/{PERIOD}/"
# What the design does not count as running text.
NOT_COUNTED = {"noprint", "meta", "svg", "details", "vh", "why", "status", "mast"}


def text_of(response) -> str:
    return response.content.decode()


def letter_part(page: str) -> str:
    return page.split('<div class="letter">')[1].split("</main>")[0]


def sentences_of(part) -> list[dict]:
    if isinstance(part, list):
        return [sentence for item in part for sentence in sentences_of(item)]
    if not isinstance(part, dict):
        return []
    if "text" in part and "evidence" in part:
        return [part]
    return [sentence for value in part.values() for sentence in sentences_of(value)]


def test_a_visitor_is_sent_to_sign_in(client, frozen):
    assert client.get(ADDRESS).status_code == 302


@pytest.mark.parametrize("address", ["/letters/", ADDRESS])
def test_an_employee_may_not_read_letters(address, frozen, alice, browser_of):
    assert browser_of(alice).get(address).status_code == 403


@pytest.mark.parametrize("period", ["2026-W45", "2026-W99", "nonsense"])
def test_a_period_without_a_letter_is_not_there(period, frozen, lena, browser_of):
    assert browser_of(lena).get(f"/letters/{period}/").status_code == 404


def test_a_leader_reads_the_letter_of_the_own_unit_first(frozen, dina, browser_of):
    page = text_of(browser_of(dina).get(ADDRESS))

    assert "for Terminal Drammen" in page
    assert "Uke 46, 9.–15. november 2026" in page
    assert "rundt 35 personer" in page.lower()


def test_the_leader_of_a_small_unit_reads_the_nearest_larger_ones(frozen, berit, company, browser_of):
    assert f"for {company.name}" in text_of(browser_of(berit).get(ADDRESS))


def test_a_leader_cannot_name_another_unit(frozen, berit, units, browser_of):
    for wanted in (units[0].pk, units[1].pk, 999_999, "x"):
        assert browser_of(berit).get(f"{ADDRESS}?unit={wanted}").status_code == 404
        assert browser_of(berit).get(f"/letters/?unit={wanted}").status_code == 404


def test_the_top_leader_chooses_the_unit(frozen, lena, units, browser_of):
    page = text_of(browser_of(lena).get(f"{ADDRESS}?unit={units[0].pk}"))

    assert "for Terminal Drammen" in page
    assert f'<option value="{units[0].pk}" selected>' in page


def test_no_exact_figure_stands_on_any_page(frozen, lena, units, browser_of):
    browser = browser_of(lena)

    for address in ("/letters/", ADDRESS, f"{ADDRESS}?unit={units[0].pk}"):
        # Whole numbers alone: digits within the fingerprint are no figures.
        words = re.findall(r"(?<!\w)\d+(?!\w)", " ".join(words_of(text_of(browser.get(address)))))
        assert not {str(DRAMMEN), str(BERGEN), str(ALL)} & set(words)


def test_every_sentence_can_be_opened_and_shows_its_rule(fullest, lena, browser_of):
    page = text_of(browser_of(lena).get(ADDRESS))

    folds = " ".join(words_of("".join(re.findall(r'<details class="fold small evidence">.*?</details>', page, re.S))))
    content = rendered(fullest, "nb")
    sentences = sentences_of(content)
    assert len(sentences) > 30
    for sentence in sentences:
        assert " ".join(f"«{sentence['text']}»".split()) in folds
        assert f"Regel {sentence['evidence'][0]['rule']} , versjon 1" in folds
    assert fullest.input_hash in folds
    assert "mandag 16. november kl. 06.00" in folds


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_letter_keeps_to_three_minutes(language, fullest, lena, browser_of):
    lena.language = language
    lena.save()

    page = letter_part(text_of(browser_of(lena).get(ADDRESS)))

    words = [word for word in words_of(page, NOT_COUNTED) if any(letter.isalnum() for letter in word)]
    assert rendered(fullest, language)["word_count"][language] - 10 < len(words) <= 720


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_three_languages_and_leaves_no_sentence_out(language, fullest, lena, browser_of):
    lena.language = language
    lena.save()

    page = text_of(browser_of(lena).get(ADDRESS))

    said = " ".join(words_of(letter_part(page), {"details"}))
    content = rendered(fullest, language)
    seen = {key: content[key] for key in content if key != "unranked"}
    assert f'<html lang="{language}"' in page
    for sentence in sentences_of(seen):
        assert " ".join(sentence["text"].split()) in said
    for heading in content["headings"].values():
        assert heading in page


def test_a_pain_of_few_voices_has_no_rank_and_stands_in_the_fold(fullest, lena, browser_of):
    page = text_of(browser_of(lena).get(ADDRESS))

    fold = page.split("temaer er ikke rangert")[1].split("</details>")[0]
    assert "Lønn" in fold
    assert "Svakt grunnlag, få stemmer · 5–9 personer" in fold
    assert page.count('class="theme"') == 3


def test_who_a_pain_concerns_is_drawn_in_bands_and_the_hidden_are_hatched(company, frozen, lena, browser_of):
    letter = Letter.objects.get(unit=company)
    letter.content = canonical_json(compose_letter({**make_inputs(), "period": PERIOD})).decode()
    letter.save()

    page = text_of(browser_of(lena).get(ADDRESS))

    drawing = page.split('aria-labelledby="where-t where-d"')[1].split("</svg>")[0]
    assert "Terminal Drammen 10–19, 7 andre skjult" in drawing
    assert 'fill="url(#where-p)"' in drawing


def test_an_act_leads_only_to_what_the_reader_can_open(company, frozen, lena, alice, make_post, everybody, browser_of):
    post = make_post(alice, everybody, "Når kommer skannerne?", "question")
    question = {"post_id": str(post.pk), "title_words": "Når kommer skannerne?", "waiting_days": 9}
    gone = make_idea(id="1")
    inputs = {**make_inputs(pains=[], ideas=[gone], questions=[question]), "period": PERIOD}
    letter = Letter.objects.get(unit=company)
    letter.content = canonical_json(compose_letter(inputs)).decode()
    letter.save()

    before = text_of(browser_of(lena).get(ADDRESS))
    Post.objects.filter(pk=post.pk).update(hidden_at=post.published_at)
    after = text_of(browser_of(lena).get(ADDRESS))

    assert f'href="/posts/{post.pk}/#svar"' in before
    assert f'href="/posts/{post.pk}/#svar"' not in after
    assert "/ideas/1/" not in before
    assert gone["title"] in before


def test_a_calm_week_and_one_with_too_few_voices_have_a_page_too(company, frozen, lena, browser_of):
    letter = Letter.objects.get(unit=company)
    for inputs in (
        make_inputs(pains=[], ideas=[]),
        make_inputs(participation={"share_step": None, "enough_voices": False}, ideas=[]),
    ):
        letter.content = canonical_json(compose_letter({**inputs, "period": PERIOD})).decode()
        letter.save()

        assert browser_of(lena).get(ADDRESS).status_code == 200


def test_a_page_costs_the_same_for_a_short_and_for_the_longest_letter(
    company, fullest, lena, browser_of, django_assert_num_queries
):
    browser = browser_of(lena)
    browser.get(ADDRESS)
    short = canonical_json(compose_letter({**make_inputs(), "period": PERIOD})).decode()

    for content in (short, fullest.content):
        Letter.objects.filter(unit=company).update(content=content)
        # Session, person, communities of the menu; units led, tree, units with letters; the letter and its two
        # neighbours; the first period and the cells of the lines; the ideas that can be opened; answers, thanks, acts
        # given away, and whether the reader may answer (the tree, the units led).
        with django_assert_num_queries(16):
            browser.get(ADDRESS)


@pytest.mark.parametrize("size", [1, 12])
def test_a_list_of_letters_costs_the_same_for_any_length(
    size, company, frozen, lena, browser_of, django_assert_num_queries
):
    pattern = Letter.objects.get(unit=company)
    Letter.objects.bulk_create(
        Letter(
            period=f"2026-W{week:02}",
            unit=company,
            published_at=pattern.published_at,
            composer=pattern.composer,
            inputs={},
            content=pattern.content,
        )
        for week in range(20, 20 + size - 1)
    )
    browser = browser_of(lena)
    browser.get("/letters/")

    # Session, person, communities of the menu; units led, tree, units with letters; the letters; the guide.
    with django_assert_num_queries(7):
        assert text_of(browser.get("/letters/")).count('class="pickrow"') == size


def test_older_letters_are_a_page_further(company, frozen, lena, browser_of):
    pattern = Letter.objects.get(unit=company)
    fields = {"published_at": pattern.published_at, "composer": "1", "inputs": {}, "content": pattern.content}
    Letter.objects.bulk_create(Letter(period=f"2026-W{week:02}", unit=company, **fields) for week in range(20, 40))
    browser, address, seen = browser_of(lena), "/letters/", []

    while address:
        page = text_of(browser.get(address))
        seen += re.findall(r'<h3><a href="/letters/([^/]+)/', page)
        more = re.search(r'class="btn" href="([^"]+before=[^"]+)"', page)
        address = more and more[1].replace("&amp;", "&")

    assert seen == [PERIOD, *(f"2026-W{week}" for week in range(39, 19, -1))]


def test_letters_lead_to_the_one_before_and_the_one_after(company, frozen, lena, browser_of):
    pattern = Letter.objects.get(unit=company)
    Letter.objects.create(
        period="2026-W44", unit=company, published_at=pattern.published_at, inputs={}, content=pattern.content
    )

    page, older = (text_of(browser_of(lena).get(f"/letters/{period}/")) for period in (PERIOD, "2026-W44"))

    assert f'href="/letters/2026-W44/?unit={company.pk}" rel="prev"' in page
    assert 'rel="next"' not in page
    assert f'href="/letters/{PERIOD}/?unit={company.pk}" rel="next"' in older


def test_a_leader_before_the_first_letter_is_told_when_it_comes(lena, browser_of):
    page = text_of(browser_of(lena).get("/letters/"))

    assert "Det første brevet kommer mandag klokka 06.00." in page
    assert browser_of(lena).get(ADDRESS).status_code == 404


def test_what_a_letter_quotes_is_shown_and_never_run(company, frozen, lena, browser_of):
    attack = "<script>alert(1)</script>"
    inputs = make_inputs(ideas=[make_idea(title=attack, author=attack)])
    inputs["pains"][0]["words"] = [attack]
    inputs["pains"][0]["where"][0]["unit"] = attack
    letter = Letter.objects.get(unit=company)
    letter.content = canonical_json(compose_letter({**inputs, "period": PERIOD})).decode()
    letter.save()

    page = text_of(browser_of(lena).get(ADDRESS))

    assert attack not in page
    assert json.loads(letter.content)["ideas"][0]["title"] == attack


def test_every_link_of_the_pages_leads_somewhere(frozen, lena, browser_of):
    browser = browser_of(lena)

    pages = [text_of(browser.get(address)) for address in ("/letters/", ADDRESS)]

    found = {link for page in pages for link in re.findall(r'href="(/[^"#]*)', page)}
    links = {link for link in found if not link.startswith(("/static/", "/icons.svg"))}
    answers = {link: browser.get(link.replace("&amp;", "&"), follow=True).status_code for link in links}
    assert answers == dict.fromkeys(links, 200)


def test_every_place_that_the_page_points_to_is_on_it(fullest, lena, browser_of):
    page = text_of(browser_of(lena).get(ADDRESS))

    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
