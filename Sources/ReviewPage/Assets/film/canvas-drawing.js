// Draws a film on the CPU: each pixel of the view is interpolated from the film and looked up in the table of greys.

export class CanvasDrawing {
  static kind = "2d";

  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d", { alpha: false });
    this.colours = new Uint32Array(65536);
  }

  setFilm() {}

  draw(film, geometry, greys) {
    const { canvas, context } = this, { width, height } = canvas;
    if (!width || !height) return;
    if (this.picture?.width !== width || this.picture?.height !== height) {
      this.picture = context.createImageData(width, height);
      this.pixels = new Uint32Array(this.picture.data.buffer);
    }
    if (this.greys !== greys) {
      for (let value = 0; value < 65536; value += 1) this.colours[value] = 0xff000000 | (greys[value] * 0x010101);
      this.greys = greys;
    }
    const source = film.levels[geometry.level(film.levels.length)];
    paint(this.pixels, width, height, source, geometry.toFilm(source.width / film.facts.width), this.colours);
    context.putImageData(this.picture, 0, 0);
  }

  close() {}
}

/** Fills a picture with a film, between pixels linearly. */
export function paint(pixels, width, height, source, [a, b, c, d, e, f], colours) {
  const { values, width: columns, height: rows } = source, black = 0xff000000;
  for (let y = 0, at = 0; y < height; y += 1) {
    let u = c * y + e, v = d * y + f;
    for (let x = 0; x < width; x += 1, at += 1, u += a, v += b) {
      if (u < -0.5 || v < -0.5 || u >= columns - 0.5 || v >= rows - 0.5) {
        pixels[at] = black;
        continue;
      }
      const u0 = u < 0 ? 0 : u > columns - 1 ? columns - 1 : u, v0 = v < 0 ? 0 : v > rows - 1 ? rows - 1 : v;
      const left = u0 | 0, top = v0 | 0, right = left + 1 < columns ? 1 : 0, below = top + 1 < rows ? columns : 0;
      const s = u0 - left, t = v0 - top, place = top * columns + left;
      const upper = values[place] + (values[place + right] - values[place]) * s;
      const lower = values[place + below] + (values[place + below + right] - values[place + below]) * s;
      pixels[at] = colours[(upper + (lower - upper) * t + 0.5) | 0];
    }
  }
}
