// Windows: as sent, from the film's values, and adjusted by the reader.

/** The VOI that the reporter showed the model. */
export const asSent = (facts) => facts.voi[facts.shown ?? 0];

/** The number below which a share of the film's values lie, padding left out. */
export function quantile({ facts, histogram }, share) {
  let total = 0;
  const isPadding = (value) => facts.padding && value >= facts.padding[0] && value <= facts.padding[1];
  for (let value = 0; value < 65536; value += 1) if (!isPadding(value)) total += histogram[value];
  let passed = 0, value = 0;
  for (; value < 65535; value += 1) {
    if (!isPadding(value)) passed += histogram[value];
    if (passed > share * total) break;
  }
  return value * (facts.slope ?? 1) + (facts.intercept ?? 0);
}

/** A window between two shares of the values, counted from the dark end of the picture. */
function between(film, dark, bright) {
  const isReversed = Boolean(film.facts.inverted) !== ((film.facts.slope ?? 1) < 0);
  const shares = isReversed ? [1 - bright, 1 - dark] : [dark, bright];
  const ends = shares.map((share) => quantile(film, share)).sort((a, b) => a - b);
  return window((ends[0] + ends[1]) / 2, ends[1] - ends[0]);
}

export const automatic = (film) => between(film, 0.01, 0.99);
/** Contrast where the film is dark: the lungs. */
export const lung = (film) => between(film, 0.01, 0.7);
/** Contrast where the film is bright: bones and mediastinum. */
export const bone = (film) => between(film, 0.35, 0.995);

export function window(center, width) {
  return { function: "linear", center, width: Math.max(2, width) };
}

/** A VOI as a window that can be moved. */
export function asWindow(voi, facts) {
  if (voi.width !== undefined) return { ...voi };
  if (voi.function === "range") return window((voi.low + voi.high) / 2, voi.high - voi.low);
  const ends = [facts.minimum, facts.maximum].map((value) => value * (facts.slope ?? 1) + (facts.intercept ?? 0));
  return window((ends[0] + ends[1]) / 2, Math.abs(ends[1] - ends[0]));
}

/** The step that a key or a hundredth of a drag takes. */
export function step(facts) {
  return Math.max(1e-6, (Math.abs((facts.maximum - facts.minimum) * (facts.slope ?? 1)) || 1) / 100);
}

export function moved(voi, facts, { width = 0, center = 0 }) {
  const start = asWindow(voi, facts), by = step(facts);
  return { ...start, name: undefined, width: Math.max(2, start.width + width * by), center: start.center + center * by };
}
