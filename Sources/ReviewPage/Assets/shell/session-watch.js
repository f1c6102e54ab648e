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

/** Renews the session if the user was active, and finds out whether it has ended. */
export async function look() {
  const session = current();
  if (!session) return;
  const now = Date.now(), idleEnd = lastRenewed + session.idleMinutes * 60_000;
  if (activeAt() > lastRenewed && now - lastRenewed > RENEW_AFTER) {
    lastRenewed = now;
    warned = false;
    // The user was active since the last renewal, although perhaps not within the last minute.
    await get("/api/session", { background: false }).then((answer) => { session.end = endOf(answer); }, () => {});
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
