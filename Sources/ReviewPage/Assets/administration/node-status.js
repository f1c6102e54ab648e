// Status of the node, read again every few seconds: problems with hints, studies, deliveries, disk, refused callers.

import { fill, h } from "../shell/elements.js";
import { errorPanel } from "../shell/error-screen.js";
import { moment, number } from "../shell/dates.js";
import { get } from "../shell/request.js";
import { table } from "../shell/table.js";
import { known, t } from "../shell/words.js";

const STATES = ["collecting", "queued", "drafting", "drafted", "inReview", "accepted", "edited", "rejected", "failed", "ineligible"];
const STAGES = ["decode", "preprocess", "encoder", "decoder", "sr"];

/** The entries in the order in which a study passes them. */
export const inOrder = (entries, names) => Object.entries(entries).sort(([one], [other]) => names.indexOf(one) - names.indexOf(other));

const EVERY = 5_000;

export function nodeStatus(place) {
  let last = "", timer = null, isStopped = false;
  const look = async () => {
    try {
      const status = await get("/api/node", { background: last ? true : undefined });
      const text = JSON.stringify(status);
      if (text !== last && !isStopped) fill(place, parts(status));
      last = text;
    } catch (error) {
      last = "";
      if (!isStopped) fill(place, errorPanel(error));
    }
    if (!isStopped) timer = setTimeout(look, EVERY);
  };
  fill(place, h("p.quiet", t("loading")));
  look();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

function parts(status) {
  const { running, disk, problems } = status;
  const figure = (value, words, kind) => h("div.figure", { "data-kind": kind }, h("b", value), h("span", words));
  return [
    problems.length === 0 ? h("p.well", { role: "status" }, "✓ ", t("node.well"))
      : h("ul.problems", problems.map((problem) => h("li", h("strong", `${problem.source}: `), h("span", { lang: "en" }, problem.message), problem.since && h("span.quiet", ` ${t("node.since", { when: moment(problem.since) })}`),
        problem.hint && h("p", { lang: "en" }, problem.hint)))),
    h("div.figures",
      figure(running.aeTitle, t("node.version", { version: running.version })),
      figure(running.model ?? t("node.stopped"), t("node.reporter")),
      figure(t("node.gigabytes", { n: number(Math.round(disk.freeBytes / 1e9)) }), t("node.free", { n: number(Math.round(disk.reserveBytes / 1e9)) })),
      status.reportsToConfirm > 0 && figure(number(status.reportsToConfirm), t("node.to-confirm")),
      figure(moment(running.startedAt), t("node.started"))),
    h("div.chart-grid",
      panel("studies", table(t("node.studies"), [{ title: t("column.state"), value: ([state]) => known(`state.${state}`, state) }, { title: t("column.count"), value: ([, n]) => number(n), isNumber: true }], inOrder(status.studies, STATES), t("node.nothing"))),
      panel("outbox", rowTable("outbox", status.outbox)),
      panel("stages", table(t("node.stages"), [{ title: t("node.stage"), value: ([name]) => known(`stage.${name}`, name) }, { title: t("node.seconds"), value: ([, n]) => number(Math.round(n * 10) / 10), isNumber: true }], inOrder(status.stageSeconds, STAGES), t("node.nothing"))),
      panel("errors", rowTable("errors", status.lastErrors.map(({ since, source, message, hint }) => ({ since, source, message, hint }))))),
    h("section.chart-panel", h("h2", t("node.refusals")), refusals([...status.unknownCallers, ...status.refusals.filter((one) => one.peer)])),
  ];
}

const panel = (name, content) => h("section.chart-panel", h("h2", t(`node.${name}`)), content);

const ROW_KEYS = {
  outbox: ["destination", "waiting", "deferred", "failed", "delivered", "nextAttempt", "oldestWaitingSince", "lastReason"],
  errors: ["since", "source", "message", "hint"],
};

function rowTable(name, rows) {
  const keys = ROW_KEYS[name].filter((key) => rows?.some((row) => row[key] !== undefined));
  const value = (key) => (row) => (/(Attempt|[sS]ince)$/.test(key) && row[key] ? moment(row[key]) : typeof row[key] === "number" ? number(row[key]) : String(row[key] ?? ""));
  return table(t(`node.${name}`), keys.map((key) => ({ title: known(`node.key.${key}`, key), value: value(key), isNumber: rows.some((row) => typeof row[key] === "number") })), rows, t("node.nothing"));
}

/** Callers that were refused, each with the entry that admits it. */
function refusals(list) {
  if (!list.length) return h("p.quiet", t("node.no-refusals"));
  return h("ul.refusals", list.map((refusal) => h("li",
    h("p", h("strong", refusal.callingAETitle), ` ${refusal.address} · ${moment(refusal.at)} · `, h("span", { lang: "en" }, refusal.reason)),
    refusal.entry && h("pre", { tabIndex: 0, role: "region", "aria-label": t("node.entry") }, refusal.entry))));
}
