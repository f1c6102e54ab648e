// One study in the work list.

import { age, patientAge, personName, time } from "../shell/dates.js";
import { h } from "../shell/elements.js";
import { DEGREE_SIGN, degreeWord, findingName } from "../shell/findings.js";
import { known, t } from "../shell/words.js";

const COLUMNS = ["state", "age", "patient", "accession", "study", "sender", "findings", "holder"];
const FLAGS = 3;

export function columnHeads() {
  return h("div.heads", { role: "row", "aria-rowindex": 1 },
    COLUMNS.map((column) => h(`span.cell-${column}`, { role: "columnheader" }, t(`column.${column}`))));
}

export function rowCells(study) {
  if (!study) return [h("span.loading", { role: "gridcell" }, "…")];
  const cell = (column, ...content) => h(`span.cell-${column}`, { role: "gridcell" }, content);
  return [
    cell("state", isUrgent(study) && h("b.urgent-mark", t("priority.urgent")), stateWord(study)),
    cell("age", h("time", { datetime: study.receivedAt, title: time(study.receivedAt) }, age(study.receivedAt))),
    cell("patient", h("span.name", personName(study.patient.name) || t("patient.unnamed")), " ",
      h("span.quiet", [sex(study.patient.sex), patientAge(study.patient.age)].filter(Boolean).join(" "))),
    cell("accession", study.accession || study.patient.id),
    cell("study", study.description || "", study.images > 1 && h("span.quiet", ` · ${t("images", { n: study.images })}`)),
    cell("sender", study.sender || ""),
    cell("findings", flags(study)),
    cell("holder", holder(study)),
  ];
}

/** Priorities above 0 are urgent. */
export const isUrgent = (study) => study.priority === "urgent" || study.priority > 0;

export function sex(code) {
  return code ? known(`sex.${code}`, code) : "";
}

function stateWord(study) {
  return h("span.word", known(`state.${study.state}`, study.state));
}

function flags(study) {
  if (study.reason) return h("span.reason", { title: study.reason, lang: "en" }, study.reason);
  if (study.isWithheld) return h("span.quiet", t("list.withheld"));
  if (study.abstained) return h("span.quiet", t("list.abstained"));
  const found = study.findings ?? [];
  if (!found.length) return study.draftedAt ? h("span.quiet", t("list.no-findings")) : null;
  const rest = found.slice(FLAGS);
  return [
    found.slice(0, FLAGS).map(({ label, degree }) => h("span.flag", { "data-degree": degree },
      h("span", { "aria-hidden": "true" }, DEGREE_SIGN[degree]), h("span.unseen", `${degreeWord(degree)}: `), findingName(label))),
    rest.length > 0 && h("span.more", { title: rest.map((finding) => findingName(finding.label)).join(", ") }, `+${rest.length}`),
  ];
}

function holder(study) {
  if (study.heldBy) return h("span.held", t("list.held", { name: personName(study.heldBy.name), time: time(study.heldBy.until) }));
  if (study.signedBy) return h("span.quiet", `${personName(study.signedBy)} ${study.signedAt ? time(study.signedAt) : ""}`);
  return null;
}
