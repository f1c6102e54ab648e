// Draws the model's attention for one sentence over the films: a map in one hue, aligned with the model's grid on the film.

import { fill, h, show } from "../shell/elements.js";
import { t } from "../shell/words.js";
import { seenKey } from "../report/readiness.js";

const BLOCK = 4, HUE = 0x28aaff, STRONGEST = 0.6;

/**
 * The attention at a place of a film, from 0 to 255: linear between the places of the grid, and constant beyond the outer
 * ones. `x` and `y` are fractions of the film's width and height.
 */
export function attentionAt(map, { size, first, step }, x, y) {
  const place = (share) => Math.min(size - 1, Math.max(0, (share - first) / step));
  const u = place(x), v = place(y), left = Math.floor(u), top = Math.floor(v);
  const right = Math.min(left + 1, size - 1), below = Math.min(top + 1, size - 1), s = u - left;
  const row = (y0) => map[y0 * size + left] + (map[y0 * size + right] - map[y0 * size + left]) * s;
  return row(top) + (row(below) - row(top)) * (v - top);
}

/** Fills a picture of `columns` by `rows` blocks of the view, each `block` device pixels wide; transparent beside the film. */
export function paintAttention(pixels, columns, rows, block, map, grid, geometry) {
  const [a, b, c, d, e, f] = geometry.toFilm(), { width, height } = geometry, middle = (block - 1) / 2;
  for (let row = 0, at = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1, at += 1) {
      const x = column * block + middle, y = row * block + middle;
      const across = (a * x + c * y + e + 0.5) / width, down = (b * x + d * y + f + 0.5) / height;
      const isOnFilm = across >= 0 && across < 1 && down >= 0 && down < 1;
      pixels[at] = isOnFilm ? (Math.round(attentionAt(map, grid, across, down) * STRONGEST) << 24 | HUE) >>> 0 : 0;
    }
  }
}

export class AttentionOverlay {
  constructor(wall) {
    this.wall = wall;
    this.layers = new Map();
    wall.onDrawn = (pane) => this.draw(pane);
  }

  /** @param shown `{ title, grid, maps }`, the maps by film; null shows nothing. */
  set(shown) {
    this.shown = shown;
    for (const pane of this.wall.panes) pane.redraw();
    if (!shown) for (const layer of this.layers.values()) this.hide(layer);
  }

  /** Draws over a pane whose film was just drawn. */
  draw(pane) {
    if (!this.shown) return;
    const layer = this.layer(pane), map = pane.image && this.shown.maps.get(seenKey(pane.image));
    show(layer.legend, true);
    show(layer.canvas, Boolean(map));
    fill(layer.legend, map ? legend(this.shown) : [h("strong", this.shown.title), " ", t("attention.not-read")]);
    if (!map) return;
    const { viewWidth, viewHeight } = pane.geometry;
    const columns = Math.ceil(viewWidth / BLOCK), rows = Math.ceil(viewHeight / BLOCK), { canvas } = layer;
    if (canvas.width !== columns) canvas.width = columns;
    if (canvas.height !== rows) canvas.height = rows;
    // The last row and column of blocks may reach beyond the view.
    const ratio = pane.surface.clientWidth / viewWidth;
    canvas.style.width = `${columns * BLOCK * ratio}px`;
    canvas.style.height = `${rows * BLOCK * ratio}px`;
    const context = canvas.getContext("2d"), picture = context.createImageData(columns, rows);
    paintAttention(new Uint32Array(picture.data.buffer), columns, rows, BLOCK, map, this.shown.grid, pane.geometry);
    context.putImageData(picture, 0, 0);
  }

  layer(pane) {
    if (!this.layers.has(pane)) {
      const layer = { canvas: h("canvas.attention", { "aria-hidden": "true", hidden: true }), legend: h("p.attention-legend", { hidden: true }) };
      pane.surface.append(layer.canvas);
      pane.element.append(layer.legend);
      this.layers.set(pane, layer);
    }
    return this.layers.get(pane);
  }

  hide({ canvas, legend }) {
    show(canvas, false);
    show(legend, false);
  }

  close() {
    this.shown = null;
    this.wall.onDrawn = null;
    for (const { canvas, legend } of this.layers.values()) {
      canvas.remove();
      legend.remove();
    }
    this.layers.clear();
  }
}

function legend({ title, grid }) {
  return [h("strong", title), " ", h("span.ramp-words", t("attention.least"), h("span.attention-ramp", { "aria-hidden": "true" }), t("attention.most")), " ",
    t("attention.words"), " ", t("attention.places", { size: grid.size })];
}
