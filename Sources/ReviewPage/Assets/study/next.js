// Opens the next study, which is prefetched while the current one is read.

import { go } from "../shell/address.js";
import { notify } from "../shell/notice-bar.js";
import { me } from "../shell/session.js";
import { t } from "../shell/words.js";
import { nextStudy } from "../list/next-study.js";
import { fetchAhead } from "./study-views.js";

export async function prepareNext(review) {
  try {
    const next = await nextStudy(review.filter, review.view.study, me().login);
    if (next) await fetchAhead(next);
  } catch {
    // The study is then fetched when it is opened.
  }
}

/** @param isWanted asked when the next study is found: whether the page should still leave this one. */
export async function goNext(review, isWanted = () => true) {
  try {
    const next = await nextStudy(review.filter, review.view.study, me().login);
    if (!isWanted()) return undefined;
    if (next) return go(["studies", next], review.filter);
  } catch {
    // The list shows the error.
  }
  if (!isWanted()) return undefined;
  notify(t("next.none"));
  return go(["studies"], review.filter);
}
