"""Whole reviews: accept, edit, reject, undo, addendum; two reviewers, the end of a claim and of a session."""

from playwright.sync_api import expect

from .desk import PATIENCE, Desk


def accept_and_undo(at, users):
    """A reviewer accepts with the keyboard only and withdraws it; the study is open again. The second acceptance stays."""
    with at() as desk:
        page = desk.sign_in(*users["reviewer"]).page
        page.locator(".row").first.wait_for()
        page.keyboard.press("j")
        page.keyboard.press("k")
        study = desk.waiting()[0]["study"]
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{study}*")
        desk.films_shown()
        desk.wait_for_claim()
        desk.shot("review-1-opened")
        if desk.is_missing_something():
            page.keyboard.press("a")
            expect(page.locator(".sign-bar .fault")).not_to_be_empty(timeout=PATIENCE)
        desk.decide_all()
        desk.read_all()
        desk.ready("accept")
        desk.shot("review-2-ready")
        page.keyboard.press("a")
        expect(page.locator(".notice .offer button")).to_be_visible(timeout=PATIENCE)
        desk.shot("review-3-signed")
        page.keyboard.press("z")
        # The page may still be at the study, or at the next one by now.
        expect(page.locator(".notice")).to_contain_text("open again", timeout=PATIENCE)
        page.wait_for_url(f"**/{study}*")
        desk.wait_for_claim()
        state = desk.call("GET", f"/api/studies/{study}")["body"]
        assert state["state"] == "inReview", state["state"]
        desk.films_shown()
        desk.decide_all()
        desk.read_all()
        desk.ready("accept")
        page.keyboard.press("a")
        expect(page.locator(".notice .offer button")).to_be_visible(timeout=PATIENCE)
        state = desk.call("GET", f"/api/studies/{study}")["body"]
        assert state["state"] == "accepted", state["state"]
        return study


def edit(at, users):
    """A reviewer types, sees what changed, and signs it with Ctrl and Enter. A numbered list stays one."""
    with at() as desk:
        page = desk.sign_in(*users["reviewer"]).page
        study = desk.waiting()[0]["study"]
        desk.open(study)
        desk.wait_for_claim()
        page.keyboard.press("e")
        area = page.locator("#edit-findings")
        expect(area).to_be_focused(timeout=PATIENCE)
        page.keyboard.press("Control+Home")
        page.keyboard.type("The film is rotated <b>&amp;.\n1. First.\n2. Second.\n")
        expect(page.locator(".changes ins").first).to_contain_text("rotated", timeout=PATIENCE)
        desk.shot("edit")
        if desk.is_missing_something():
            page.keyboard.press("Control+Enter")
            expect(page.locator(".sign-bar .fault")).not_to_be_empty(timeout=PATIENCE)
        page.keyboard.press("Escape")
        expect(area).not_to_be_focused()
        desk.decide_all()
        desk.read_all()
        page.keyboard.press("e")
        expect(area).to_be_focused()
        desk.ready("edit")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".notice .offer button")).to_be_visible(timeout=PATIENCE)
        view = desk.call("GET", f"/api/studies/{study}")["body"]
        assert view["state"] == "edited", view["state"]
        signed = view["reviews"][-1]["text"]["findings"]
        assert any("1. First.\n2. Second." in paragraph for paragraph in signed), signed
        desk.open(study)
        expect(page.locator(".signed-text").first).to_contain_text("rotated <b>&amp;", timeout=PATIENCE)
        page.locator("details summary").filter(has_text="draft").first.click()
        expect(page.locator(".diff ins").first).to_contain_text("rotated")
        desk.shot("closed")
        return study


def addendum(at, users, study):
    """A reviewer signs an addendum, withdraws it, and signs it again."""
    with at() as desk:
        page = desk.sign_in(*users["reviewer"]).page
        desk.open(study)
        page.keyboard.press("c")
        expect(page.locator("#addendum")).to_be_focused(timeout=PATIENCE)
        page.keyboard.type("Compared with the film of last year: unchanged.")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".notice .offer button")).to_be_visible(timeout=PATIENCE)
        page.locator(".notice .offer button").click()
        expect(page.locator("#addendum")).to_have_value("Compared with the film of last year: unchanged.", timeout=PATIENCE)
        assert desk.call("GET", f"/api/studies/{study}")["body"]["reviews"][-1]["verdict"] != "addended"
        page.locator("#addendum").focus()
        page.keyboard.press("Control+Enter")
        expect(page.locator(".report-section").filter(has_text="of last year").first).to_be_visible(timeout=PATIENCE)
        verdicts = [review["verdict"] for review in desk.call("GET", f"/api/studies/{study}")["body"]["reviews"]]
        assert verdicts[-1] == "addended", verdicts


def reject(at, users):
    """`x` and a number."""
    with at() as desk:
        page = desk.sign_in(*users["reviewer"]).page
        study = desk.waiting()[0]["study"]
        desk.open(study)
        desk.wait_for_claim()
        page.keyboard.press("x")
        expect(page.locator(".reasons button").first).to_be_focused(timeout=PATIENCE)
        desk.shot("reject")
        page.keyboard.press("1")
        expect(page.locator(".notice .offer button")).to_be_visible(timeout=PATIENCE)
        view = desk.call("GET", f"/api/studies/{study}")["body"]
        assert view["state"] == "rejected" and view["reviews"][-1]["reason"] == "quality", view["reviews"]


def conflict(at, users):
    """The second reviewer sees who holds the study and until when, and can open it after its release."""
    with at() as first, at() as second:
        first.sign_in(*users["reviewer"])
        study = first.waiting()[0]["study"]
        first.open(study)
        first.wait_for_claim()
        page = second.sign_in(*users["second"]).page
        second.open(study)
        expect(page.locator(".why-not")).to_contain_text(users["reviewer name"], timeout=PATIENCE)
        second.shot("conflict")
        first.page.keyboard.press("u")
        first.page.locator(".row").first.wait_for()
        for _ in range(PATIENCE // 1000):
            if not first.call("GET", f"/api/studies/{study}")["body"].get("claim"):
                break
            page.wait_for_timeout(1000)
        page.locator(".sign-bar button").first.click()
        second.wait_for_claim()
        page.keyboard.press("u")
        page.locator(".row").first.wait_for()


def two_browsers(at, users):
    """One reviewer types in two browsers: neither text replaces the other unseen."""
    with at() as first, at() as second:
        page = first.sign_in(*users["reviewer"]).page
        study = first.waiting()[-1]["study"]
        first.open(study)
        first.wait_for_claim()
        typed(first, " Typed in the first.")
        noted(first, study, "Typed in the first.")
        second.sign_in(*users["reviewer"])
        second.open(study)
        second.wait_for_claim()
        typed(second, " Typed in the second.")
        noted(second, study, "Typed in the first. Typed in the second.")
        typed(first, " Later words.")
        expect(page.locator(".typed")).to_contain_text("Typed in the second.", timeout=PATIENCE)
        assert "Later words." in page.locator("#edit-findings").input_value()
        assert "Later words." not in first.call("GET", f"/api/studies/{study}")["body"]["note"]["findings"]
        first.shot("two-browsers")
        page.get_by_role("button", name="Discard it").click()
        expect(page.locator(".typed")).to_have_count(0, timeout=PATIENCE)
        noted(first, study, "Later words.")
        page.get_by_role("button", name="Discard my changes").click()
        noted(first, study, "")
        first.call("POST", f"/api/studies/{study}/release")


def typed(desk, words):
    """Types at the end of the findings."""
    area = desk.page.locator("#edit-findings")
    if area.count() == 0:
        desk.page.keyboard.press("e")
    area.focus()
    desk.page.keyboard.press("Control+End")
    desk.page.keyboard.type(words)


def noted(desk, study, words):
    """Waits until the node keeps a text with these words; without words, until it keeps none."""
    for _ in range(PATIENCE // 1000):
        note = desk.call("GET", f"/api/studies/{study}")["body"].get("note") or {}
        if words and words in note.get("findings", "") or not words and not note:
            return
        desk.page.wait_for_timeout(1000)
    raise AssertionError(f"the note is {note}")


def lost_claim(at, users):
    """When the claim has ended, what was typed is kept and the study can be opened again."""
    with at() as desk:
        desk.page.clock.install()
        page = desk.sign_in(*users["reviewer"]).page
        study = desk.waiting()[-1]["study"]
        desk.open(study)
        desk.wait_for_claim()
        page.keyboard.press("e")
        expect(page.locator("#edit-findings")).to_be_focused(timeout=PATIENCE)
        page.keyboard.press("Control+End")
        page.keyboard.type(" Typed before the end.")
        page.clock.fast_forward("01:00:00")
        expect(page.locator(".lost button").first).to_be_visible(timeout=PATIENCE)
        assert "Typed before the end." in page.locator("#edit-findings").input_value()
        desk.shot("claim-ended")
        desk.call("POST", f"/api/studies/{study}/release")
        page.locator(".lost button").first.click()
        expect(page.locator(".lost")).to_be_hidden(timeout=PATIENCE)
        assert "Typed before the end." in page.locator("#edit-findings").input_value()


def ended_session(at, users):
    """When the session has ended, the page asks for the password in a dialog and keeps the typed text."""
    with at() as desk:
        page = desk.sign_in(*users["reviewer"]).page
        study = desk.waiting()[-1]["study"]
        desk.open(study)
        desk.wait_for_claim()
        page.keyboard.press("e")
        area = page.locator("#edit-impression")
        area.focus()
        page.keyboard.press("Control+End")
        page.keyboard.type(" Typed with a session.")
        desk.call("DELETE", "/api/session")
        expect(page.locator("dialog[open] #password")).to_be_visible(timeout=PATIENCE)
        desk.shot("session-ended")
        assert page.locator("dialog #login").input_value() == users["reviewer"][0]
        page.locator("dialog #password").fill(users["reviewer"][1])
        page.keyboard.press("Enter")
        expect(page.locator("dialog[open]")).to_have_count(0, timeout=PATIENCE)
        assert "Typed with a session." in area.input_value()
        desk.call("POST", f"/api/studies/{study}/release")


def viewer(at, users):
    """A viewer has no verdicts."""
    if "viewer" not in users:
        return
    with at() as desk:
        page = desk.sign_in(*users["viewer"]).page
        desk.open(desk.waiting()[-1]["study"])
        expect(page.locator(".why-not")).not_to_be_empty()
        assert page.locator(".verdicts").count() == 0


__all__ = ["Desk", "accept_and_undo", "addendum", "conflict", "edit", "ended_session", "lost_claim", "reject", "two_browsers", "viewer"]
