// Statistics of the department: drafts and signatures, turnaround, verdicts, changes, agreement of model and reviewers. Every
// chart has its table behind it.

import { requery } from "../shell/address.js";
import { fill, h } from "../shell/elements.js";
import { errorPanel } from "../shell/error-screen.js";
import { isoDay, number, percent, personName } from "../shell/dates.js";
import { findingName } from "../shell/findings.js";
import { get } from "../shell/request.js";
import { table } from "../shell/table.js";
import { known, t } from "../shell/words.js";
import { barChart, lineChart } from "./charts.js";
import { agreementGroups, agreementTable } from "./agreement.js";
import { blindPanel } from "./blind.js";
import { shareBar } from "./share-bar.js";

const daysAgo = (n) => isoDay(new Date(Date.now() - n * 86_400_000));

export function departmentScreen(address) {
  const range = { from: address.query.get("from") ?? daysAgo(29), to: address.query.get("to") ?? isoDay(new Date()) };
  const body = h("div.department-body");
  const load = () => {
    requery(range);
    const asked = `/api/department?${new URLSearchParams(range)}`;
    get(asked).then((data) => fill(body, parts(data, asked)), (error) => fill(body, errorPanel(error)));
  };
  const field = (name) => h("label.chip.date", h("span", t(`filter.${name}`)),
    h("input", { type: "date", value: range[name], onchange: (event) => { range[name] = event.target.value; load(); } }));
  const element = h("section.department", h("header.page-head", h("h1", t("nav.department")), h("span.spring"), field("from"), field("to")), body);
  load();
  return { element, title: t("nav.department"), className: "scrolls" };
}

function parts(data, asked) {
  const verdicts = data.verdicts ?? {}, all = ["accepted", "edited", "rejected"].reduce((sum, name) => sum + (verdicts[name] ?? 0), 0);
  const figure = (key, value) => value !== undefined && value !== null && h("div.figure", h("b", value), h("span", t(`department.${key}`)));
  const csv = (name) => h("a.csv", { href: `${asked}&table=${name}`, download: `${name}.csv` }, "CSV");
  const panel = (name, drawing, rows, csvName = name) => h("section.chart-panel",
    h("header", h("h2", t(`department.${name}`)), csv(csvName)), drawing, rows && h("details", h("summary", t("department.table")), rows));
  const days = data.days ?? [], waits = data.turnaround?.days ?? [];
  return [
    h("div.figures",
      figure("drafts", number(days.reduce((sum, day) => sum + day.drafts, 0))), figure("signed", number(days.reduce((sum, day) => sum + day.signed, 0))),
      figure("median", data.turnaround?.medianMinutes != null && t("age.minutes", { n: Math.round(data.turnaround.medianMinutes) })),
      figure("p90", data.turnaround?.p90Minutes != null && t("age.minutes", { n: Math.round(data.turnaround.p90Minutes) })),
      all > 0 && figure("acceptance", percent((verdicts.accepted ?? 0) / all)), words(data.wordsChanged).map(([key, value]) => figure(key, value))),
    h("div.chart-grid",
      panel("days", barChart(t("department.days"), days, [["drafts", t("department.drafts")], ["signed", t("department.signed")]]), dayTable(days, ["drafts", "signed"])),
      panel("turnaround", lineChart(t("department.turnaround"), waits, [["p90Minutes", t("department.p90")], ["medianMinutes", t("department.median")]]), dayTable(waits, ["medianMinutes", "p90Minutes"])),
      panel("verdicts", shareBar(verdicts), table(t("department.verdicts"), [
        { title: t("column.verdict"), value: ([name]) => known(`verdict.past.${name}`, name) }, { title: t("column.count"), value: ([, n]) => number(n), isNumber: true }], Object.entries(verdicts), t("department.nothing"))),
      panel("sentences", table(t("department.sentences"), sentenceColumns(), data.sentences, t("department.nothing"))),
      ["byModel", "bySender", "byReviewer"].map((name) => panel(name, group(name, data[name] ?? [])))),
    h("section.chart-panel", h("header", h("h2", t("department.agreement")), csv("agreement")), h("p.quiet", t("department.agreement.what")), agreementTable(data.agreement ?? []),
      ["agreementByModel", "agreementBySender"].map((name) => [h("header", h("h3", t(`department.${name}`)), csv(name)), agreementGroups(name, data[name] ?? [])])),
    blindPanel(data, csv),
  ];
}

function words(changed) {
  return ["median", "p90"].filter((key) => typeof changed?.[key] === "number").map((key) => [`words.${key}`, number(Math.round(changed[key]))]);
}

function dayTable(days, keys) {
  return table(t("department.days"), [{ title: t("column.day"), value: (row) => row.day },
    ...keys.map((key) => ({ title: t(`department.key.${key}`), value: (row) => number(Math.round(row[key] ?? 0)), isNumber: true }))], days, t("department.nothing"));
}

function sentenceColumns() {
  return [{ title: t("column.finding"), value: (row) => (row.finding ? findingName(row.finding) : t("department.no-finding")) }, { title: t("column.section"), value: (row) => known(`section.${row.section}`, row.section) },
    { title: t("column.change"), value: (row) => known(`change.${row.change}`, row.change) }, { title: t("column.count"), value: (row) => number(row.count), isNumber: true }];
}

const GROUP_KEYS = ["name", "accepted", "edited", "rejected", "medianWordsChanged", "medianMinutes"];

/** A table of verdicts by model, sender or reviewer. */
function group(name, rows) {
  const keys = GROUP_KEYS.filter((key) => rows.some((row) => row[key] !== undefined));
  const value = (key) => (row) => (name === "byReviewer" && key === "name" ? personName(row[key]) : typeof row[key] === "number" ? number(Math.round(row[key] * 10) / 10) : String(row[key] ?? ""));
  return table(t(`department.${name}`), keys.map((key) => ({ title: known(`department.key.${key}`, key), value: value(key), isNumber: rows.some((row) => typeof row[key] === "number") })), rows, t("department.nothing"));
}
