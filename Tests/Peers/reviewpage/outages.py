"""Interruptions: a claim that expires and is taken over, and a node that stops in the middle of a review."""

import os
import re
import sqlite3
import subprocess
import time

from playwright.sync_api import expect

from .desk import PATIENCE
from .screens import judged


def expired_claim(at, users, node):
    """When a claim expires and another reviewer takes the study, the first one keeps the typed text and can return later."""
    with at() as first, at() as second:
        first.page.clock.install()
        page = first.sign_in(*users["reviewer"]).page
        study = first.waiting()[-1]["study"]
        first.open(study)
        first.wait_for_claim()
        page.keyboard.press("e")
        area = page.locator("#edit-findings")
        expect(area).to_be_focused(timeout=PATIENCE)
        page.keyboard.press("Control+End")
        page.keyboard.type(" Typed before the expiry.")
        work_list = sqlite3.connect(f"{node['state']}/worklist.sqlite", timeout=60)
        with work_list:
            work_list.execute("UPDATE reviewClaim SET openedAt = 1, expiresAt = 2")
        work_list.close()
        second.sign_in(*users["second"])
        second.open(study)
        second.wait_for_claim()
        page.clock.fast_forward("01:00:00")
        expect(page.locator(".lost button").first).to_be_visible(timeout=PATIENCE)
        page.locator(".lost button").first.click()
        expect(page.locator(".lost")).to_contain_text(users["second name"], timeout=PATIENCE)
        assert "Typed before the expiry." in area.input_value()
        first.shot("claim-taken-over")
        faults = judged(first, "expired claim")
        second.page.keyboard.press("u")
        second.page.locator(".row").first.wait_for()
        for _ in range(PATIENCE // 1000):
            if not second.call("GET", f"/api/studies/{study}")["body"].get("claim"):
                break
            second.page.wait_for_timeout(1000)
        page.locator(".lost button").first.click()
        expect(page.locator(".lost")).to_be_hidden(timeout=PATIENCE)
        assert "Typed before the expiry." in area.input_value()
        first.call("POST", f"/api/studies/{study}/release")
        assert not faults, "\n".join(faults)


def stopped_node(at, users, node):
    """While the node is stopped, the page says so and keeps the typed text; after its start, the text is saved and signed."""
    started = None
    try:
        with at() as desk, at() as listing:
            page = desk.sign_in(*users["reviewer"]).page
            listing.sign_in(*users["second"]).page.locator(".row").first.wait_for()
            study = desk.waiting()[-1]["study"]
            desk.open(study)
            desk.wait_for_claim()
            desk.decide_all()
            desk.read_all()
            page.keyboard.press("e")
            area = page.locator("#edit-findings")
            expect(area).to_be_focused(timeout=PATIENCE)
            page.keyboard.press("Control+End")
            stop(node["pid"])
            page.keyboard.type(" Typed while the node was stopped.")
            expect(page.locator(".sign-bar .kept")).to_contain_text("not saved", timeout=PATIENCE)
            expect(listing.page.locator(".connection")).to_be_visible(timeout=PATIENCE)
            page.keyboard.press("Control+Enter")
            expect(page.locator(".sign-bar .fault")).not_to_be_empty(timeout=PATIENCE)
            desk.shot("node-stopped")
            listing.shot("node-stopped-list")
            faults = judged(desk, "stopped node") + judged(listing, "stopped node, list")
            started = subprocess.Popen(node["command"], stderr=subprocess.DEVNULL)
            expect(page.locator(".sign-bar .kept")).to_have_text(re.compile(r"^saved \d\d:\d\d"), timeout=PATIENCE)
            expect(listing.page.locator(".connection")).to_be_hidden(timeout=PATIENCE)
            assert "Typed while the node was stopped." in area.input_value()
            area.focus()
            desk.ready("edit")
            page.keyboard.press("Control+Enter")
            expect(page.locator(".notice .offer button")).to_be_visible(timeout=PATIENCE)
            view = desk.call("GET", f"/api/studies/{study}")["body"]
            assert view["state"] == "edited" and "Typed while" in " ".join(view["text"]["findings"]), view["state"]
            assert not faults, "\n".join(faults)
    finally:
        if started:
            started.terminate()
            started.wait()


def stop(pid):
    """Ends the node, and returns when it has ended."""
    os.kill(pid, 15)
    while os.path.exists(f"/proc/{pid}") and "\nState:\tZ" not in open(f"/proc/{pid}/status", encoding="ascii").read():
        time.sleep(0.1)
