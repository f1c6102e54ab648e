// Macros beside a text area: F8 after a name inserts the macro, F8 otherwise lists all of them with a filter.

import { fragment } from "../shell/address.js";
import { fill, h } from "../shell/elements.js";
import { faultWords } from "../shell/fault.js";
import { notify } from "../shell/notice-bar.js";
import { t } from "../shell/words.js";
import { insertText, macroBefore, macros } from "./macros.js";

/** `{ button, place, key }`: a button that lists the macros, where the list appears, and a handler of keys of the text area. */
export function macrosFor(area) {
  const place = h("div.macro-place");
  const close = () => {
    fill(place, []);
    area.focus();
  };
  const insert = async ({ byName }) => {
    try {
      const list = await macros(), caret = area.selectionStart;
      const typed = byName && caret === area.selectionEnd ? macroBefore(area.value, caret, list) : null;
      if (typed) return insertText(area, typed.macro.text, typed.start, caret);
      const choices = macroChoices(list, (macro) => {
        fill(place, []);
        insertText(area, macro.text);
      }, close);
      fill(place, choices.element);
      choices.first.focus();
    } catch (error) {
      notify(faultWords(error), { kind: "fault" });
    }
    return undefined;
  };
  macros().catch(() => {});
  return {
    place,
    button: h("button.quiet.macro-button", { type: "button", onclick: () => insert({ byName: false }) }, t("macros.insert"), h("kbd", "F8")),
    key(event) {
      if (event.key !== "F8") return false;
      insert({ byName: true });
      return true;
    },
  };
}

/** All macros as buttons below a filter. Arrow keys move, Enter in the filter takes the first, Escape closes. */
function macroChoices(list, choose, close) {
  const items = h("ul.macro-items");
  const filter = h("input", { type: "search", autocomplete: "off", "aria-label": t("macros.filter"), placeholder: t("macros.filter"), oninput: () => draw() });
  const draw = () => {
    const wanted = filter.value.trim().toLowerCase();
    const fitting = list.filter(({ name, text }) => `${name}\n${text}`.toLowerCase().includes(wanted));
    fill(items, fitting.map((macro) => h("li", h("button", { type: "button", onclick: () => choose(macro) }, h("b", macro.name), h("span.quiet", { lang: "en" }, macro.text)))));
  };
  const move = (by) => {
    const stops = [filter, ...items.querySelectorAll("button")];
    stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(document.activeElement) + by))].focus();
  };
  const act = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Escape: close, Enter: () => items.querySelector("button")?.click() };
  const onkeydown = (event) => {
    // Single keys are commands of the page elsewhere.
    event.stopPropagation();
    if (!act[event.key] || (event.key === "Enter" && event.target !== filter)) return;
    event.preventDefault();
    act[event.key]();
  };
  draw();
  const element = h("div.macro-list", { role: "group", "aria-label": t("macros.title"), onkeydown }, filter,
    list.length ? items : h("p.quiet", t("macros.none"), " ", h("a", { href: fragment(["settings"]) }, t("nav.settings"))),
    h("button.quiet", { type: "button", onclick: close }, t("cancel"), h("kbd", "Esc")));
  return { element, first: filter };
}
