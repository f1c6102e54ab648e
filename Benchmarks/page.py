"""Speed of the review page in headless Chromium against a running node: prints a figure to a line, as JSON.

usage: page.py ADDRESS LOGIN PASSWORD"""

import json
import pathlib
import statistics
import sys

from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "Tests/Peers"))
import ohif_site  # noqa: E402

# Milliseconds from a key to the next animation frame, by the clock of the page.
KEY_TO_SCREEN = """async (keys) => { const times = [];
  for (let i = 0; i < 60; i++) { const start = performance.now();
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: keys[i % keys.length], bubbles: true, cancelable: true }));
    await new Promise((done) => requestAnimationFrame(() => { const channel = new MessageChannel();
      channel.port1.onmessage = done; channel.port2.postMessage(0); }));
    times.push(performance.now() - start); }
  return times; }"""
SHOWN = """() => { const pane = document.querySelector('.film-pane'), canvas = pane?.querySelector('canvas');
  return canvas && !canvas.hidden && pane.querySelector('.preview').hidden; }"""
PREVIEWED = """() => { const image = document.querySelector('.film-pane .preview'); return (image?.complete && image.naturalWidth > 0) || (%s)(); }""" % SHOWN


def figure(name, milliseconds, target=None):
    print(json.dumps({"figure": name, "ms": round(milliseconds, 1), "target": target}), flush=True)


def timed(page, act, condition):
    """Milliseconds from an action until a condition holds, checked in every animation frame."""
    start = page.evaluate("() => performance.now()")
    act()
    page.wait_for_function(condition, polling="raf", timeout=120_000)
    return page.evaluate("() => performance.now()") - start


def ohif(browser, context, base):
    """The same node in OHIF, which is installed by scripts/ohif.sh."""
    folder = ROOT / ".venv-ohif"
    if not (folder / "ready-1").exists():
        print(json.dumps({"figure": "OHIF", "note": "not installed: scripts/ohif.sh installs it"}), flush=True)
        return
    session = next(cookie for cookie in context.cookies() if cookie["name"] == "__Host-thoraxd")
    server = ohif_site.serve(base, {"Cookie": f"{session['name']}={session['value']}"}, folder / "ohif")
    site = f"http://127.0.0.1:{server.server_address[1]}"
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.set_default_timeout(120_000)
    lists, films = [], []
    for _ in range(3):
        page.goto("about:blank")
        page.goto(f"{site}/ohif/", wait_until="commit")
        page.wait_for_function("() => document.querySelector('tr[data-cy^=studyRow], [data-cy=study-list-results] tr')", polling="raf")
        lists.append(page.evaluate("() => performance.now()"))
    studies = page.evaluate("async () => (await fetch('/dicom-web/studies?limit=3')).json()")
    for study in studies:
        page.goto("about:blank")
        page.goto(f"{site}/ohif/viewer?StudyInstanceUIDs={study['0020000D']['Value'][0]}", wait_until="commit")
        page.wait_for_function(ohif_site.DRAWN, polling="raf")
        films.append(page.evaluate("() => performance.now()"))
    figure("OHIF: list usable", statistics.median(lists))
    figure("OHIF: film of a study, from its address", statistics.median(films))
    server.shutdown()


def main():
    base, login, password = sys.argv[1:]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        page = context.new_page()
        page.goto(base + "/")
        page.fill("#login", login)
        page.fill("#password", password)
        page.keyboard.press("Enter")
        page.wait_for_selector(".row")
        lists = []
        for _ in range(5):
            page.goto("about:blank")
            page.goto(base + "/", wait_until="commit")
            page.wait_for_function("() => document.querySelector('.row .name')", polling="raf")
            lists.append(page.evaluate("() => performance.now()"))
        figure("list usable", statistics.median(lists), 500)
        previews, films = [], []
        for place in range(3):
            page.goto(base + "/#/studies")
            page.wait_for_selector(".row .name")
            page.keyboard.press("Home")
            for _ in range(2 * place):
                page.keyboard.press("j")
            start = page.evaluate("() => performance.now()")
            previews.append(timed(page, lambda: page.keyboard.press("Enter"), PREVIEWED))
            page.wait_for_function(SHOWN, polling="raf", timeout=120_000)
            films.append(page.evaluate("() => performance.now()") - start)
        figure("preview after Enter", statistics.median(previews), 150)
        figure("full film, cold", statistics.median(films), 600)
        page.wait_for_timeout(5_000)
        figure("full film, prefetched", timed(page, lambda: page.keyboard.press("n"), SHOWN), 100)
        page.wait_for_timeout(1_000)
        times = page.evaluate(KEY_TO_SCREEN, ["[", "]"])
        figure(f"window key to screen ({page.locator('canvas').first.get_attribute('data-drawing')})", statistics.median(times), 33)
        figure("window key to screen, slowest of 60", max(times), 50)
        ohif(browser, context, base)
        browser.close()


main()
