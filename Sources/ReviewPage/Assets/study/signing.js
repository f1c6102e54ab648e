// Signing: one request, undo until the time that the node returns, then the next study.

import { go } from "../shell/address.js";
import { faultWords } from "../shell/fault.js";
import { notify, offerUndo } from "../shell/notice-bar.js";
import { post } from "../shell/request.js";
import { t } from "../shell/words.js";
import { paragraphs } from "../report/draft-text.js";
import { goNext } from "./next.js";

export async function sign(review, verdict, { reason, comment } = {}) {
  if (review.isSigning) return;
  const { view } = review;
  const body = { verdict, revision: view.revision, seen: [...review.seen.values()], textSeenAt: review.text.seenAt, decided: review.text.decisions.list };
  if (verdict === "edit") body.text = { findings: paragraphs(review.text.typed.findings), impression: paragraphs(review.text.typed.impression) };
  if (reason) body.reason = reason;
  if (comment) body.comment = comment;
  review.isSigning = true;
  review.bar.busy(true);
  try {
    const { undoUntil } = await post(`/api/studies/${view.study}/sign`, body);
    review.isSigned = true;
    // The user may have left the study meanwhile.
    if (!review.isClosed) await goNext(review);
    const done = t(`signed.${verdict}`, { accession: view.accession ?? view.patient.id });
    if (undoUntil) offerUndo(done, undoUntil, () => undo(view.study, review.filter));
    else notify(done);
  } catch (error) {
    failed(review, error, () => sign(review, verdict, { reason, comment }));
  } finally {
    review.isSigning = false;
    review.bar.busy(false);
  }
}

function failed(review, error, again) {
  if (error.mustConfirm) return review.bar.askPassword(again);
  if (error.status === 409) review.claim.lose(error);
  return review.bar.fault(faultWords(error));
}

async function undo(study, filter) {
  try {
    await post(`/api/studies/${study}/undo`);
    notify(t("undone"));
    go(["studies", study], filter);
  } catch (error) {
    notify(error.status === 409 ? t("undo.late") : faultWords(error), { kind: "fault" });
  }
}
