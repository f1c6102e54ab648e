// Extends the session while the user works, and announces its end two minutes before.

import { get } from "./request.js";
import { current } from "./session.js";
import { notify } from "./notice-bar.js";
import { time } from "./dates.js";
import { t } from "./words.js";

const RENEW_AFTER = 4 * 60_000, WARN_BEFORE = 2 * 60_000;
let lastActive = Date.now(), lastRenewed = Date.now(), warned = false;

/** The time of the last key, click or move of the pointer. */
export const activeAt = () => lastActive;

/** Counts as activity of the user, for instance in the second window. */
export const noteActivity = () => { lastActive = Date.now(); };

export function watchSession() {
  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"]) {
    document.addEventListener(kind, noteActivity, { passive: true, capture: true });
  }
  setInterval(look, 15_000);
}

async function look() {
  const session = current();
  if (!session) return;
  const now = Date.now(), idleEnd = lastRenewed + session.idleMinutes * 60_000;
  if (lastActive > lastRenewed && now - lastRenewed > RENEW_AFTER) {
    lastRenewed = now;
    warned = false;
    await get("/api/session").catch(() => {});
    return;
  }
  const end = Math.min(idleEnd, new Date(session.endsAt).getTime());
  if (end - now < WARN_BEFORE && !warned) {
    warned = true;
    notify(t("session.ends", { time: time(end) }), { kind: "fault" });
  }
}
