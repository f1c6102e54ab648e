// Agreement of reads with the draft: first impressions, reports signed after one, and reports signed with the draft from the start.

import { number, percent } from "../shell/dates.js";
import { h } from "../shell/elements.js";
import { findingName } from "../shell/findings.js";
import { table } from "../shell/table.js";
import { t } from "../shell/words.js";

const share = (part, all) => (all > 0 ? percent(part / all) : "–");

/** Numbers of reads: all, those that agree with the draft, those with an abnormal draft, those with a normal draft. */
export function agreementOf(row) {
  const abnormal = row.draftAbnormalReadAbnormal + row.draftAbnormalReadNormal, normal = row.draftNormalReadAbnormal + row.draftNormalReadNormal;
  return { all: abnormal + normal, agreed: row.draftAbnormalReadAbnormal + row.draftNormalReadNormal, abnormal, normal };
}

/** The panel; null if no read in the period had a first impression. */
export function blindPanel({ reads = [], blindAgreement = [] }, csv) {
  if (!reads.some((row) => row.kind !== "signedWithDraft" && agreementOf(row).all > 0)) return null;
  const column = (key, value) => ({ title: t(`blind.${key}`), value, isNumber: true });
  return h("section.chart-panel.blind", h("header", h("h2", t("department.reads")), csv("reads")), h("p.quiet", t("department.reads.what")),
    table(t("department.reads"), [{ title: t("blind.kind"), value: (row) => t(`blind.${row.kind}`) },
      column("reads", (row) => number(agreementOf(row).all)), column("agreed", (row) => share(agreementOf(row).agreed, agreementOf(row).all)),
      column("abnormal", (row) => share(row.draftAbnormalReadAbnormal, agreementOf(row).abnormal)),
      column("normal", (row) => share(row.draftNormalReadNormal, agreementOf(row).normal))], reads, t("department.nothing")),
    h("details", h("summary", t("blind.byFinding")), csv("blindAgreement"),
      table(t("blind.byFinding"), [{ title: t("column.finding"), value: (row) => findingName(row.finding) },
        column("impressions", (row) => `${share(row.impressionsAgreed, row.impressions)} (${number(row.impressions)})`),
        column("signed", (row) => `${share(row.signedAgreed, row.signed)} (${number(row.signed)})`)], blindAgreement, t("department.nothing"))));
}
