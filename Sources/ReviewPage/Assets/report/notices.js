// Notices of the model about its draft, without those that marks of sentences already show.

import { known, t } from "../shell/words.js";

/** Kinds that marks of sentences or the list of unmentioned findings already show. */
const SAID = new Set(["contradictsHead", "lowConfidence", "findingUnmentioned"]);

/** Kinds that only say how far the draft can be relied on. */
const CALM = new Set(["mostFrequentReport", "picturesNotAssessed", "orientationNotChecked"]);
export const isCalm = (notice) => CALM.has(notice.kind);

/** A notice in words; empty if it is shown elsewhere. */
export function noticeWords({ kind, words }) {
  const quoted = Array.isArray(words) ? words.map((word) => `“${word}”`).join(", ") : (words ?? "");
  if (SAID.has(kind)) return "";
  return known(`notice.${kind}`, "") ? t(`notice.${kind}`, { words: quoted }) : quoted || kind;
}
