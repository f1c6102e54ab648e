// A comparison of two texts, with marks that do not need colour.

import { h } from "../shell/elements.js";
import { t } from "../shell/words.js";
import { difference } from "./diff.js";

const TAGS = { same: "span", gone: "del", new: "ins" };

export function diffView(before, after) {
  const parts = difference(before, after);
  if (parts.every((part) => part.kind === "same")) return h("p.quiet", t("diff.none"));
  return h("p.diff", { lang: "en" }, parts.map((part) => h(TAGS[part.kind], part.text)));
}
