// The second window for films, for another monitor. Windows of one origin that opened each other share one thread: films are
// shown and cleared there in the same step as here, so a film of another study never stands beside a draft.

import { notify } from "../shell/notice-bar.js";
import { noteActivity } from "../shell/activity.js";
import { t } from "../shell/words.js";
import { film } from "./film-store.js";

let guest = null, shown = null;

/** Opens the second window, or brings it to the front. */
export function openFilmWindow() {
  const other = window.open(`${location.pathname}#/films`, "thoraxd-films", "popup,width=1280,height=960");
  if (other) other.focus();
  else notify(t("film.window.blocked"), { kind: "fault" });
}

/**
 * Shows the films of a study in the second window. @param onSeen called with each image that was shown there in full.
 * @param onElsewhere called with an image that its reviewer read elsewhere.
 */
export function showThere(view, { onSeen, onElsewhere }) {
  shown = { view, onSeen, onElsewhere };
  call((there) => there.show(JSON.stringify(view)));
}

/** Clears the second window. */
export function clearThere() {
  shown = null;
  call((there) => there.clear());
}

function call(act) {
  if (!guest) return;
  try {
    act(guest);
  } catch {
    // The window was closed.
    guest = null;
  }
}

/** What the second window uses of this one. */
window.thoraxdFilms = {
  attach(there) {
    guest = there;
    if (shown) call(() => guest.show(JSON.stringify(shown.view)));
  },
  detach(there) {
    if (guest === there) guest = null;
  },
  /** Counts an image only while both windows show the same study. */
  saw(study, image) {
    if (shown?.view.study === study) shown.onSeen(image);
  },
  readElsewhere: (study, image) => (shown?.view.study === study ? shown.onElsewhere(image) : null),
  noteActivity,
  /** Films are fetched once for both windows. */
  film,
};
window.addEventListener("pagehide", () => call((there) => there.clear()));
