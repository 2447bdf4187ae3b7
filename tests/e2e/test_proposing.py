"""From an idea to the ballot: a resident proposes, a moderator reads it, neighbours support it and talk about it, an
engineer looks at it for the city and its author agrees to a change. Each on a phone, in two languages, with JavaScript
and without.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.checks import assert_sound
from tests.e2e.conftest import Opener, RunningHub
from tests.e2e.proposing_steps import (
    ARABIC,
    BUDGET,
    DESK,
    ENGLISH,
    PHONE,
    PRESS,
    SUBJECT,
    Words,
    assert_sound_without,
    at,
    choose,
    follow,
    made_by_services,
    photo,
    point_with_a_tap,
    point_with_the_keyboard,
    press,
    sign_up,
    wait_for_mails,
)
from tests.e2e.test_citizen import AS_LONG_AS_PEOPLE_TYPE, REFERENCE, SEND, address_of
from tests.e2e.test_thin_slice import sign_in

# What a browser makes of it does not depend on where it is kept.
pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("words", "viewport", "script"),
    [
        pytest.param(ENGLISH, PHONE, True, id="en-360"),
        pytest.param(ENGLISH, PHONE, False, id="en-360-without-javascript"),
        pytest.param(ARABIC, DESK, True, id="ar-1280"),
        pytest.param(ARABIC, PHONE, True, id="ar-360"),
        pytest.param(ARABIC, PHONE, False, id="ar-360-without-javascript"),
    ],
)
def test_a_resident_without_an_account_proposes(
    hub: RunningHub, opened: Opener, words: Words, viewport: dict[str, int], script: bool
) -> None:
    page = opened(viewport=viewport, java_script_enabled=script, locale=words.language)
    email = address_of("resident")
    page.goto(f"{hub.url}/{words.language}/{BUDGET}")
    assert page.context.cookies() == []
    follow(page, page.locator("main a[href$='/proposals/new/']").first)
    assert_sound_without(page, script)
    page.locator("main form button[type=submit]").click()

    # --- the idea: what is alike is shown, and what is typed is saved, while it is typed
    page.wait_for_url(at("idea"))
    assert_sound_without(page, script)
    if script:
        page.locator("input[name=title]").press_sequentially(words.title, delay=5)
        expect(page.locator("[data-similar] a").first).to_contain_text(words.known)
        expect(page.locator("[data-save-note]")).not_to_be_empty()
        expect(page.locator("[data-save-note]")).not_to_have_class(re.compile("unsaved"))
        assert_sound(page)
        page.reload()
        expect(page.locator("input[name=title]")).to_have_value(words.title)
    else:
        page.fill("input[name=title]", words.title)
    press(page, "next", at("people"))  # the text is still missing, and may be

    # --- for whom; there and back
    assert_sound_without(page, script)
    page.fill("textarea[name=benefit]", words.benefit)
    choose(page, "category", SUBJECT)
    press(page, "back", at("idea"))
    expect(page.locator("input[name=title]")).to_have_value(words.title)
    press(page, "next", at("people"))
    expect(page.locator("textarea[name=benefit]")).to_have_value(words.benefit)
    expect(page.locator(f"input[name=category][value={SUBJECT}]")).to_be_checked()
    press(page, "save", re.compile(r"/proposals/new/$"))

    # --- later
    assert_sound_without(page, script)
    page.locator(".proposing-draft a.row-title").click()
    page.wait_for_url(at("place"))
    assert_sound_without(page, script)
    if script:
        expect(page.locator(".proposal-map.leaflet-container")).to_be_visible()
        (point_with_the_keyboard if viewport is PHONE else point_with_a_tap)(page)
        expect(page.locator("[data-map-note]")).not_to_be_empty()
        assert_sound(page)
    else:
        expect(page.locator(".proposal-map")).to_be_hidden()
        choose(page, "envelope", "hay-ennour")
    page.fill("input[name=place]", words.place)
    press(page, "next", at("money"))

    # --- money and a picture; a sum that is none is said at once, and nothing that was typed is lost
    assert_sound_without(page, script)
    page.fill("input[name=cost_guess]", "?")
    follow(page, page.locator(PRESS.format("next")))
    expect(page.locator(".error-summary")).to_be_visible()
    assert_sound_without(page, script)
    page.fill("input[name=cost_guess]", words.sum)
    page.set_input_files("input[name=photo]", {"name": "it.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.fill("input[name=photo_alt]", words.place)
    press(page, "next", at("check"))

    # --- the check names what is missing, and leads there and back
    assert_sound_without(page, script)
    expect(page.locator(".proposing-photo img")).to_be_visible()
    choose(page, "publish_as", "pseudonym")
    page.fill("input[name=author_name]", "Zohra")
    follow(page, page.locator(PRESS.format("send")))
    missing = page.locator(".error-summary a[href*='/idea/']")
    expect(missing).to_have_count(1)
    assert_sound_without(page, script)
    missing.click()
    page.wait_for_url(at("idea"))
    page.fill("textarea[name=description]", words.description)
    press(page, "next", at("check"))
    expect(page.locator("main")).to_contain_text(words.description)
    expect(page.locator("input[name=publish_as][value=pseudonym]")).to_be_checked()

    # --- nobody sends without an address; back from signing up, the draft is there
    press(page, "send", re.compile("/account/login/"))
    sign_up(page, hub, email, "Zohra M.")
    page.wait_for_url(at("check"))
    expect(page.locator("html")).to_have_attribute("lang", words.language)
    expect(page.locator("main")).to_contain_text(words.description)
    expect(page.locator("input[name=author_name]")).to_have_value("Zohra")
    assert_sound_without(page, script)
    press(page, "send", at("sent"))
    expect(page.locator(".ref")).to_have_text(REFERENCE)
    reference = page.locator(".ref").inner_text()
    assert_sound_without(page, script)
    mailed = [str(message.get_content()) for message in wait_for_mails(hub, email, 2)]
    assert any(reference in text for text in mailed), mailed

    # --- it is there for its author alone, who then takes it back
    follow(page, page.locator(f"main a[href$='/{reference}/']"))
    expect(page.locator("h1")).to_have_text(words.title)
    expect(page.locator("main .notice")).to_be_visible()
    assert_sound_without(page, script)
    stranger = opened(viewport=viewport, java_script_enabled=script)
    answer = stranger.goto(page.url)
    assert answer is not None
    assert answer.status == 404
    assert_sound_without(stranger, script)
    follow(page, page.locator("main a[href$='/withdraw/']"))
    assert_sound_without(page, script)
    follow(page, page.locator("main .btn-danger"))
    expect(page.locator("main .btn-danger")).to_have_count(0)
    assert_sound_without(page, script)


@pytest.mark.parametrize(
    ("words", "script"),
    [pytest.param(ENGLISH, True, id="en-360"), pytest.param(ARABIC, False, id="ar-360-without-javascript")],
)
def test_it_is_read_supported_and_talked_about(hub: RunningHub, opened: Opener, words: Words, script: bool) -> None:
    made = made_by_services(hub, words)
    here = f"{hub.url}/{words.language}/{BUDGET}proposals/{made['reference']}/"

    # --- the moderator reads it first
    moderator = sign_in(opened(viewport=DESK).context, hub, "moderator@example.org")
    moderator.goto(f"{hub.url}/cms/moderation/?queue=participatory_budget.waiting")
    waiting = moderator.locator(f"form:has(input[name=item][value='{made['reference']}'])")
    expect(moderator.locator("main, .nice-padding").first).to_contain_text(words.description)
    follow(moderator, waiting.locator("button[value=approve]"))
    expect(waiting).to_have_count(0)

    # --- then everybody does
    public = opened(viewport=PHONE, java_script_enabled=script, locale=words.language)
    public.goto(f"{hub.url}/{words.language}/{BUDGET}proposals/?sort=newest")
    assert_sound_without(public, script)
    public.locator(f"#{made['reference']} .row-title a").click()
    public.wait_for_url(here)
    expect(public.locator("h1")).to_have_text(made["title"])
    assert_sound_without(public, script)
    assert public.context.cookies() == []

    # --- who supports it signs in, and comes back to it; a second press takes it back
    follow(public, public.locator("#support a[href$='/support/']"))
    assert_sound_without(public, script)
    follow(public, public.locator("main a.btn[href*='/account/login/']"))
    sign_up(public, hub, address_of("neighbour"), "Hédi")
    public.wait_for_url(f"{here}support/")
    public.locator("button[name=act][value=give]").click()
    public.wait_for_url(f"{here}#support")
    expect(public.locator(".proposal-count")).to_contain_text("1")
    assert_sound_without(public, script)
    public.locator("button[name=act][value=take_back]").click()
    expect(public.locator("button[name=act][value=give]")).to_be_visible()
    expect(public.locator(".proposal-count")).not_to_contain_text("1")
    public.locator("button[name=act][value=give]").dblclick()
    expect(public.locator("button[name=act][value=take_back]")).to_be_visible()
    expect(public.locator(".proposal-count")).to_contain_text("1")

    # --- and says something about it
    if not script:
        follow(public, public.locator("#thread a[href*='/contribute/'], #thread .form-in-place a").first)
    expect(public.locator("textarea[name=comment]")).to_be_visible()
    assert_sound_without(public, script)
    public.locator("label:has(input[name=position][value=support_with_changes])").click()
    public.fill("textarea[name=comment]", words.comment)
    public.wait_for_timeout(AS_LONG_AS_PEOPLE_TYPE)
    public.locator(SEND).click()
    expect(public.locator(".receipt-reference")).to_have_text(REFERENCE)
    comment = public.locator(".receipt-reference").inner_text()
    moderator.goto(f"{hub.url}/cms/moderation/")
    said = moderator.locator(f"form:has(input[name=item][value='{comment}'])")
    if not said.count():
        moderator.locator("nav a[href*='contributions.unread']").click()
    follow(moderator, said.locator("button[value=approve]"))
    expect(said).to_have_count(0)
    reader = opened(viewport=PHONE, java_script_enabled=script, locale=words.language)
    reader.goto(here)
    expect(reader.locator("#thread")).to_contain_text(words.comment)
    assert_sound_without(reader, script)


@pytest.mark.parametrize(
    ("words", "script"),
    [pytest.param(ENGLISH, True, id="en-360"), pytest.param(ARABIC, False, id="ar-360-without-javascript")],
)
def test_the_city_looks_at_it_and_it_goes_on_the_ballot(
    hub: RunningHub, opened: Opener, words: Words, script: bool
) -> None:
    made = made_by_services(hub, words, supporters=20, published=True)
    here = f"{hub.url}/{words.language}/{BUDGET}proposals/{made['reference']}/"
    desk = f"{hub.url}/cms/budgets/{made['budget']}/evaluation/"

    # --- the engineer takes it up
    engineer = sign_in(opened(viewport=DESK, java_script_enabled=script).context, hub, "engineer@example.org")
    engineer.goto(desk)
    engineer.locator(f"a[href$='/evaluation/{made['reference']}/']").click()
    engineer.wait_for_url(f"{desk}{made['reference']}/")

    def keep(step: str) -> None:
        follow(
            engineer, engineer.locator(f"form.evaluation-step:has(input[name=step][value={step}]) button[type=submit]")
        )
        expect(engineer.locator(".error-message, .help-critical")).to_have_count(0)

    if script:
        assert_sound(engineer)
    engineer.select_option("select[name=assign-department]", index=1)
    engineer.fill("input[name=assign-due_on]", "2031-03-01")
    keep("assign")
    for answer in engineer.locator("select[name^=criteria-answer_]").all():
        answer.select_option("met")
    keep("criteria")
    engineer.fill("input[name=costs-cost_low]", "10000")
    engineer.fill("input[name=costs-cost_high]", "15,000")
    engineer.fill("input[name=costs-cost_final]", "13 250")
    engineer.fill("input[name=costs-costed_by]", "Nadia")
    keep("costs")
    engineer.locator("details:has(textarea[name=offer-description]) > summary").click()
    engineer.fill("textarea[name=offer-description]", words.changed)
    engineer.fill("textarea[name=offer-reason]", words.reason)
    engineer.select_option("select[name=offer-language]", words.language)
    keep("offer")
    if script:
        assert_sound(engineer)

    # --- the author is told, reads both texts, and agrees on the public page
    author = sign_in(
        opened(viewport=PHONE, java_script_enabled=script, locale=words.language).context,
        hub,
        made["author"],
        words.language,
    )
    author.goto(here)
    follow(author, author.locator("main a[href$='/evaluation/']").first)
    expect(author.locator(".evaluation-sides")).to_contain_text(words.description)
    expect(author.locator(".evaluation-sides")).to_contain_text(words.changed)
    assert_sound_without(author, script)
    follow(author, author.locator("main form button[type=submit]"))  # without an answer
    expect(author.locator(".error-summary")).to_be_visible()
    assert_sound_without(author, script)
    choose(author, "agreed", "yes")
    author.fill("textarea[name=answer]", words.comment)
    follow(author, author.locator("main form:has(input[name=agreed]) button[type=submit]"))
    expect(author.locator("input[name=agreed]")).to_have_count(0)
    expect(author.locator("main")).to_contain_text(words.comment)

    # --- the verdict
    engineer.reload()
    engineer.locator("input[name=decide-verdict][value=feasible_with_changes]").check()
    engineer.fill("textarea[name=decide-reason]", words.reason)
    engineer.select_option("select[name=decide-language]", words.language)
    keep("decide")
    if script:
        assert_sound(engineer)

    # --- everybody reads it, the new text too, and finds the project on the ballot
    public = opened(viewport=PHONE, java_script_enabled=script, locale=words.language)
    public.goto(f"{here}evaluation/")
    expect(public.locator("main")).to_contain_text(words.reason)
    expect(public.locator("main")).to_contain_text(re.compile(r"13[,.٬\s]250"))
    assert_sound_without(public, script)
    public.goto(here)
    expect(public.locator("main .proposal-body")).to_contain_text(words.changed)
    assert_sound_without(public, script)
    public.locator("main .proposal-head a[href*='/projects/']").click()
    public.wait_for_url(re.compile("/projects/"))
    expect(public.locator("li.row:target")).to_contain_text(made["title"])
    assert_sound_without(public, script)
    assert public.context.cookies() == []
