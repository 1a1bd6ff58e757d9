"""The form of the open call in use: keyboard, thumb, no script, mistakes, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Request, Route
from tests.support.browser import until
from tests.support.looks import STICKING_OUT
from tests.support.once import once
from tests.support.sites import build_site, good_site, put_file, replace_in
from tests.support.visit import Visitor, axe

from kiezgroessen.plan.application_letter import LONGEST_LETTER
from kiezgroessen.plan.headers import Hosting, everywhere
from kiezgroessen.read.applications import Application, applications
from kiezgroessen.read.mails import read_letter

CALL = "content/kampagnen/mitmachen/kampagne"
ARABIC = "---\ntitel: الحيّ يبحث عنكم\n---\n## vorher\n\nقريبًا.\n\n## jetzt\n\nاتصلوا بنا.\n\n## danach\n\nشكرًا.\n"
HOST = "https://formulare.verein.example"
# Mail programs are not part of the browser: what they would be handed is noted.
NOTING = """
  window.handed = [];
  addEventListener('click', (event) => {
    const link = event.target.closest && event.target.closest('a[href^="mailto:"]');
    if (link) { event.preventDefault(); handed.push(link.href); }
  });
"""
ANSWERS = {
    "Betrieb": "Bäckerei »Öztürk & Söhne« <b>",
    "Name": "Ayşe Öztürk",
    "Telefon": "030 23125 017",
    "E-Mail": "ayse@oeztuerk.example",
    "Straße": "Krähenufer 12",
    "Angebot": "Zwei Kisten Brot: jeden Freitag",
    "Menge": "4 im Monat + Brötchen",
    "Nachricht": "Bitte nach 14 Uhr.\n\nName: steht an der Tür.\nENDE",
}


def with_call(folder: Path, more: str = "") -> Path:
    root = good_site(folder)
    put_file(root, f"{CALL}.ar.md", ARABIC)
    if more:
        replace_in(root, "content/kiez.yaml", "gewerbe:\n", f"{more}\ngewerbe:\n")
    return build_site(root)


@pytest.fixture(scope="session")
def letter_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose form becomes a letter."""
    return once(tmp_path_factory.getbasetemp(), "bewerbung-brief", with_call)


@pytest.fixture(scope="session")
def posting_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose form is posted."""
    more = f"bewerbung: {{adresse: {HOST}/f/kiez}}"
    return once(tmp_path_factory.getbasetemp(), "bewerbung-post", lambda folder: with_call(folder, more))


@pytest.fixture
def letters(letter_site: Path, site_server: Callable[[Path], str]) -> str:
    return site_server(letter_site)


@pytest.fixture
def posts(posting_site: Path, site_server: Callable[[Path], str]) -> str:
    return site_server(posting_site)


def opened(
    visitor: Visitor,
    address: str,
    width: int = 1280,
    *,
    javascript: bool = True,
    form: str | None = None,
) -> Page:
    site = Hosting("", "localhost", secure=False, languages=(), form=form, gone=())
    page = visitor.page_at(width, javascript=javascript, reduced_motion="reduce")
    page.add_init_script(NOTING)

    def under_policy(route: Route) -> None:
        answer = route.fetch()
        said = {header.name.lower(): header.value for header in everywhere(site)}
        route.fulfill(response=answer, headers={**answer.headers, **said})

    page.route("**/mitmachen/**", under_policy)
    page.goto(address)
    return page


def fill(page: Page, answers: dict[str, str]) -> None:
    for name, typed in answers.items():
        page.locator(f'[name="{name}"]').fill(typed)


def send(page: Page) -> None:
    page.locator("form[data-application] > p > button").click()


def letter_of(page: Page) -> str:
    handed: list[str] = page.evaluate("handed")
    (href,) = handed
    assert len(href) <= LONGEST_LETTER
    parts = urlsplit(href)
    assert (parts.scheme, parts.path) == ("mailto", "redaktion@probe.example")
    (body,) = parse_qs(parts.query, strict_parsing=True)["body"]
    return body


def read_back(text: str) -> Application:
    (found,) = applications(read_letter(text.encode()))
    assert found.format == 1
    return found


def reference(value: str | None) -> str:
    """The card that a box stands for."""
    return (value or "").rpartition("(")[2].removesuffix(")")


def saved(page: Page) -> tuple[str, str]:
    with page.expect_download() as download:
        page.locator("[data-save]").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes().decode("utf-8")


@pytest.mark.parametrize("path", ["", "ar/"])
def test_the_letter_holds_every_answer_as_it_was_typed(visitor: Visitor, letters: str, path: str) -> None:
    page = opened(visitor, f"{letters}/{path}mitmachen/", 320)
    fill(page, ANSWERS)
    page.locator("form summary").first.click()
    page.locator("details [type=checkbox]").first.check()
    page.locator("[name=Sprachen][value=Arabisch]").check()
    page.locator("[name=Sprachen]:not([type])").fill("Kurdisch")
    page.locator("[name=Art]").select_option("Sachspende")
    page.locator("[name=Gewerbe]").fill("مقهى" if path else "Café")
    send(page)
    letter = letter_of(page)
    wish = reference(page.locator("details [type=checkbox]").first.get_attribute("value"))
    assert read_back(letter).values == ANSWERS | {
        "Gewerbe": "Café",
        "Sprachen": "Arabisch, Kurdisch",
        "Wunschkarten": wish,
        "Art": "Sachspende",
    }


def test_file_page_and_clipboard_say_what_the_letter_says(visitor: Visitor, letters: str) -> None:
    page = opened(visitor, f"{letters}/mitmachen/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fill(page, ANSWERS)
    send(page)
    letter = letter_of(page)
    name, text = saved(page)
    assert (name, text) == ("bewerbung-baeckerei-oeztuerk-soehne-b.txt", letter)
    page.get_by_role("button", name="Antworten kopieren").click()
    page.get_by_role("status").filter(has_text="Kopiert").wait_for()
    assert page.locator(".apply pre b").count() == 0
    # The site itself may not read the clipboard; a page without its headers looks.
    page.goto(letters)
    copied: str = page.evaluate("navigator.clipboard.readText()")
    assert copied.replace("\r\n", "\n") == letter.replace("\r\n", "\n")


@pytest.mark.parametrize(("path", "tag"), [("", "de"), ("ar/", "ar")])
def test_the_letter_says_in_which_language_each_of_its_lines_is(
    visitor: Visitor, letters: str, path: str, tag: str
) -> None:
    page = opened(visitor, f"{letters}/{path}mitmachen/")
    fill(page, ANSWERS)
    send(page)
    text = page.locator(".apply pre")
    assert text.get_attribute("lang") == "de"
    greeting = text.locator("span")
    assert greeting.get_attribute("lang") == tag
    assert text.text_content() == saved(page)[1]
    assert (text.text_content() or "").partition("\r\n")[0] == greeting.text_content()


def test_after_sending_the_next_step_is_said_and_has_the_focus(visitor: Visitor, letters: str) -> None:
    page = opened(visitor, f"{letters}/mitmachen/", 320)
    fill(page, {key: ANSWERS[key] for key in ("Betrieb", "Name", "Telefon")})
    send(page)
    said = "Noch nicht gesendet. Jetzt im E-Mail-Programm auf Senden tippen."
    assert page.evaluate("document.activeElement.innerText") == said
    assert page.get_by_text("Nichts ist aufgegangen?").is_visible()
    assert page.get_by_text("redaktion@probe.example").first.is_visible()
    page.get_by_role("link", name="E-Mail öffnen").click()
    first, again = page.evaluate("handed")
    assert first == again


@pytest.mark.parametrize("path", ["", "ar/"])
def test_what_is_too_long_for_a_letter_is_pasted_or_attached(visitor: Visitor, letters: str, path: str) -> None:
    page = opened(visitor, f"{letters}/{path}mitmachen/")
    long = ANSWERS | {"Nachricht": "Wir backen seit 1990. " * 85}
    fill(page, long)
    send(page)
    assert page.evaluate("handed") == [], "nothing opens by itself before the answers have been copied"
    assert page.locator(".apply ol").is_visible()
    assert not page.get_by_text("Nichts ist aufgegangen?").is_visible()
    _, text = saved(page)
    assert read_back(text).values["Nachricht"] == long["Nachricht"].strip()
    page.locator("[data-mail]").click()
    letter = letter_of(page)
    assert "Wir backen" not in letter
    assert "Guten Tag" in letter


def test_from_the_start_page_to_a_letter_with_nothing_but_the_keyboard(visitor: Visitor, letters: str) -> None:
    page = opened(visitor, f"{letters}/", 320)
    page.route("**/mitmachen/**", lambda route: route.continue_())

    def tab_to(selector: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("one => !!document.activeElement && document.activeElement.matches(one)", selector):
                return
        pytest.fail(f"the keyboard never reaches {selector}")

    tab_to("main a[href='/mitmachen/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mitmachen/")
    for name, typed in (("Betrieb", "Bäckerei Nour"), ("Gewerbe", "Bäckerei"), ("Name", "Amal Haddad")):
        tab_to(f"[name={name}]")
        page.keyboard.type(typed)
    tab_to("[name=Telefon]")
    page.keyboard.type("030 23125 777")
    tab_to("[name=Sprachen][value=Deutsch]")
    page.keyboard.press("Space")
    tab_to("form summary")
    page.keyboard.press("Enter")
    tab_to("form details [type=checkbox]")
    page.keyboard.press("Space")
    wish = page.evaluate("document.activeElement.value")
    tab_to("form[data-application] button")
    page.keyboard.press("Enter")
    letter = letter_of(page)
    assert "\r\nStraße:\r\n" in letter, "with a blank behind it mail programs would join this line with the next"
    assert read_back(letter).values == {
        "Betrieb": "Bäckerei Nour",
        "Gewerbe": "Bäckerei",
        "Name": "Amal Haddad",
        "Telefon": "030 23125 777",
        "Sprachen": "Deutsch",
        "Wunschkarten": reference(wish),
    }


@pytest.mark.parametrize("path", ["", "ar/"])
def test_mistakes_are_said_in_words_beside_the_answer_and_above(visitor: Visitor, letters: str, path: str) -> None:
    page = opened(visitor, f"{letters}/{path}mitmachen/", 320)
    send(page)
    assert page.evaluate("handed") == []
    above = page.locator("[data-faults]")
    assert page.evaluate("document.activeElement.matches('[data-faults]')")
    assert page.get_by_role("group", name=above.locator("h3").inner_text(), exact=True).count() == 1
    assert above.locator("a").count() == 3
    wrong = page.locator("[aria-invalid=true]")
    assert [one.get_attribute("name") for one in wrong.all()] == ["Betrieb", "Name", "Telefon", "E-Mail"]
    for one in wrong.all():
        first = (one.get_attribute("aria-describedby") or "").split()[0]
        beside = page.locator(f"[id='{first}']")
        assert beside.is_visible()
        assert beside.inner_text() in above.inner_text()
    above.locator("a").nth(1).click()
    assert page.evaluate("document.activeElement.name") == "Name"
    assert urlsplit(page.url).fragment == ""
    page.keyboard.type("Amal")
    assert page.locator("[name=Name]").get_attribute("aria-invalid") is None
    assert above.locator("a").count() == 2, "what is mended is no longer listed"
    above.locator("a").nth(1).click()
    assert page.evaluate("document.activeElement.name") == "Telefon"
    fill(page, {"Betrieb": "Nour", "Telefon": "030 23125 777"})
    assert page.locator("[aria-invalid]").count() == 0, "one of phone and e-mail is enough"
    assert not above.is_visible()
    fill(page, {"E-Mail": "nour"})
    assert not above.is_visible(), "nobody is scolded while still typing"
    fill(page, {"E-Mail": ""})
    send(page)
    assert not above.is_visible()
    assert len(page.evaluate("handed")) == 1


@pytest.mark.parametrize(
    ("name", "typed", "right"),
    [
        ("E-Mail", "ayse@laden", "ayse@laden.example"),
        ("E-Mail", "ayse", "ayse@laden.example"),
        ("Telefon", "12", "+49 30 23125 017"),
        ("Telefon", "ruft an", "٠٣٠ ٢٣١٢٥"),
    ],
)
def test_what_cannot_be_right_is_asked_again(visitor: Visitor, letters: str, name: str, typed: str, right: str) -> None:
    page = opened(visitor, f"{letters}/mitmachen/")
    fill(page, {"Betrieb": "Nour", "Name": "Amal", name: typed})
    send(page)
    assert page.evaluate("handed") == []
    assert [one.get_attribute("name") for one in page.locator("[aria-invalid=true]").all()] == [name]
    fill(page, {name: right})
    send(page)
    assert f"{name}: {right}\r\n" in letter_of(page)


def test_answers_are_kept_nowhere_and_go_nowhere(visitor: Visitor, letters: str) -> None:
    page = opened(visitor, f"{letters}/mitmachen/")
    page.wait_for_load_state("networkidle")
    asked: list[Request] = []

    def hear(request: Request) -> None:
        asked.append(request)

    page.on("request", hear)
    fill(page, ANSWERS)
    send(page)
    saved(page)
    # Letters that nobody has used on the page yet bring their font; pictures come as the page scrolls.
    others = [one for one in asked if one.resource_type not in ("font", "image") or urlsplit(one.url).query]
    assert [one.url for one in others if not one.url.startswith("blob:")] == []
    assert page.url == f"{letters}/mitmachen/"
    kept = """async () => [document.cookie, localStorage.length, sessionStorage.length,
      (await indexedDB.databases()).length, (await caches.keys()).length, history.state]"""
    assert page.evaluate(kept) == ["", 0, 0, 0, 0, None]
    page.reload()
    assert page.locator("[name=Betrieb]").input_value() == ""


def test_a_card_in_the_address_is_ticked_and_seen(visitor: Visitor, letters: str) -> None:
    page = opened(visitor, f"{letters}/mitmachen/")
    value = page.locator("details [type=checkbox]").last.get_attribute("value") or ""
    card = reference(value)
    page.goto(f"{letters}/mitmachen/?karte={card}#bewerben")
    (ticked,) = page.locator(":checked[type=checkbox]").all()
    assert ticked.get_attribute("value") == value
    assert ticked.is_visible()
    wish = value.removesuffix(f" ({card})")
    assert page.locator("[data-chosen]").inner_text().endswith(wish)
    heard = page.get_by_role("group", name=f"Angekreuzt: {wish}", exact=True)
    until(page, "document.activeElement.matches('[data-chosen]')")
    assert heard.evaluate("one => one === document.activeElement")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "Betrieb"
    ticked.uncheck()
    assert not page.locator("[data-chosen]").is_visible()


def test_a_corrected_answer_leaves_no_old_letter_behind(visitor: Visitor, letters: str) -> None:
    page = opened(visitor, f"{letters}/mitmachen/", 320)
    fill(page, {key: ANSWERS[key] for key in ("Betrieb", "Name", "Telefon")})
    send(page)
    assert page.locator("[data-save]").is_visible()
    fill(page, {"Telefon": "030 23125 999"})
    assert not page.locator("[data-save], [data-copy], [data-mail]").first.is_visible()
    send(page)
    assert read_back(saved(page)[1]).values["Telefon"] == "030 23125 999"


@pytest.mark.parametrize("path", ["", "ar/"])
def test_a_card_of_the_page_is_chosen_on_the_page_and_costs_no_answer(
    visitor: Visitor, letters: str, path: str
) -> None:
    page = opened(visitor, f"{letters}/{path}mitmachen/", 320)
    fill(page, {"Betrieb": "Nour"})
    card = page.locator(".wish .can").first
    address = urlsplit(card.get_attribute("href") or "")
    assert (address.path, address.fragment) == (f"/{path}mitmachen/", "bewerben")
    card.click()
    (ticked,) = page.locator(":checked[type=checkbox]").all()
    assert reference(ticked.get_attribute("value")) == parse_qs(address.query)["karte"][0]
    assert page.locator("[name=Betrieb]").input_value() == "Nour"
    assert page.evaluate("document.activeElement.matches('[data-chosen]')")


def test_reading_about_privacy_costs_no_answer(visitor: Visitor, letters: str) -> None:
    page = opened(visitor, f"{letters}/mitmachen/")
    for link in page.locator("form a[href*=datenschutz]").all():
        assert link.get_attribute("target") == "_blank"
        assert "neuen Tab" in link.inner_text()


@pytest.mark.parametrize(
    "card",
    [
        '"><img src=x onerror=alert(1)>',
        "javascript:alert(1)",
        "'] , *",
        "de",
        "nirgends/nichts",
        "__proto__",
        "%00",
        "x" * 4000,
    ],
)
def test_whatever_else_stands_in_the_address_does_nothing(visitor: Visitor, letters: str, card: str) -> None:
    page = visitor.page_at(1280)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{letters}/mitmachen/")
    before = page.locator("main").inner_html()
    page.evaluate("card => { location.search = '?karte=' + encodeURIComponent(card); }", card)
    page.wait_for_url("**karte=**")
    assert page.locator("main").inner_html() == before
    assert page.locator("[type=checkbox]:checked").count() == 0
    assert page.locator("form[data-application]").is_visible()


def test_names_of_files_are_harmless(visitor: Visitor, letters: str) -> None:
    page = opened(visitor, f"{letters}/mitmachen/")
    page.clock.set_fixed_time("2026-11-23T12:00:00")
    today = "bewerbung-2026-11-23.txt"
    for typed, name in (("../../etc/passwd", "bewerbung-etc-passwd.txt"), ("مخبز نور", today)):
        fill(page, {"Betrieb": typed, "Name": "Amal", "Telefon": "030 23125"})
        send(page)
        assert saved(page)[0] == name


@pytest.mark.parametrize("path", ["", "ar/"])
def test_without_a_script_there_is_no_dead_form_but_phone_and_a_letter_begun(
    visitor: Visitor, letters: str, path: str
) -> None:
    page = opened(visitor, f"{letters}/{path}mitmachen/", 320, javascript=False)
    assert page.locator(".apply :is(input, select, textarea, button):visible").count() == 0
    assert page.locator(".apply a[href^='tel:']").is_visible()
    letter = page.locator(".apply a[href^='mailto:']")
    assert letter.is_visible()
    assert "Betrieb" in parse_qs(urlsplit(letter.get_attribute("href") or "").query)["body"][0]
    assert page.evaluate(STICKING_OUT) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_posted_answers_arrive_under_their_german_keys(visitor: Visitor, posts: str, javascript: bool) -> None:
    page = opened(visitor, f"{posts}/mitmachen/", 320, javascript=javascript, form=HOST)
    received: list[Request] = []

    def service(route: Route) -> None:
        received.append(route.request)
        route.fulfill(body="Danke", content_type="text/plain; charset=utf-8")

    page.route(f"{HOST}/**", service)
    fill(page, ANSWERS)
    page.locator("[name=Sprachen][value=Arabisch]").check()
    page.locator("[name=Sprachen][value=Deutsch]").check()
    send(page)
    page.wait_for_url(f"{HOST}/**")
    (request,) = received
    assert (request.method, request.headers["content-type"]) == ("POST", "application/x-www-form-urlencoded")
    typed = parse_qs(request.post_data or "", keep_blank_values=True)
    assert typed.pop("_gotcha") == [""]
    # Together where there is a script: many services keep only the last of several answers to one question.
    assert typed.pop("Sprachen") == (["Deutsch, Arabisch"] if javascript else ["Deutsch", "Arabisch", ""])
    assert {key: "\n".join(values).replace("\r\n", "\n") for key, values in typed.items() if values != [""]} == ANSWERS
    visitor.complaints.clear()


def test_a_form_that_is_posted_asks_again_as_well(visitor: Visitor, posts: str) -> None:
    page = opened(visitor, f"{posts}/mitmachen/", form=HOST)
    send(page)
    assert page.locator("[data-faults]").is_visible()
    assert page.url == f"{posts}/mitmachen/"


def test_people_never_meet_the_field_for_machines(visitor: Visitor, posts: str) -> None:
    page = opened(visitor, f"{posts}/mitmachen/", form=HOST)
    trap = page.locator("[name=_gotcha]")
    box = page.locator("p:has(> label > [name=_gotcha])").bounding_box()
    assert box
    assert box["width"] <= 1
    assert box["height"] <= 1
    assert trap.evaluate("e => !!e.closest('[aria-hidden=true]')")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.name || ''"))
    assert "Nachricht" in reached
    assert "_gotcha" not in reached


@pytest.mark.parametrize("path", ["", "ar/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_state_of_it_has_barriers_and_nothing_sticks_out(
    visitor: Visitor, letters: str, path: str, width: int
) -> None:
    page = opened(visitor, f"{letters}/{path}mitmachen/", width)
    page.evaluate("document.fonts.ready.then(() => true)")

    def sound() -> None:
        assert page.evaluate(STICKING_OUT) == []
        assert axe(page)[0] == []

    for summary in page.locator(".apply summary").all():
        summary.click()
    sound()
    send(page)
    sound()
    fill(page, ANSWERS)
    send(page)
    sound()


def test_everything_is_large_enough_for_a_thumb(visitor: Visitor, letters: str) -> None:
    page = opened(visitor, f"{letters}/mitmachen/", 320)
    for summary in page.locator(".apply summary").all():
        summary.click()
    send(page)
    heights = page.evaluate("""() => [...document.querySelectorAll(
      '.apply :is(input, select, textarea, button, a, li label, summary)')]
      .filter(one => one.checkVisibility() && !one.matches('[type=checkbox], p > a:not(.button)'))
      .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect().height])""")
    assert len(heights) > 20
    assert [one for one in heights if one[1] < 44] == []
