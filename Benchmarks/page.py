"""Speed of the review page in headless Chromium against a running node: prints a figure to a line, as JSON.

usage: page.py ADDRESS LOGIN PASSWORD"""

import json
import statistics
import sys

from playwright.sync_api import sync_playwright

# Times the page's own clock from a key to the picture of the screen after it.
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


def figure(name, milliseconds, target):
    print(json.dumps({"figure": name, "ms": round(milliseconds, 1), "target": target}), flush=True)


def timed(page, act, condition):
    """Milliseconds from an act until a condition holds, looked at with every picture of the screen."""
    start = page.evaluate("() => performance.now()")
    act()
    page.wait_for_function(condition, polling="raf", timeout=120_000)
    return page.evaluate("() => performance.now()") - start


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
        browser.close()


main()
