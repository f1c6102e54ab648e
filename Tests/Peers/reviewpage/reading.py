"""Attention of a sentence over the film, and studies that are read before their drafts are shown."""

from playwright.sync_api import expect

from .desk import PATIENCE
from .screens import judged

# The greatest opacity of the overlay, from 0 to 255.
MOST = """() => { const canvas = document.querySelector('.film-pane canvas.attention');
    const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    return pixels.reduce((most, value, at) => (at % 4 === 3 ? Math.max(most, value) : most), 0); }"""


def attention(at, users):
    """A key and a button show where the model looked; Escape, another press and an edit of the sentence hide it."""
    with at() as desk:
        page = desk.sign_in(*users["reviewer"]).page
        study = desk.waiting()[0]["study"]
        kept = desk.call("GET", f"/api/studies/{study}/attention")
        assert kept["status"] == 200, kept
        view = desk.call("GET", f"/api/studies/{study}")["body"]
        assert view["hasAttention"] and len(kept["body"]["findings"]) == len(view["draft"]["findings"]), kept
        desk.open(study)
        desk.wait_for_claim()
        overlay, legend = page.locator(".film-pane canvas.attention").first, page.locator(".attention-legend").first
        expect(overlay).to_have_count(0)
        page.locator(".film-pane").first.focus()
        page.keyboard.press("g")
        expect(legend).to_contain_text("not why", timeout=PATIENCE)
        expect(overlay).to_be_visible()
        expect(page.locator(".attention-button[aria-pressed=true]")).to_have_count(1)
        alpha = page.evaluate(MOST)
        assert 130 < alpha <= 153, alpha
        desk.shot("attention")
        faults = judged(desk, "attention")
        assert not faults, faults
        page.keyboard.press("Escape")
        expect(overlay).to_be_hidden()
        button = page.locator(".attention-button").first
        button.click()
        expect(overlay).to_be_visible()
        button.click()
        expect(overlay).to_be_hidden()
        button.click()
        expect(overlay).to_be_visible()
        # An edit of the sentence hides its attention.
        page.locator(".film-pane").first.focus()
        page.keyboard.press("e")
        expect(page.locator("#edit-findings")).to_be_focused(timeout=PATIENCE)
        expect(overlay).to_be_visible()
        page.keyboard.press("Control+a")
        page.keyboard.type("Clear.")
        expect(overlay).to_be_hidden(timeout=PATIENCE)
        page.get_by_role("button", name="Discard my changes").click()


def first_impression(at, users):
    """The node withholds draft and findings until the reviewer has stated whether the films are normal."""
    with at() as desk:
        page = desk.sign_in(*users["reviewer"]).page
        row = desk.waiting()[0]
        study = row["study"]
        assert row["isWithheld"] and not row["findings"], row
        expect(page.locator(".row").first).to_contain_text("after a first impression", timeout=PATIENCE)
        view = desk.call("GET", f"/api/studies/{study}")["body"]
        assert view["isWithheld"] and not view.get("draft") and not view["findings"] and not view["notices"], view
        assert desk.call("GET", f"/api/studies/{study}/attention")["status"] == 403
        desk.open(study)
        expect(page.locator(".draft-words")).to_contain_text("Read the films first", timeout=PATIENCE)
        expect(page.locator(".sentence")).to_have_count(0)
        desk.wait_for_claim()
        refused = desk.call("POST", f"/api/studies/{study}/sign", {"verdict": "reject", "revision": view["revision"], "reason": "quality"})
        assert refused["status"] == 403, refused
        page.locator(".film-pane").first.focus()
        page.keyboard.press("Control+Enter")
        expect(page.locator(".sign-bar .fault")).to_contain_text("normal or abnormal", timeout=PATIENCE)
        page.locator("#first-impression").fill("A small <b>left</b> pleural effusion.")
        desk.shot("first-impression")
        faults = judged(desk, "first impression")
        assert not faults, faults
        page.keyboard.press("Escape")
        page.keyboard.press("a")
        expect(page.locator(".verdicts [aria-pressed=true]")).to_contain_text("Abnormal")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".first-impression")).to_contain_text("A small <b>left</b> pleural effusion.", timeout=PATIENCE)
        expect(page.locator(".sentence").first).to_be_visible(timeout=PATIENCE)
        desk.wait_for_claim()
        page.reload()
        desk.films_shown()
        expect(page.locator(".sentence").first).to_be_visible(timeout=PATIENCE)
        desk.decide_all()
        desk.read_all()
        desk.ready("accept")
        desk.shot("first-impression-recorded")
        page.keyboard.press("a")
        expect(page.locator(".notice .offer button")).to_be_visible(timeout=PATIENCE)
        # The next study opens, and its draft is withheld too.
        expect(page.locator(".draft-words")).to_contain_text("Read the films first", timeout=PATIENCE)
        desk.go("department")
        panel = page.locator(".chart-panel.blind")
        expect(panel).to_contain_text("First impressions, before the draft", timeout=PATIENCE)
        panel.scroll_into_view_if_needed()
        desk.shot("department-first-impressions")
        faults = judged(desk, "department")
        assert not faults, faults
    with at() as desk:
        # A viewer gets a draft only after its verdict.
        desk.sign_in(*users["viewer"])
        signed = desk.call("GET", f"/api/studies/{study}")["body"]
        assert not signed["isWithheld"] and signed["draft"], signed
        other = next(row["study"] for row in desk.call("GET", "/api/studies?limit=100")["body"]["studies"] if row["study"] != study)
        assert desk.call("GET", f"/api/studies/{other}")["body"]["isWithheld"]
