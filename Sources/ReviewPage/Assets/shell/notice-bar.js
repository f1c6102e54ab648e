// The status line at the foot of the page: the last event, and undo with its remaining time. It never covers or moves anything.

import { fill, h, say } from "./elements.js";
import { listen } from "./keys.js";
import { t } from "./words.js";

const words = h("span.words", { role: "status" }), offer = h("span.offer");
let timer = null, stop = () => {};

export function noticeBar() {
  return h("footer.notice", words, offer);
}

/** Shows a message for 8 seconds, an error for 30, or until the next message. */
export function notify(text, { kind = "done" } = {}) {
  clear();
  show(text, kind);
  timer = setTimeout(clear, kind === "fault" ? 30_000 : 8_000);
}

/** Shows a message with an undo button and the key `z` until a time. */
export function offerUndo(text, until, undo) {
  clear();
  show(text, "done");
  const left = h("span.left", { "aria-hidden": "true" });
  const take = () => {
    clear();
    undo();
  };
  fill(offer, h("button", { type: "button", onclick: take }, t("undo"), h("kbd", "z")), left);
  const stopKeys = listen({ z: take });
  const tick = () => {
    const seconds = Math.ceil((new Date(until) - Date.now()) / 1000);
    if (seconds <= 0) return clear();
    say(left, t("seconds", { n: seconds }));
  };
  const ticking = setInterval(tick, 250);
  stop = () => {
    stopKeys();
    clearInterval(ticking);
  };
  tick();
}

function show(text, kind) {
  words.parentElement.dataset.kind = kind;
  say(words, text);
}

function clear() {
  clearTimeout(timer);
  stop();
  stop = () => {};
  say(words, "");
  fill(offer, []);
  if (words.parentElement) delete words.parentElement.dataset.kind;
}
