// Findings of the model that no sentence mentions: an omission must be visible.

import { h } from "../shell/elements.js";
import { percent } from "../shell/dates.js";
import { DEGREE_SIGN, degreeWord, findingName } from "../shell/findings.js";
import { t } from "../shell/words.js";
import { choiceButtons } from "./choices.js";
import { FINDING_CHOICES, findingKey, isOmitted } from "./decisions.js";

export function omitted(view, { decisions, decide }) {
  const missing = view.draft ? (view.findings ?? []).filter(isOmitted).sort((a, b) => b.probability - a.probability) : [];
  if (!missing.length) return null;
  return h("section.report-section.omitted", { "aria-label": t("section.omitted") },
    h("h2", t("section.omitted")),
    missing.map((finding) => h("div.sentence", { "data-doubt": "omitted", "data-findings": finding.label, "data-key": findingKey(finding.label) },
      h("p.words", h("span.doubt-mark", { "aria-hidden": "true" }, DEGREE_SIGN[finding.degree]), " ",
        t("omitted.words", { finding: findingName(finding.label), degree: degreeWord(finding.degree) })),
      h("span.confidence", { tabIndex: 0, role: "note", "aria-label": percent(finding.probability) }, h("span.exact", { "aria-hidden": "true" }, percent(finding.probability))),
      decisions && h("div.doubt", choiceButtons(findingKey(finding.label), FINDING_CHOICES, decisions,
        (decision) => decide(findingKey(finding.label), decision), t("decide.finding", { finding: findingName(finding.label) }))))));
}
