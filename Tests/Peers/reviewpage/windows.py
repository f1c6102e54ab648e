"""The second window for films: it follows the first, and never shows another study."""

from playwright.sync_api import expect

from .desk import PATIENCE
from .screens import judged

# The accession number or id in the head of a window; empty without a study.
HEAD = "() => document.querySelector('.study-head h1')?.parentElement.textContent ?? ''"


def second_window(at, users):
    """Films in the second window count as seen; it follows the first window and is empty without a study."""
    with at() as desk:
        page = desk.sign_in(*users["reviewer"]).page
        studies = [row["study"] for row in desk.waiting()]
        desk.open(studies[0])
        desk.wait_for_claim()
        with page.expect_popup() as popup:
            page.keyboard.press("s")
        other = popup.value
        other.set_viewport_size({"width": 1280, "height": 960})
        desk.films_shown(other)
        assert other.evaluate(HEAD) == page.evaluate(HEAD)
        faults = judged(desk, "second window", other)
        other.screenshot(path=desk.shots / "second-window.png")
        # When the first window has left the study, the second is already empty.
        state = page.evaluate("""() => { const there = window.open('', 'thoraxd-films').document;
            location.hash = '#/studies'; return new Promise((done) => window.addEventListener('hashchange', () =>
              done([document.querySelectorAll('.report-scroll').length, there.querySelectorAll('.film-pane').length]))); }""")
        assert state == [0, 0], state
        expect(other.locator(".no-films")).to_be_visible(timeout=PATIENCE)
        desk.open(studies[1])
        desk.films_shown(other)
        assert other.evaluate(HEAD) == page.evaluate(HEAD)
        other.close()
        desk.wait_for_claim()
        page.keyboard.press("u")
        page.locator(".row").first.wait_for()
        # Closing the first window empties the second.
        desk.open(studies[0])
        with page.expect_popup() as popup:
            page.keyboard.press("s")
        other = popup.value
        desk.films_shown(other)
        page.goto("about:blank")
        expect(other.locator(".no-films")).to_be_visible(timeout=PATIENCE)
        assert not faults, "\n".join(faults)


def counts_what_the_second_window_shows(at, users):
    """A film that is never in full in the first window counts as seen when the second shows it in full."""
    # The window is so low that the film is always cut off.
    with at(size=(900, 230)) as desk:
        page = desk.sign_in(*users["reviewer"]).page
        desk.go(f"studies/{desk.waiting()[0]['study']}")
        desk.films_shown()
        films = page.locator(".checks li").first
        films.wait_for()
        # A film that is drawn counts, if at all, within a few frames.
        page.evaluate("async () => { for (let n = 0; n < 10; n += 1) await new Promise(requestAnimationFrame); }")
        assert films.get_attribute("data-done") is None, "a film that is cut off counts as seen"
        with page.expect_popup() as popup:
            page.keyboard.press("s")
        popup.value.set_viewport_size({"width": 1280, "height": 960})
        expect(films).to_have_attribute("data-done", "", timeout=PATIENCE)
