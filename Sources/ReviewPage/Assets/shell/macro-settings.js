// The user's macros in the settings: change, remove, add.

import { h } from "./elements.js";
import { field, managedList } from "./managed-list.js";
import { macros, removeMacro, saveMacro } from "../report/macros.js";
import { t } from "./words.js";

export function macroSettings() {
  const place = h("div.macros");
  managedList(place, {
    read: macros,
    show: (list, act) => (list.length ? h("ul.macro-rows", list.map((macro) => row(macro, act))) : h("p.quiet", t("macros.none"))),
    below: newMacro,
  });
  return h("section", h("h2", t("macros.title")), h("p", t("macros.what")), place);
}

const textArea = (label, value = "") => h("textarea", { lang: "en", spellcheck: "true", rows: 3, maxlength: 4000, required: true, "aria-label": label, value });

function row({ name, text }, act) {
  const area = textArea(t("macros.text-of", { name }), text);
  const submit = (event) => {
    event.preventDefault();
    act(() => saveMacro(name, area.value), t("macros.saved"));
  };
  return h("li", h("form.macro-row", { onsubmit: submit }, h("b", name), area,
    h("span.verdicts", h("button", { type: "submit" }, t("save")),
      h("button.quiet", { type: "button", "aria-label": t("macros.remove", { name }), onclick: () => act(() => removeMacro(name), t("removed")) }, t("remove")))));
}

function newMacro(act) {
  const name = field("macro-name", t("macros.name"), { maxlength: 32 }), area = textArea(t("macros.text"));
  const submit = (event) => {
    event.preventDefault();
    act(async () => {
      await saveMacro(name.input.value.trim(), area.value);
      event.target.reset();
    }, t("macros.saved"));
  };
  return h("form.add", { onsubmit: submit }, h("h3", t("macros.add")), name.element, h("p.wide", h("span.quiet", { "aria-hidden": "true" }, t("macros.text")), area),
    h("p", h("button.primary", { type: "submit" }, t("macros.add"))));
}
