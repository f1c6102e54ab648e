// Extends the session while the user works, announces its end two minutes before, and asks the node for it then.

import { activeAt, watchActivity } from "./activity.js";
import { get } from "./request.js";
import { current, endOf } from "./session.js";
import { notify } from "./notice-bar.js";
import { time } from "./dates.js";
import { t } from "./words.js";

const RENEW_AFTER = 4 * 60_000, WARN_BEFORE = 2 * 60_000;
let lastRenewed = Date.now(), warned = false;

export function watchSession() {
  watchActivity();
  setInterval(look, 15_000);
}

async function look() {
  const session = current();
  if (!session) return;
  const now = Date.now(), idleEnd = lastRenewed + session.idleMinutes * 60_000;
  if (activeAt() > lastRenewed && now - lastRenewed > RENEW_AFTER) {
    lastRenewed = now;
    warned = false;
    await get("/api/session").then((answer) => { session.end = endOf(answer); }, () => {});
    return;
  }
  const end = Math.min(idleEnd, session.end);
  // The request finds out whether the session has ended, and then the page covers what it shows.
  if (now >= end && !document.querySelector("dialog.ended")) return void (await get("/api/session", { background: true }).catch(() => {}));
  if (end - now < WARN_BEFORE && !warned) {
    warned = true;
    notify(t("session.ends", { time: time(end) }), { kind: "fault" });
  }
}
