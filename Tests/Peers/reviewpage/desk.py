"""A browser at the page, with the actions that scenarios share."""

import pathlib

from playwright.sync_api import expect

PATIENCE = 120_000
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


class Desk:
    """One user in a browser context of their own."""

    def __init__(self, browser, base, shots, size=(1366, 768), **options):
        self.base, self.shots = base, pathlib.Path(shots)
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale=options.pop("locale", "en-GB"), **options)
        self.faults, self.foreign, self.is_judged = [], [], False
        self.context.on("page", self._watch)
        self.page = self.context.new_page()

    def _watch(self, page):
        """Collects errors, dialogs, violations of the policy and foreign requests of a window."""
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("dialog", lambda dialog: self.faults.append(f"dialog: {dialog.message}"))
        page.on("console", self._heard)
        page.on("request", self._asked)

    def _heard(self, message):
        if self.is_judged and "inline style" in message.text:
            return
        if "Content Security Policy" in message.text or "TrustedHTML" in message.text:
            self.faults.append(message.text)

    def _asked(self, request):
        if not request.url.startswith((self.base, "blob:", "data:")):
            self.foreign.append(request.url)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind:
            self.shot(f"failed-{kind.__name__}")
        self.context.close()
        if not kind:
            assert not self.faults, self.faults
            assert not self.foreign, self.foreign

    def sign_in(self, login, password):
        self.login = login
        self.page.goto(self.base + "/")
        self.page.locator("#login").fill(login)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(password)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("header.top nav.second")).to_be_visible(timeout=PATIENCE)
        return self

    def call(self, method, path, body=None):
        """A request of the page's own origin, with its cookie."""
        return self.page.evaluate(
            """async ([method, path, body]) => { const answer = await fetch(path, { method, headers: method === 'GET' ? {} :
                 { 'Content-Type': 'application/json', 'X-Thoraxd': '1' }, body: method === 'GET' ? undefined : JSON.stringify(body ?? {}) });
               return { status: answer.status, body: await answer.json().catch(() => null) }; }""",
            [method, path, body])

    def waiting(self):
        """Waiting studies that no other reviewer holds, in the order of the list."""
        rows = self.call("GET", "/api/studies?limit=100")["body"]["studies"]
        return [row for row in rows if (row.get("heldBy") or {}).get("login", self.login) == self.login]

    def go(self, fragment):
        self.page.goto(f"{self.base}/#/{fragment}")

    def open(self, study):
        self.go(f"studies/{study}")
        self.films_shown()

    def films_shown(self, page=None):
        """Waits until the full film is drawn in every pane that is shown."""
        (page or self.page).wait_for_function(
            """() => { const panes = [...document.querySelectorAll('.film-pane')].filter((pane) => !pane.hidden);
               return panes.length > 0 && panes.every((pane) => pane.querySelector('canvas:not([hidden])') && pane.querySelector('.preview').hidden); }""")

    def wait_for_claim(self):
        self.page.wait_for_function("() => /\\d\\d:\\d\\d/.test(document.querySelector('.sign-bar .claim')?.textContent ?? '')")

    def read_all(self):
        """Scrolls through the text with the keyboard until the page has seen all of it."""
        self.page.locator(".report-scroll").focus()
        check = self.page.locator(".checks li").nth(1)
        for _ in range(60):
            if check.get_attribute("data-done") is not None:
                return
            self.page.keyboard.press("PageDown")
            self.page.wait_for_timeout(50)
        expect(check).to_have_attribute("data-done", "", timeout=PATIENCE)

    def decide_all(self):
        """Decides every matter with the keys `o` and Enter, on the first choice."""
        for _ in range(60):
            if not self.page.evaluate("() => [...document.querySelectorAll('[data-matter]')].some((place) => !place.querySelector('[aria-pressed=true]'))"):
                return
            self.page.keyboard.press("o")
            self.page.keyboard.press("Enter")
        raise AssertionError("there was always something to decide")

    def is_missing_something(self):
        """Whether a decision is open, which no reading can change."""
        return self.page.locator("[data-matter]:not(:has([aria-pressed=true]))").count() > 0

    def ready(self, name):
        """Waits until a verdict is allowed."""
        button = self.page.locator(".verdicts button.primary:visible")
        expect(button).to_have_attribute("aria-disabled", "false", timeout=PATIENCE)
        return name

    def shot(self, name):
        self.page.screenshot(path=self.shots / f"{name}.png")
