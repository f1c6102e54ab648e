// The head of every draft, never hidden: the warning that a model wrote it, the model's name, and notices about the draft.

import { h } from "../shell/elements.js";
import { t } from "../shell/words.js";
import { isCalm, noticeWords } from "../report/notices.js";
import { fragment } from "../shell/address.js";
import { impressionLine } from "./first-impression.js";

export function draftHead(view) {
  const model = [view.model?.name, view.model?.version].filter(Boolean).join(" ");
  const whole = (view.notices ?? []).filter((notice) => !notice.section && noticeWords(notice));
  const display = (view.display ?? []).flatMap((entry) => entry.notices ?? []);
  return h("div.draft-head",
    h("p.draft-words", { role: "note" }, t("draft.words")),
    h("p.quiet.provenance", model, model && " · ",
      h("a", { href: fragment(["about"]) }, t("draft.limits"), h("kbd", "?"))),
    view.limits?.length > 0 && h("details.limits", h("summary", t("draft.limits-of", { model })), h("ul", { lang: "en" }, view.limits.map((words) => h("li", words)))),
    view.abstention && h("p.abstention", h("strong", t("draft.abstention")), " ", h("span", { lang: "en" }, view.abstention)),
    impressionLine(view),
    whole.map((notice) => h(isCalm(notice) ? "p.quiet" : "p.notice-words", noticeWords(notice))),
    display.map((words) => h("p.notice-words", { lang: "en" }, words)));
}
