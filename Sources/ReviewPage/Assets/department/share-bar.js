// Verdicts as parts of one bar, with their names and shares below it.

import { number, percent } from "../shell/dates.js";
import { h, svg } from "../shell/elements.js";
import { known, t } from "../shell/words.js";

const ORDER = ["accepted", "edited", "rejected"];

export function shareBar(counts) {
  const entries = ORDER.filter((name) => counts[name]).map((name) => [name, counts[name]]);
  const all = entries.reduce((sum, [, n]) => sum + n, 0);
  if (!all) return h("p.quiet", t("department.nothing"));
  let start = 0;
  const parts = entries.map(([name, n]) => {
    const width = (n / all) * 640, part = svg("rect", { class: `part-${name}`, x: start, y: 0, width: Math.max(1, width - 2), height: 36 });
    start += width;
    return part;
  });
  return h("figure.chart", svg("svg", { viewBox: "0 0 640 36", role: "img", "aria-label": t("department.verdicts") }, parts),
    h("figcaption", entries.map(([name, n]) => h("span.key", h(`span.swatch.part-${name}`), `${known(`verdict.past.${name}`, name)} ${number(n)} · ${percent(n / all)}`))));
}
