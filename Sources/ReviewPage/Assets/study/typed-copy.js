// Unsigned text of the reader, shown for copying.

import { h } from "../shell/elements.js";
import { notify } from "../shell/notice-bar.js";
import { t } from "../shell/words.js";

export function typedCopy(text) {
  const whole = [text.findings, text.impression].filter(Boolean).join("\n\n");
  const copy = () => navigator.clipboard?.writeText(whole).then(() => notify(t("typed.copied")), () => {});
  return h("section.report-section.typed", h("h2", t("typed.title")), h("p.typed-words", { lang: "en" }, whole),
    h("button", { type: "button", onclick: copy }, t("typed.copy")));
}
