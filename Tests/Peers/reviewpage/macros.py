"""Macros: added in the settings, inserted by name and from the list."""

import re

from playwright.sync_api import expect

from .desk import PATIENCE
from .screens import judged


def macros(at, users):
    """A reviewer adds macros and inserts them into the editor and an addendum; an open [field] blocks the signature."""
    with at() as desk:
        page = desk.sign_in(*users["reviewer"]).page
        desk.go("settings")
        for name, text in (("eff", "Effusion on the [side] side."), ("normal heart", "The heart is of normal size.")):
            page.locator("#field-macro-name").fill(name)
            page.locator("form.add textarea").fill(text)
            page.locator("form.add button.primary").click()
            expect(page.locator(".macro-row").filter(has_text=name)).to_be_visible(timeout=PATIENCE)
        faults = judged(desk, "macro settings")
        desk.shot("macro-settings")
        study = desk.waiting()[-1]["study"]
        desk.open(study)
        desk.wait_for_claim()
        page.keyboard.press("e")
        area = page.locator("#edit-findings")
        expect(area).to_be_focused(timeout=PATIENCE)
        page.keyboard.press("Control+End")
        page.keyboard.type("\nEFF")
        page.keyboard.press("F8")
        expect(area).to_have_value(re.compile(r"Effusion on the \[side\] side\."), timeout=PATIENCE)
        assert page.evaluate("() => { const area = document.activeElement; return area.value.slice(area.selectionStart, area.selectionEnd); }") == "[side]"
        expect(page.locator(".checks li").filter(has_text="field")).to_be_visible(timeout=PATIENCE)
        page.keyboard.type("left")
        expect(page.locator(".checks li").filter(has_text="field")).to_have_count(0, timeout=PATIENCE)
        page.keyboard.type(" ")
        page.keyboard.press("F8")
        expect(page.locator(".macro-list input")).to_be_focused(timeout=PATIENCE)
        desk.shot("macro-list")
        faults += judged(desk, "macro list")
        page.keyboard.type("normal h")
        page.keyboard.press("Enter")
        expect(area).to_be_focused(timeout=PATIENCE)
        assert "Effusion on the left The heart is of normal size. side." in area.input_value(), area.input_value()
        page.keyboard.press("F8")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("a")
        page.keyboard.press("Escape")
        expect(area).to_be_focused(timeout=PATIENCE)
        desk.call("POST", f"/api/studies/{study}/release")
        for name in ("eff", "normal%20heart"):
            assert desk.call("DELETE", f"/api/macros/{name}")["status"] == 204
        assert not faults, "\n".join(faults)
