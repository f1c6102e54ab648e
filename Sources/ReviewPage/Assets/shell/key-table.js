// The keys of every screen, for the reader.

import { h } from "./elements.js";
import { t } from "./words.js";

const KEYS = {
  list: [["j k", "move"], ["Enter", "open"], ["/", "search"], ["n", "news"]],
  study: [["a", "accept"], ["e", "edit"], ["x", "reject"], ["z", "undo"], ["d", "focus"], ["o", "decide"], ["g", "attention"], ["n a", "impression"], ["c", "addendum"],
    ["Ctrl Enter", "sign"], ["Esc", "leave-text"], ["F2", "next-field"], ["F8", "macro"], ["n", "next"], ["u", "list"]],
  film: [["q", "as-sent"], ["w", "automatic"], ["l", "lung"], ["b", "bone"], ["[ ]", "width"], ["; '", "center"], ["i", "invert"], ["f", "fit"], ["1", "pixel"],
    ["+ −", "zoom"], ["← ↑ ↓ →", "pan"], ["v", "view"], ["p", "prior"], ["s", "window"], ["t", "turn"], ["h", "mirror"], ["r", "reset"]],
  everywhere: [["?", "about"]],
};

export function keyTable() {
  return h("div.key-table", Object.entries(KEYS).map(([screen, keys]) =>
    h("section", h("h3", t(`keys.${screen}`)),
      h("dl", keys.map(([key, what]) => [h("dt", key.split(" ").map((part) => h("kbd", part))), h("dd", t(`key.${what}`))])))));
}
