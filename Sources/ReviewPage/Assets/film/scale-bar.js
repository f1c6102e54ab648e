// The scale bar: a round length in millimetres on the screen.

const LENGTHS = [1, 2, 5, 10, 20, 50, 100, 200];

/** The longest round length in millimetres that is at most a share of the view: `{ millimetres, pixels }`. */
export function scaleBar(spacing, scale, view) {
  if (!spacing?.column || !(scale > 0)) return null;
  const perPixel = spacing.column / scale;
  const fitting = LENGTHS.filter((length) => length / perPixel <= view * 0.3);
  if (!fitting.length) return null;
  const millimetres = fitting.at(-1);
  return { millimetres, pixels: millimetres / perPixel };
}
