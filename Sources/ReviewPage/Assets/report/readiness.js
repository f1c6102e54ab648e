// Whether a report can be signed: every film was shown in full, the text was in view, every matter is decided.

/**
 * @returns `{ checks: [{ what, n, total, isDone }], mayAccept, maySign }`; `what` is films, text, elsewhere, decisions, fields or earlier.
 */
export function readiness({ images, seen, textSeenAt, decisions, isChanged, isEmpty, isHeld, fields = 0, earlier = 0, elsewhere = new Map() }) {
  const demanded = images.filter(isDemanded), isRead = (image) => seen.has(seenKey(image)) || elsewhere.has(seenKey(image));
  const n = demanded.filter(isRead).length;
  const checks = [
    { what: "films", n, total: demanded.length, isDone: n === demanded.length },
    { what: "text", isDone: Boolean(textSeenAt) },
  ];
  if (elsewhere.size) checks.push({ what: "elsewhere", n: elsewhere.size, isDone: true });
  if (decisions.matters.length) {
    const n = decisions.matters.length - decisions.open.length;
    checks.push({ what: "decisions", n, total: decisions.matters.length, isDone: decisions.open.length === 0 });
  }
  if (isChanged && fields) checks.push({ what: "fields", n: fields, isDone: false });
  if (earlier) checks.push({ what: "earlier", n: earlier, isDone: false });
  const isReady = isHeld && checks.every((check) => check.isDone) && !isEmpty;
  return { checks, mayAccept: isReady && !isChanged, maySign: isReady && isChanged };
}

/** The first frame of every image is demanded, and further frames that the draft was made from. */
const isDemanded = (image) => image.usedByModel || (image.frame ?? 1) === 1;

export const seenKey = (image) => `${image.instance} ${image.frame ?? 1}`;
