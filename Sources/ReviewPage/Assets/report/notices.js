// What the model says of its own draft, beside what the sentences' marks say already.

import { known, t } from "../shell/words.js";

/** Kinds that the mark of a sentence, or the list of what is not mentioned, says already. */
const SAID = new Set(["contradictsHead", "lowConfidence", "findingUnmentioned"]);

/** Kinds that only say how far the draft can be relied on. */
const CALM = new Set(["mostFrequentReport", "picturesNotAssessed"]);
export const isCalm = (notice) => CALM.has(notice.kind);

/** A notice in words; empty if it is said elsewhere. */
export function noticeWords({ kind, words }) {
  const quoted = Array.isArray(words) ? words.map((word) => `“${word}”`).join(", ") : (words ?? "");
  if (SAID.has(kind)) return "";
  return known(`notice.${kind}`, "") ? t(`notice.${kind}`, { words: quoted }) : quoted || kind;
}
