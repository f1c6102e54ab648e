// Decodes a film from its transfer form: differences to the left neighbour, zigzag-coded, low bytes before high bytes.

/** The values of a film, row by row. */
export function undoDifferences(bytes, width, height) {
  const count = width * height;
  if (bytes.length !== 2 * count) throw new Error(`the film has ${bytes.length} bytes instead of ${2 * count}`);
  const values = new Uint16Array(count);
  for (let y = 0, at = 0; y < height; y += 1) {
    let before = y === 0 ? 0 : values[at - width];
    for (let x = 0; x < width; x += 1, at += 1) {
      const coded = bytes[at] | (bytes[count + at] << 8);
      before = (before + ((coded >>> 1) ^ -(coded & 1))) & 0xffff;
      values[at] = before;
    }
  }
  return values;
}

/** The film at half its size: the mean of four values each. */
export function halved({ values, width, height }) {
  const w = width >> 1, h = height >> 1, half = new Uint16Array(w * h);
  for (let y = 0; y < h; y += 1) {
    for (let x = 0, above = 2 * y * width, below = above + width; x < w; x += 1, above += 2, below += 2) {
      half[y * w + x] = (values[above] + values[above + 1] + values[below] + values[below + 1] + 2) >> 2;
    }
  }
  return { values: half, width: w, height: h };
}

/** The film and its halves, down to where no view is smaller. */
export function levels(film) {
  const all = [film];
  while (Math.max(all.at(-1).width, all.at(-1).height) > 1024) all.push(halved(all.at(-1)));
  return all;
}

/** How often each value occurs. */
export function histogram(values) {
  const counts = new Uint32Array(65536);
  for (let index = 0; index < values.length; index += 1) counts[values[index]] += 1;
  return counts;
}
