// Errors in words: known ones in the reader's language, others as the node describes them.

import { personName, time } from "./dates.js";
import { known, t } from "./words.js";

export function faultWords(error) {
  if (error.heldBy) return t("fault.held", { name: personName(error.heldBy.name), time: time(error.heldBy.until) });
  if (error.refusal) return known(`refusal.${error.refusal}`, error.message);
  if (error.status === 0) return t("fault.unreachable");
  if (error.status === 429) return t("fault.throttled", { n: error.retryAfter ?? 60 });
  if (error.status === 503) return t("fault.busy");
  if (error.status === 403) return t("fault.forbidden");
  if (error.status === 404) return t("fault.gone");
  if (error.status === undefined) return error.message;
  return t("fault.other", { words: [error.message, error.hint].filter(Boolean).join(". ") });
}
