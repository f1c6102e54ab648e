import { agreementOf } from "../department/blind.js";
import { attentionAt, paintAttention } from "../film/attention-overlay.js";
import { FilmGeometry } from "../film/film-geometry.js";
import { mapsOf } from "../report/attention.js";
import { equal, test } from "./check.js";

const GRID = { size: 4, first: 1 / 256, step: 0.25 };

/** A map with attention at one place only. */
const oneOf = (row, column) => Uint8Array.from({ length: 16 }, (_, place) => (place === row * 4 + column ? 255 : 0));

/** The middle of the block with the most attention, in device pixels. */
function brightest(geometry, map, block = 2) {
  const columns = Math.ceil(geometry.viewWidth / block), rows = Math.ceil(geometry.viewHeight / block), pixels = new Uint32Array(columns * rows);
  paintAttention(pixels, columns, rows, block, map, GRID, geometry);
  const most = pixels.reduce((best, pixel, at) => ((pixel >>> 24) > (pixels[best] >>> 24) ? at : best), 0);
  return [(most % columns) * block + block / 2, Math.floor(most / columns) * block + block / 2];
}

function isNear([x, y], [wantedX, wantedY]) {
  if (Math.abs(x - wantedX) > 2.5 || Math.abs(y - wantedY) > 2.5) throw new Error(`${x}, ${y} is not near ${wantedX}, ${wantedY}`);
}

const film = (changes = {}) => Object.assign(new FilmGeometry(), { width: 200, height: 300, viewWidth: 400, viewHeight: 300 }, changes);

test("attention has its value at a place of the grid, is linear between places, and goes on beyond them", () => {
  const map = oneOf(1, 2), at = (x, y) => attentionAt(map, GRID, x, y);
  equal(at(1 / 256 + 0.5, 1 / 256 + 0.25), 255);
  equal(at(1 / 256 + 0.625, 1 / 256 + 0.25), 127.5);
  equal(at(1 / 256 + 0.625, 1 / 256 + 0.375), 63.75);
  equal(at(1 / 256 + 0.75, 1 / 256 + 0.25), 0);
  equal(attentionAt(oneOf(3, 3), GRID, 1, 1), 255);
  equal(attentionAt(oneOf(0, 0), GRID, 0, 0), 255);
  equal(attentionAt(Uint8Array.of(7), { size: 1, first: 0.5, step: 1 }, 0.1, 0.9), 7);
});

test("a place of the grid lies on the same place of the film, fitted, turned, mirrored and nearer", () => {
  const across = 1 / 256 + 0.5, down = 1 / 256 + 0.25, map = oneOf(1, 2);
  isNear(brightest(film(), map), [100 + across * 200, down * 300]);
  isNear(brightest(film({ isMirrored: true }), map), [100 + (1 - across) * 200, down * 300]);
  isNear(brightest(film({ quarters: 1 }), map), [(1 - down) * 400, 50 / 3 + (across * 800) / 3]);
  isNear(brightest(film({ quarters: 2 }), map), [100 + (1 - across) * 200, (1 - down) * 300]);
  const nearer = film();
  nearer.zoomTo(2);
  nearer.pan(30, 80);
  isNear(brightest(nearer, map), [200 + 30 + (across - 0.5) * 400, 150 + 80 + (down - 0.5) * 600]);
});

test("pixels that are not square keep the place", () => {
  isNear(brightest(film({ height: 150, aspect: 2 }), oneOf(1, 2)), [100 + (1 / 256 + 0.5) * 200, (1 / 256 + 0.25) * 300]);
});

test("beside the film there is no attention", () => {
  const geometry = film(), pixels = new Uint32Array(100 * 75);
  paintAttention(pixels, 100, 75, 4, new Uint8Array(16).fill(255), GRID, geometry);
  equal([pixels[0], pixels[24], pixels[99]], [0, 0, 0]);
  equal([pixels[25] >>> 24, pixels[74] >>> 24], [153, 153]);
});

test("each film has its own map of a sentence", () => {
  const sentence = btoa(String.fromCharCode(1, 2, 3, 4, 5, 6, 7, 8));
  const attention = { grid: { size: 2 }, films: [{ instance: "1", frame: 1 }, { instance: "2", frame: 1 }], findings: [], impression: [sentence] };
  const maps = mapsOf(attention, "impression", 0);
  equal([...maps.keys()], ["1 1", "2 1"]);
  equal([...maps.values()], [[1, 2, 3, 4], [5, 6, 7, 8]]);
});

test("reads agree where both are normal or both abnormal", () => {
  const row = { draftAbnormalReadAbnormal: 3, draftAbnormalReadNormal: 1, draftNormalReadAbnormal: 2, draftNormalReadNormal: 4 };
  equal(agreementOf(row), { all: 10, agreed: 7, abnormal: 4, normal: 6 });
});
