import { FilmGeometry } from "../film/film-geometry.js";
import { paint } from "../film/canvas-drawing.js";
import { greyTable, transformation } from "../film/grey-table.js";
import { edges, isUnusual } from "../film/orientation.js";
import { scaleBar } from "../film/scale-bar.js";
import { halved, histogram, undoDifferences } from "../film/undo.js";
import { automatic, moved, quantile } from "../film/windows.js";
import { equal, test } from "./check.js";

/** What the node does: differences to the left, zigzag-coded, low bytes before high bytes. */
function coded(values, width) {
  const bytes = new Uint8Array(2 * values.length);
  values.forEach((value, at) => {
    const before = at % width ? values[at - 1] : at >= width ? values[at - width] : 0;
    const difference = ((value - before) << 16) >> 16, zigzag = ((difference << 1) ^ (difference >> 15)) & 0xffff;
    bytes[at] = zigzag & 255;
    bytes[values.length + at] = zigzag >> 8;
  });
  return bytes;
}

test("a film comes back as it was sent, extremes included", () => {
  const values = [0, 65535, 1, 32768, 32767, 0, 65535, 65535, 12, 40000, 3, 9];
  equal([...undoDifferences(coded(values, 4), 4, 3)], values);
});

test("a film of another length is an error", () => {
  let message = "";
  try { undoDifferences(new Uint8Array(3), 1, 1); } catch (error) { message = error.message; }
  equal(message, "the film has 3 bytes instead of 2");
});

test("half a film is the mean of four values", () => {
  const half = halved({ values: Uint16Array.of(0, 4, 65535, 65535, 8, 4, 65535, 65535), width: 4, height: 2 });
  equal([...half.values, half.width, half.height], [4, 65535, 2, 1]);
});

test("windows follow PS3.3 C.11.2", () => {
  const linear = transformation({ function: "linear", center: 2048, width: 4096 });
  equal([linear(-1), linear(0), linear(4095), linear(4096)], [0, 0, 1, 1]);
  equal(transformation({ function: "linear-exact", center: 10, width: 10 })(10), 0.5);
  equal(transformation({ function: "sigmoid", center: 10, width: 10 })(10), 0.5);
  equal(transformation({ function: "range", low: 5, high: 5 })(5), 0);
  const table = transformation({ function: "table", first: 10, maximum: 255, entries: btoa("\x00\x00\xff\x00") });
  equal([table(0), table(10), table(11), table(99)], [0, 0, 1, 1]);
});

test("padding is black, inverted or not, and the reader's inversion undoes the film's", () => {
  const facts = { padding: [0, 0], inverted: true }, voi = { function: "range", low: 0, high: 10 };
  const shown = greyTable(facts, voi);
  equal([shown[0], shown[1], shown[10]], [0, 230, 0]);
  const turned = greyTable(facts, voi, { turned: true });
  equal([turned[0], turned[10]], [0, 255]);
});

test("the automatic window leaves out padding and one part in a hundred at each end", () => {
  const values = Uint16Array.from({ length: 1000 }, (_, index) => (index < 500 ? 0 : index - 400));
  const film = { facts: { padding: [0, 0], minimum: 100, maximum: 599 }, histogram: histogram(values) };
  equal([quantile(film, 0), automatic(film).center], [100, 350]);
});

test("a range becomes a window when it is moved", () => {
  const facts = { minimum: 0, maximum: 1000 };
  const voi = moved({ function: "range", low: 0, high: 1000 }, facts, { width: -10, center: 5 });
  equal([voi.function, voi.center, voi.width], ["linear", 550, 900]);
});

function geometry(width, height, view) {
  const made = new FilmGeometry();
  return Object.assign(made, { width, height, viewWidth: view[0], viewHeight: view[1] });
}

const place = ([a, b, c, d, e, f], x, y) => [a * x + c * y + e, b * x + d * y + f].map((value) => Math.round(value * 1000) / 1000);

test("at one to one pixels of the film lie on pixels of the screen", () => {
  const one = geometry(10, 20, [7, 9]);
  one.zoomTo(1);
  const [u, v] = place(one.toFilm(), 3, 3);
  equal([Number.isInteger(u), Number.isInteger(v), one.isWhole], [true, true, false]);
});

test("a turn to the right brings the left edge of the film to the top", () => {
  const turned = geometry(100, 50, [50, 100]);
  turned.quarters = 1;
  equal(place(turned.toFilm(), 49, 0), [0, 0]);
  equal(place(turned.toFilm(), 0, 0), [0, 49]);
  turned.isMirrored = true;
  equal(place(turned.toFilm(), 49, 0), [99, 0]);
});

test("zoom at the pointer keeps what is under it", () => {
  const film = geometry(100, 100, [200, 200]), before = place(film.toFilm(), 30, 40);
  film.zoomBy(3, 30.5, 40.5);
  equal(place(film.toFilm(), 30, 40), before);
});

test("the film is painted between its pixels linearly and black outside", () => {
  const colours = new Uint32Array(65536).map((_, value) => value), pixels = new Uint32Array(4);
  paint(pixels, 4, 1, { values: Uint16Array.of(0, 100), width: 2, height: 1 }, [0.5, 0, 0, 1, 0, 0], colours);
  equal([...pixels], [0, 50, 100, 0xff000000]);
});

test("orientation letters follow turns and mirrors, and are not guessed", () => {
  equal(edges(["L", "F"]), { top: "H", right: "L", bottom: "F", left: "R" });
  equal(edges(["L", "F"], { quarters: 1 }), { top: "R", right: "H", bottom: "L", left: "F" });
  equal(edges(["L", "F"], { isMirrored: true }).left, "L");
  equal(edges(["A", "FR"]).top, "HL");
  equal(edges(null), null);
});

test("orientation letters follow flipped rows and columns, and a malformed orientation has none", () => {
  equal(edges(["R", "F"]), { top: "H", right: "R", bottom: "F", left: "L" });
  equal(edges(["L", "H"]), { top: "F", right: "L", bottom: "H", left: "R" });
  equal(edges(["F", "R"]), { top: "L", right: "F", bottom: "R", left: "H" });
  equal(edges(["l", " F "]).right, "L");
  for (const malformed of [["L"], ["L", "R"], ["LR", "F"], ["L", ""], ["X", "F"], "LF"]) equal(edges(malformed), null);
});

test("a frontal film whose right side is not at the left is marked, a lateral one is not", () => {
  equal([edges(["L", "F"]), edges(["R", "F"]), edges(["L", "H"]), edges(["F", "R"]), edges(["A", "F"]), null].map(isUnusual), [false, true, true, true, false, false]);
  equal(isUnusual(edges(["L", "F"], { isMirrored: true })), true);
});

test("the mirror swaps left and right on the screen after any turn", () => {
  for (let quarters = 0; quarters < 4; quarters += 1) {
    const film = geometry(80, 80, [80, 80]);
    film.quarters = quarters;
    const before = place(film.toFilm(), 3, 10), letters = edges(["L", "F"], film);
    film.mirror();
    equal(place(film.toFilm(), 76, 10), before);
    const after = edges(["L", "F"], film);
    equal([after.left, after.right, after.top], [letters.right, letters.left, letters.top]);
  }
});

test("the scale bar is the longest round length that fits", () => {
  equal(scaleBar({ column: 0.2 }, 0.5, 600), { millimetres: 50, pixels: 125 });
  equal(scaleBar(null, 1, 600), null);
});
