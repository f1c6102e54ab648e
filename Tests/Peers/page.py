"""The review page in Chromium: whole reviews, every screen, and the page's own unit tests, against a running node.

usage: page.py ADDRESS USERS SCREENSHOTS [SCENARIO …]

USERS is JSON: {"reviewer": ["login", "password"], "reviewer name": "…", "second": […], "second name": "…",
"administrator": […], "viewer": […], "node": {"pid": 1, "state": "its state directory", "command": ["what", "starts", "it"]}}.
At least six studies wait for review."""

import functools
import json
import pathlib
import sys
import time

from playwright.sync_api import sync_playwright

from reviewpage import films, macros, outages, reading, reviews, screens, windows
from reviewpage.desk import Desk

MODULES = pathlib.Path(__file__).resolve().parent / "reviewpage" / "Modules"


def unit_tests(at):
    """Runs the unit tests of the page's modules in the browser, under the page's own policy."""
    with at() as desk:
        page = desk.page

        def answer(route):
            name = route.request.url.split("/tests/")[1]
            route.fulfill(status=200, content_type="text/javascript; charset=utf-8", body=(MODULES / name).read_text(encoding="utf-8"))

        page.route("**/tests/*.js", answer)
        page.goto(desk.base + "/")
        page.locator("#login").wait_for()
        # The page behind the tests has no session, and would cover them with a sign-in at the first request that they cause.
        page.route("**/api/**", lambda route: route.fulfill(status=404, content_type="application/json", body="{}"))
        result = page.evaluate("""async () => { const here = document.querySelector('script[src$="main.js"]').src;
            return (await import(new URL('./tests/all.js', here).href)).default(); }""")
        assert not result["faults"], "\n".join(result["faults"])
        assert result["count"] > 20, result
        return result["count"]


def wrong_password(at, users):
    with at() as desk:
        page = desk.page
        page.goto(desk.base + "/")
        page.locator("#login").fill(users["reviewer"][0])
        page.locator("#password").fill("not the password")
        page.keyboard.press("Enter")
        page.locator(".fault:not(:empty)").wait_for()
        assert page.locator(".row").count() == 0


def main():
    base, users, shots = sys.argv[1], json.loads(sys.argv[2]), pathlib.Path(sys.argv[3])
    wanted = sys.argv[4:]
    shots.mkdir(parents=True, exist_ok=True)
    closed = {}

    def rendered(study, image):
        return f"/dicom-web/studies/{study}/series/{image['series']}/instances/{image['instance']}/rendered"

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[
            "--no-sandbox", "--force-color-profile=srgb", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"])
        at = functools.partial(Desk, browser, base, shots)
        scenarios = {
            "unit tests": lambda: unit_tests(at),
            "wrong password": lambda: wrong_password(at, users),
            "administration": lambda: screens.administration(at, users),
            "canvas": lambda: films.canvas_is_the_picture(at, users, rendered),
            "attention": lambda: reading.attention(at, users),
            "accept and undo": lambda: reviews.accept_and_undo(at, users),
            "edit": lambda: closed.update(study=reviews.edit(at, users)),
            "addendum": lambda: reviews.addendum(at, users, closed["study"]),
            "reject": lambda: reviews.reject(at, users),
            "conflict": lambda: reviews.conflict(at, users),
            "viewer": lambda: reviews.viewer(at, users),
            "script in a name": lambda: screens.script_in_a_name(at, users),
            "zoom": lambda: screens.zoomed(at, users),
            "screens": lambda: screens.reading(at, users, closed["study"]),
            "forced colours": lambda: screens.forced_colours(at, users),
            "large screen": lambda: screens.on_a_large_screen(at, users),
            "display check": lambda: screens.display_check(at, users),
            "macros": lambda: macros.macros(at, users),
            "second window": lambda: windows.second_window(at, users),
            "films seen there": lambda: windows.counts_what_the_second_window_shows(at, users),
            "expired claim": lambda: outages.expired_claim(at, users, users["node"]),
            "two browsers": lambda: reviews.two_browsers(at, users),
            "lost claim": lambda: reviews.lost_claim(at, users),
            "ended session": lambda: reviews.ended_session(at, users),
            # This scenario is the last, because it replaces the process of the node.
            "stopped node": lambda: outages.stopped_node(at, users, users["node"]),
        }
        # Screenshots of every screen in every look and size; only on request.
        everything = ((screens.SMALL, screens.LARGE), screens.LOOKS + screens.MORE_LOOKS)
        # Scenarios that need a node that withholds every draft; only on request.
        blind = {"first impression": lambda: reading.first_impression(at, users)}
        more = {"gallery": lambda: screens.reading(at, users, closed["study"], *everything),
                "administrator's gallery": lambda: screens.administration(at, users, *everything)}
        for name, scenario in (scenarios | blind | more).items():
            if name not in (wanted or scenarios):
                continue
            start = time.monotonic()
            result = scenario()
            print(f"{name}: {'passed' if result is None else result} ({time.monotonic() - start:.1f} s)", flush=True)
        browser.close()


main()
