// Sides of the patient at the edges of the film as it lies on the screen.

const OPPOSITE = { A: "P", P: "A", R: "L", L: "R", H: "F", F: "H" };

/** The opposite direction: `RF` for `LH`. */
export const opposite = (letters) => [...letters].map((letter) => OPPOSITE[letter] ?? letter).join("");

/** Letters at top, right, bottom, left; null if the film does not say. */
export function edges(orientation, { quarters = 0, isMirrored = false } = {}) {
  if (!orientation?.[0] || !orientation?.[1]) return null;
  let [row, column] = orientation;
  if (isMirrored) row = opposite(row);
  const around = [opposite(column), row, column, opposite(row)];
  const turned = around.map((_, index) => around[(index - quarters + 4) % 4]);
  return { top: turned[0], right: turned[1], bottom: turned[2], left: turned[3] };
}
