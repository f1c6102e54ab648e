// Error screens: not allowed, not found, busy, unreachable.

import { fragment } from "./address.js";
import { h } from "./elements.js";
import { faultWords } from "./fault.js";
import { t } from "./words.js";

export function errorScreen(error) {
  return { element: errorPanel(error), title: t("fault.title"), className: "narrow" };
}

export function errorPanel(error) {
  const details = [error.message, error.hint].filter(Boolean).join(". ");
  return h("section.fault-panel", { role: "alert" },
    h("h1", faultWords(error) || t("fault.title")),
    details && details !== faultWords(error) && h("p", { lang: "en" }, details),
    error.number && h("p.quiet", t("fault.number", { number: error.number })),
    h("p", h("a.button", { href: fragment([]) }, t("fault.back")), " ",
      h("button", { type: "button", onclick: () => location.reload() }, t("fault.again"))));
}
