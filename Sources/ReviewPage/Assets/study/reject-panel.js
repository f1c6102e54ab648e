// The reason for a rejection, chosen with one key.

import { fill, h } from "../shell/elements.js";
import { faultWords } from "../shell/fault.js";
import { get } from "../shell/request.js";
import { known, t } from "../shell/words.js";

let reasons = null;

export function rejectPanel(reject, cancel) {
  const comment = h("input", { id: "reject-comment", maxlength: 500, autocomplete: "off",
    onkeydown: (event) => { if (event.key === "Escape") comment.blur(); } });
  const list = h("div.reasons", { role: "group", "aria-label": t("reject.why") });
  let codes = [];
  const choose = (n) => {
    const reason = codes[n - 1];
    if (reason) reject(reason.code, comment.value.trim());
  };
  reasons ??= get("/api/rejection-reasons");
  reasons.then((all) => {
    codes = all;
    fill(list, all.map(({ code, words }, index) => h("button", { type: "button", onclick: () => choose(index + 1) }, h("kbd", index + 1), " ", known(`reject.${code}`, words))));
    list.querySelector("button")?.focus();
  }, (error) => {
    reasons = null;
    fill(list, h("p.fault", { role: "alert" }, faultWords(error)));
  });
  const element = h("div.reject", h("p", t("reject.why")), list,
    h("label", { for: "reject-comment" }, t("reject.comment")), comment, h("button.quiet", { type: "button", onclick: cancel }, t("cancel"), h("kbd", "Esc")));
  return { element, choose };
}
