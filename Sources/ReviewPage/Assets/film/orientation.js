// Sides of the patient at the edges of the film as it lies on the screen (PS3.3 C.7.6.1.1.1).

const OPPOSITE = { A: "P", P: "A", R: "L", L: "R", H: "F", F: "H" };
const AXIS = { A: 0, P: 0, R: 1, L: 1, H: 2, F: 2 };

/** The opposite direction: `RF` for `LH`. */
export const opposite = (letters) => [...letters].map((letter) => OPPOSITE[letter]).join("");

/** Patient Orientation as two directions of one to three letters, each axis once; null for anything else. */
function directions(orientation) {
  const pair = (Array.isArray(orientation) ? orientation : []).map((text) => String(text).trim().toUpperCase());
  const isDirection = (letters) => /^[APRLHF]{1,3}$/.test(letters) && new Set([...letters].map((letter) => AXIS[letter])).size === letters.length;
  return pair.length === 2 && pair.every(isDirection) && AXIS[pair[0][0]] !== AXIS[pair[1][0]] ? pair : null;
}

/** Letters at top, right, bottom, left; null if the film does not state its orientation. The mirror comes before the turn. */
export function edges(orientation, { quarters = 0, isMirrored = false } = {}) {
  const stated = directions(orientation);
  if (!stated) return null;
  let [row, column] = stated;
  if (isMirrored) row = opposite(row);
  const around = [opposite(column), row, column, opposite(row)];
  const turned = around.map((_, index) => around[(index - quarters + 4) % 4]);
  return { top: turned[0], right: turned[1], bottom: turned[2], left: turned[3] };
}

/** Whether a frontal film does not lie with the head at the top and the patient's right side at the left. */
export function isUnusual(letters) {
  if (!letters) return false;
  const isFrontal = Object.values(letters).every((direction) => AXIS[direction[0]] !== AXIS.A);
  return isFrontal && (letters.top[0] !== "H" || letters.left[0] !== "R");
}
