// Whether a report can be signed, and what is missing: every film seen in full, the text in view, everything decided.

/**
 * @returns `{ missing: [{ what, n, total, isDone }], mayAccept, maySign }`; `what` is films, text, decisions or words.
 */
export function readiness({ images, seen, textSeenAt, decisions, isChanged, isEmpty, isHeld }) {
  const filmsSeen = images.filter((image) => seen.has(seenKey(image))).length;
  const checks = [
    { what: "films", n: filmsSeen, total: images.length, isDone: filmsSeen === images.length },
    { what: "text", isDone: Boolean(textSeenAt) },
  ];
  if (decisions.matters.length) {
    const n = decisions.matters.length - decisions.open.length;
    checks.push({ what: "decisions", n, total: decisions.matters.length, isDone: decisions.open.length === 0 });
  }
  const isReady = isHeld && checks.every((check) => check.isDone) && !isEmpty;
  return { checks, mayAccept: isReady && !isChanged, maySign: isReady && isChanged };
}

export const seenKey = (image) => `${image.instance} ${image.frame ?? 1}`;
