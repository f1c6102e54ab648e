// Charts over days, drawn as SVG from the data. The title says what they show; the table behind them has the figures.

import { number, shortDay } from "../shell/dates.js";
import { h, svg } from "../shell/elements.js";
import { t } from "../shell/words.js";

const WIDTH = 440, HEIGHT = 180, LEFT = 36, BOTTOM = 22, TOP = 8;

export function barChart(title, days, series) {
  if (!days.length) return h("p.quiet", t("department.nothing"));
  const { x, y, step, axes } = frame(days, series);
  const width = Math.max(1, (step * 0.72) / series.length);
  const bars = series.flatMap(([key], place) => days.map((day, index) =>
    svg("rect", { class: `series-${place}`, x: x(index) - (width * series.length) / 2 + place * width, y: y(day[key] ?? 0), width: Math.max(0.5, width - 0.5), height: Math.max(0, HEIGHT - BOTTOM - y(day[key] ?? 0)) },
      svg("title", {}, `${shortDay(day.day)}: ${number(day[key] ?? 0)}`))));
  return figure(title, series, [axes, bars]);
}

export function lineChart(title, days, series) {
  if (!days.length) return h("p.quiet", t("department.nothing"));
  const { x, y, axes } = frame(days, series);
  const lines = series.map(([key], place) => {
    const points = days.map((day, index) => (day[key] == null ? null : `${x(index).toFixed(1)},${y(day[key]).toFixed(1)}`)).filter(Boolean);
    return [svg("polyline", { class: `line-${place}`, points: points.join(" ") }), points.length === 1 && svg("circle", { class: `dot-${place}`, cx: points[0].split(",")[0], cy: points[0].split(",")[1], r: 3 })];
  });
  return figure(title, series, [axes, lines]);
}

function figure(title, series, drawing) {
  return h("figure.chart", svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": title }, drawing),
    h("figcaption", series.map(([, name], place) => h("span.key", h(`span.swatch.series-${place}`), name))));
}

function frame(days, series) {
  const top = round(Math.max(1, ...days.flatMap((day) => series.map(([key]) => day[key] ?? 0))));
  const step = (WIDTH - LEFT - 8) / days.length;
  const x = (index) => LEFT + (index + 0.5) * step;
  const y = (value) => TOP + (1 - value / top) * (HEIGHT - TOP - BOTTOM);
  const lines = [0, top / 2, top].map((value) => [
    svg("line", { class: "rule", x1: LEFT, x2: WIDTH - 8, y1: y(value), y2: y(value) }),
    svg("text", { class: "tick", x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, number(value))]);
  const every = Math.max(1, Math.ceil(days.length / 6));
  const names = days.map((day, index) => index % every === 0 && svg("text", { class: "tick", x: x(index), y: HEIGHT - 6, "text-anchor": "middle" }, shortDay(day.day)));
  return { x, y, step, axes: [lines, names.filter(Boolean)] };
}

/** The next number that is easy to halve. */
export function round(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((factor) => factor * power).find((limit) => limit >= value) ?? 10 * power;
}
