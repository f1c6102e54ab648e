// Signing: one request, undo until the time that the node returns, then the next study.

import { go } from "../shell/address.js";
import { faultWords } from "../shell/fault.js";
import { notify, offerUndo } from "../shell/notice-bar.js";
import { post } from "../shell/request.js";
import { t } from "../shell/words.js";
import { paragraphs } from "../report/draft-text.js";
import { goNext } from "./next.js";
import { knownVersion } from "./unsigned.js";

export async function sign(review, verdict, { reason, comment } = {}) {
  if (review.isSigning || review.isSigned) return;
  const { view } = review;
  review.isSigning = true;
  review.bar.busy(true);
  review.text.lock(true);
  try {
    await review.note.pause();
    const asked = performance.now(), { undoSeconds } = await post(`/api/studies/${view.study}/sign`, bodyOf(review, verdict, { reason, comment }));
    review.isSigned = true;
    review.isRejected = verdict === "reject";
    review.closeNote();
    const done = t(`signed.${verdict}`, { accession: view.accession ?? view.patient.id });
    // The offer comes before the search for the next study, which may take longer than the time for it.
    if (undoSeconds) offerUndo(done, asked + undoSeconds * 1000, () => undo(review));
    else notify(done);
    // The user may have left the study meanwhile.
    if (!review.isClosed) goNext(review, () => !review.isClosed && !review.isUndone);
  } catch (error) {
    failed(review, error, () => sign(review, verdict, { reason, comment }));
  } finally {
    review.note.resume();
    review.isSigning = false;
    review.text.lock(review.isSigned);
    review.bar.busy(false);
  }
}

function bodyOf({ view, seen, elsewhere, text }, verdict, { reason, comment }) {
  const body = { verdict, revision: view.revision, seen: [...seen.values()], readElsewhere: [...elsewhere.values()], textSeenAt: text.seenAt, decided: text.decisions.list, replaces: knownVersion(view.study) };
  if (verdict === "edit") body.text = { findings: paragraphs(text.typed.findings), impression: paragraphs(text.typed.impression) };
  return { ...body, ...(reason && { reason }), ...(comment && { comment }) };
}

function failed(review, error, again) {
  if (error.mustConfirm) return review.bar.askPassword(again);
  if (error.refusal === "other-text") return review.note.failed(error, null, null);
  if (error.status === 409) review.claim.lose(error);
  return review.bar.fault(faultWords(error));
}

async function undo(review) {
  const { study } = review.view;
  review.isUndone = true;
  try {
    await post(`/api/studies/${study}/undo`);
    notify(t("undone"));
    if (review.isClosed) go(["studies", study], review.filter);
    else review.reload();
  } catch (error) {
    notify(error.status === 409 ? t("undo.late") : faultWords(error), { kind: "fault" });
    if (!review.isClosed) goNext(review);
  }
}
