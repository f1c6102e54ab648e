// Whether a report can be signed: every film was shown in full, the text was in view, every matter is decided.

/**
 * @returns `{ checks: [{ what, n, total, isDone }], mayAccept, maySign }`; `what` is films, text, decisions, fields or earlier.
 */
export function readiness({ images, seen, textSeenAt, decisions, isChanged, isEmpty, isHeld, fields = 0, earlier = 0 }) {
  const filmsSeen = images.filter((image) => seen.has(seenKey(image))).length;
  const checks = [
    { what: "films", n: filmsSeen, total: images.length, isDone: filmsSeen === images.length },
    { what: "text", isDone: Boolean(textSeenAt) },
  ];
  if (decisions.matters.length) {
    const n = decisions.matters.length - decisions.open.length;
    checks.push({ what: "decisions", n, total: decisions.matters.length, isDone: decisions.open.length === 0 });
  }
  if (isChanged && fields) checks.push({ what: "fields", n: fields, isDone: false });
  if (earlier) checks.push({ what: "earlier", n: earlier, isDone: false });
  const isReady = isHeld && checks.every((check) => check.isDone) && !isEmpty;
  return { checks, mayAccept: isReady && !isChanged, maySign: isReady && isChanged };
}

export const seenKey = (image) => `${image.instance} ${image.frame ?? 1}`;
