// Findings of the model: positives first, negatives less prominent, each with its mention in the text.

import { h } from "../shell/elements.js";
import { percent } from "../shell/dates.js";
import { DEGREE_SIGN, degreeWord, findingName } from "../shell/findings.js";
import { t } from "../shell/words.js";
import { isOmitted } from "./decisions.js";

const ORDER = ["present", "possible", "absent"];

export function findingPanel(view) {
  const findings = (view.findings ?? []).filter((finding) => finding.label !== "No Finding");
  if (!findings.length) return h("aside.finding-panel", h("h2", t("findings.title")), h("p.quiet", view.abstention ? t("findings.abstained") : t("findings.none")));
  const sorted = ORDER.map((degree) => [degree, findings.filter((finding) => finding.degree === degree).sort((a, b) => b.probability - a.probability)]);
  return h("aside.finding-panel", { "aria-label": t("findings.title") },
    h("h2", t("findings.title")),
    sorted.map(([degree, list]) => list.length > 0 && h("section", { "data-degree": degree },
      h("h3", degreeWord(degree)), h("ul", list.map(findingLine)))),
    h("p.quiet.finding-words", t("findings.words")));
}

function findingLine(finding) {
  const isAtOdds = (finding.degree === "present" && finding.mentioned === "denied") || (finding.degree === "absent" && finding.mentioned === "stated") || isOmitted(finding);
  return h("li", { tabIndex: 0, "data-finding": finding.label, "data-at-odds": isAtOdds ? "" : null,
    onpointerenter: () => highlight(finding.label), onpointerleave: () => highlight(null), onfocus: () => highlight(finding.label), onblur: () => highlight(null) },
    h("span.sign", { "aria-hidden": "true" }, DEGREE_SIGN[finding.degree]),
    h("span.name", findingName(finding.label)),
    h("span.mention", t(`mention.${finding.mentioned}`)),
    h("span.likelihood", percent(finding.probability)));
}

/** Highlights the sentences that mention a finding. */
function highlight(label) {
  for (const block of document.querySelectorAll(".sentence[data-findings]")) {
    block.classList.toggle("about", label !== null && block.dataset.findings.split("|").includes(label));
  }
}
