"""Every screen: axe, both languages, dark and light, small and large, 200 % zoom, forced colours; with screenshots."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .desk import PATIENCE, TAGS

SMALL, LARGE = (1366, 768), (2560, 1440)
LOOKS = [("en", "dark"), ("zh", "light")]
MORE_LOOKS = [("zh", "dark"), ("en", "light")]
READER = ["studies", "department", "settings", "about", "display-check", "studies/1.9.9"]
ADMINISTRATOR = ["administration/node", "administration/users", "administration/tokens", "administration/sessions", "administration/displays"]


def judged(desk, name, page=None, without=()):
    """Returns what axe finds. It tries to add a style to the page, which the policy of the page forbids."""
    desk.is_judged = True
    result = Axe().run(page or desk.page, options={
        "runOnly": {"type": "tag", "values": TAGS}, "rules": {rule: {"enabled": False} for rule in without}})
    faults = [f"{violation['id']}: {violation['help']}: {[node['html'][:160] for node in violation['nodes'][:3]]}"
              for violation in result.response["violations"]]
    return [f"{name}: {fault}" for fault in faults]


ENGLISH = """async () => {
  const here = document.querySelector('script[src$="main.js"]').src;
  const [en, zh] = await Promise.all(['en', 'zh'].map(async (name) => (await import(new URL(`./words/${name}.js`, here).href)).default));
  const forms = (entry) => (typeof entry === 'string' ? [entry] : Object.values(entry));
  const literal = (text) => text.replace(/\\{\\w+\\}/g, '');
  const texts = Object.keys(en).flatMap((key) => forms(en[key]).filter((text) => /[A-Za-z]{3}/.test(literal(text)) && !forms(zh[key]).includes(text)));
  const escaped = (text) => text.replace(/[.*+?^$()|[\\]\\\\/]/g, '\\\\$&').replace(/\\{\\w+\\}/g, '.*');
  const patterns = texts.map((text) => new RegExp(`^${escaped(text)}$`));
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.data.trim(), place = walk.currentNode.parentElement;
    if (!/[A-Za-z]{3}/.test(text) || place.closest('[lang]')?.lang === 'en' || place.closest('kbd, script, noscript')) continue;
    if (text in en || patterns.some((pattern) => pattern.test(text))) found.push(text);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    for (const name of ['aria-label', 'title', 'placeholder']) {
      const text = element.getAttribute(name) ?? '';
      if (text in en || patterns.some((pattern) => pattern.test(text))) found.push(`${name}: ${text}`);
    }
  }
  return found;
}"""


def english(desk, name):
    """The page's own English that a Chinese screen still says, or keys without words; texts marked as English are data."""
    return [f"{name} says {text!r}" for text in desk.page.evaluate(ENGLISH)]


def wear(desk, language, theme):
    settings = desk.call("GET", "/api/session")["body"].get("settings") or {}
    answer = desk.call("PUT", "/api/settings", {**settings, "language": language, "theme": theme})
    assert answer["status"] == 200, answer
    desk.page.reload()
    desk.page.locator("header.top nav.second").wait_for()


def settled(desk, screen):
    """Waits until a screen shows what it asked for."""
    if screen == "studies":
        desk.page.locator(".row").first.wait_for()
    elif screen.startswith("studies/1.9"):
        desk.page.locator(".fault-panel").wait_for()
    elif screen.startswith("studies/"):
        desk.films_shown()
    elif screen == "department":
        desk.page.locator(".chart-panel").first.wait_for()
    elif screen in ("administration/tokens", "administration/displays"):
        desk.page.locator("form.add, .administration-body table, .administration-body p.quiet").first.wait_for()
    elif screen == "administration/node":
        desk.page.locator(".figures").first.wait_for()
    elif screen.startswith("administration"):
        desk.page.locator("table").first.wait_for()
    elif screen == "about":
        desk.page.locator(".facts").wait_for()


def looked_at(desk, screens, name_of, sizes, looks):
    """Each screen in each look and size: a picture, and what axe finds."""
    faults = []
    for language, theme in looks:
        wear(desk, language, theme)
        for screen in screens:
            name = f"{name_of(screen)}-{language}-{theme}"
            for size in sizes:
                desk.page.set_viewport_size({"width": size[0], "height": size[1]})
                if size == sizes[0]:
                    desk.go(screen)
                settled(desk, screen)
                desk.shot(f"{name}-{size[0]}")
            faults += judged(desk, name)
            if language == "zh":
                faults += english(desk, name)
    wear(desk, "en", "dark")
    assert not faults, "\n".join(faults)
    return f"{len(screens) * len(looks)} screens"


def reading(at, users, closed, sizes=(SMALL,), looks=LOOKS):
    """The screens of readers."""
    with at() as desk:
        desk.page.goto(desk.base + "/")
        desk.page.locator("#login").wait_for()
        faults = judged(desk, "sign-in")
        assert not faults, faults
        desk.shot("sign-in")
        desk.sign_in(*users["reviewer"])
        study = desk.waiting()[-1]["study"]
        names = {f"studies/{study}": "study", f"studies/{closed}": "signed", "studies/1.9.9": "gone", "studies": "list"}
        return looked_at(desk, [*READER, f"studies/{study}", f"studies/{closed}"], lambda screen: names.get(screen, screen), sizes, looks)


def administration(at, users, sizes=(SMALL,), looks=LOOKS):
    """The screens of administrators, who add a user and disable the account."""
    with at() as desk:
        page = desk.sign_in(*users["administrator"]).page
        assert desk.call("GET", "/api/studies")["status"] in (403, 404)
        desk.go("administration/users")
        for name, text in (("login", "guest"), ("name", "Guest^<b>Greta"), ("organization", "Hospital"), ("new-password", "sixty-four films")):
            page.locator(f"#field-{name}").fill(text)
        page.locator("form.add button.primary").click()
        row = page.locator("tr").filter(has_text="guest")
        expect(row).to_contain_text("Guest, <b>Greta", timeout=PATIENCE)
        row.locator("select").select_option("viewer")
        expect(page.locator(".notice .words")).not_to_be_empty(timeout=PATIENCE)
        row.locator("button[aria-pressed]").click()
        expect(row.locator("button[aria-pressed]")).to_have_attribute("aria-pressed", "false", timeout=PATIENCE)
        return looked_at(desk, ADMINISTRATOR, lambda screen: screen.replace("/", "-"), sizes, looks)


def forced_colours(at, users):
    """With the colours of the system (Windows high contrast), every screen stays readable, and states are visible."""
    with at(forced_colors="active") as desk:
        desk.sign_in(*users["reviewer"])
        study = desk.waiting()[-1]["study"]
        faults = []
        for screen, name in (("studies", "list"), (f"studies/{study}", "study"), ("department", "department"), ("settings", "settings")):
            desk.go(screen)
            settled(desk, screen)
            desk.shot(f"forced-colours-{name}")
            # Axe takes the page's own colours, which the system has replaced.
            faults += judged(desk, f"forced colours, {name}", without=["color-contrast"])
        assert not faults, "\n".join(faults)


def on_a_large_screen(at, users):
    """At 3840 × 2160 film and text share the screen without scrolling sideways, and the text is not tiny."""
    with at(size=(3840, 2160)) as desk:
        page = desk.sign_in(*users["reviewer"]).page
        study = desk.waiting()[-1]["study"]
        faults = []
        for screen, name in (("studies", "list"), (f"studies/{study}", "study"), ("department", "department")):
            desk.go(screen)
            settled(desk, screen)
            wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{screen} is {wide} pixels too wide"
            assert page.evaluate("() => parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 18
            desk.shot(f"3840-{name}")
            faults += judged(desk, f"3840, {name}")
        assert not faults, "\n".join(faults)


def display_check(at, users):
    """A reviewer is asked to check the display until the check passes; the administrator sees the result."""
    with at() as desk:
        page = desk.sign_in(*users["reviewer"]).page
        expect(page.locator(".top .due")).to_be_visible(timeout=PATIENCE)
        desk.go("display-check")
        page.locator(".display-result button").nth(1).click()
        expect(page.locator(".top .due")).to_be_visible(timeout=PATIENCE)
        page.locator(".display-result button").first.click()
        expect(page.locator(".top .due")).to_have_count(0, timeout=PATIENCE)
        page.reload()
        expect(page.locator(".display-result p").first).to_contain_text("Passed", timeout=PATIENCE)
    with at() as desk:
        page = desk.sign_in(*users["administrator"]).page
        desk.go("administration/displays")
        expect(page.locator("td").filter(has_text="passed").first).to_be_visible(timeout=PATIENCE)


def zoomed(at, users):
    """At 200 % everything can still be read and reached, without scrolling sideways."""
    with at(size=(683, 384)) as desk:
        page = desk.sign_in(*users["reviewer"]).page
        study = desk.waiting()[-1]["study"]
        for screen in ("department", "settings", "about", f"studies/{study}"):
            desk.go(screen)
            settled(desk, screen)
            wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{screen} is {wide} pixels too wide"
        button = page.locator(".verdicts button").last
        button.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport(timeout=PATIENCE)
        desk.shot("zoom-200")
        faults = judged(desk, "zoom")
        assert not faults, faults


def script_in_a_name(at, users):
    """A name that is markup is shown as it is written."""
    with at() as desk:
        page = desk.sign_in(*users["reviewer"]).page
        names = [row["patient"]["name"] for row in desk.waiting()]
        if not any("<" in (name or "") for name in names):
            return False
        expect(page.locator(".row .name").filter(has_text="<").first).to_be_visible(timeout=PATIENCE)
        return True
