// Grey value of every stored value of a film (PS3.3 C.11.2) as one table.

/** Grey values 0…255 by stored value; `turned` inverts them for the reader. */
export function greyTable(facts, voi, { turned = false } = {}) {
  const table = new Uint8Array(65536);
  const brightness = transformation(voi), { slope = 1, intercept = 0 } = facts;
  const isInverted = Boolean(facts.inverted) !== turned;
  for (let value = 0; value < 65536; value += 1) {
    const shown = Math.min(1, Math.max(0, brightness(value * slope + intercept)));
    table[value] = Math.floor((isInverted ? 1 - shown : shown) * 255 + 0.5);
  }
  if (facts.padding) table.fill(0, facts.padding[0], facts.padding[1] + 1);
  return table;
}

/** Brightness 0…1 as a function of the value after the modality LUT. */
export function transformation(voi) {
  const { center: c, width: w } = voi;
  switch (voi.function) {
    case "linear":
      return (x) => (x <= c - 0.5 - (w - 1) / 2 ? 0 : x > c - 0.5 + (w - 1) / 2 ? 1 : (x - (c - 0.5)) / (w - 1) + 0.5);
    case "linear-exact":
      return (x) => (x - c) / w + 0.5;
    case "sigmoid":
      return (x) => 1 / (1 + Math.exp((-4 * (x - c)) / w));
    case "range":
      return (x) => (voi.high === voi.low ? 0 : (x - voi.low) / (voi.high - voi.low));
    case "table": {
      const entries = sixteenBits(voi.entries), end = entries.length - 1;
      return (x) => entries[Math.min(end, Math.max(0, Math.round(x) - voi.first))] / voi.maximum;
    }
    default:
      throw new Error(`unknown function ${voi.function}`);
  }
}

function sixteenBits(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return Uint16Array.from({ length: bytes.length >> 1 }, (_, index) => bytes[2 * index] | (bytes[2 * index + 1] << 8));
}
