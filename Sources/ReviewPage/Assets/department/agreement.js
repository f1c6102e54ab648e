// Agreement of drafts with signed reports, finding by finding.

import { number, percent } from "../shell/dates.js";
import { h, svg } from "../shell/elements.js";
import { findingName } from "../shell/findings.js";
import { table } from "../shell/table.js";
import { t } from "../shell/words.js";

/** `found`: share of the reports signed with the finding whose draft had it. `kept`: share of the drafts with the finding that were signed with it. */
export function shares(row) {
  const both = row.draftYesSignedYes, share = (all) => (all > 0 ? both / all : null);
  return { found: share(both + row.draftNoSignedYes), kept: share(both + row.draftYesSignedNo) };
}

const COUNTS = ["draftYesSignedYes", "draftYesSignedNo", "draftNoSignedYes", "draftNoSignedNo"];

/** The sum over all findings. */
export function whole({ findings }) {
  return Object.fromEntries(COUNTS.map((key) => [key, findings.reduce((sum, row) => sum + row[key], 0)]));
}

/** Agreement by model version or by sender: all findings together, and each finding behind it. */
export function agreementGroups(name, groups) {
  const bar = (key) => ({ title: t(`agreement.${key}`), value: (group) => meter(shares(whole(group))[key]) });
  return [
    table(t(`department.${name}`), [{ title: t("department.key.name"), value: (group) => group.key },
      { title: t("agreement.reports"), value: (group) => number(group.reports), isNumber: true }, bar("found"), bar("kept")], groups, t("department.nothing")),
    groups.map((group) => h("details", h("summary", group.key), agreementTable(group.findings))),
  ];
}

export function agreementTable(rows) {
  const count = (key) => ({ title: t(`agreement.${key}`), value: (row) => number(row[key]), isNumber: true });
  const bar = (key) => ({ title: t(`agreement.${key}`), value: (row) => meter(shares(row)[key]) });
  return table(t("department.agreement"), [{ title: t("column.finding"), value: (row) => findingName(row.finding) },
    bar("found"), bar("kept"), ...COUNTS.map(count)], rows, t("department.nothing"));
}

function meter(share) {
  if (share === null) return "–";
  return h("span.meter", svg("svg", { viewBox: "0 0 100 8", "aria-hidden": "true", preserveAspectRatio: "none" },
    svg("rect", { class: "meter-back", width: 100, height: 8, rx: 2 }), svg("rect", { class: "series-0", width: 100 * share, height: 8, rx: 2 })), h("span.share", percent(share)));
}
