// The status line at the foot of the page: the last event, and undo with its remaining time. It never covers or moves anything.

import { fill, h, say } from "./elements.js";
import { listen } from "./keys.js";
import { t } from "./words.js";

const words = h("span.words", { role: "status" }), offer = h("span.offer"), offered = h("span.offered", { role: "status" });
let timer = null, stop = () => {};

export function noticeBar() {
  return h("footer.notice", words, offered, offer);
}

/** Shows a message for 8 seconds, an error for 30, or until the next message. An offer to undo stays beside it. */
export function notify(text, { kind = "done" } = {}) {
  clearTimeout(timer);
  words.parentElement.dataset.kind = kind;
  say(words, text);
  timer = setTimeout(clear, kind === "fault" ? 30_000 : 8_000);
}

/** Shows a message with an undo button and the key `z`. @param deadline in the time of `performance.now()`. */
export function offerUndo(text, deadline, undo) {
  clear();
  withdraw();
  say(offered, text);
  const left = h("span.left", { "aria-hidden": "true" });
  const take = () => {
    withdraw();
    undo();
  };
  fill(offer, h("button", { type: "button", onclick: take }, t("undo"), h("kbd", "z")), left);
  const stopKeys = listen({ z: take });
  const tick = () => {
    const milliseconds = deadline - performance.now();
    if (milliseconds <= 0) return withdraw();
    say(left, t("seconds", { n: Math.ceil(milliseconds / 1000) }));
    return undefined;
  };
  const ticking = setInterval(tick, 250), last = setTimeout(withdraw, Math.max(0, deadline - performance.now()));
  stop = () => {
    stopKeys();
    clearInterval(ticking);
    clearTimeout(last);
  };
  tick();
}

function clear() {
  clearTimeout(timer);
  say(words, "");
  if (words.parentElement) delete words.parentElement.dataset.kind;
}

/** Ends the offer to undo. */
function withdraw() {
  stop();
  stop = () => {};
  say(offered, "");
  fill(offer, []);
}
