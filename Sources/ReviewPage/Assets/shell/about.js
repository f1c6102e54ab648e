// Facts about the model: intended use, findings, limits, training data; and all keys.

import { h, fill } from "./elements.js";
import { errorPanel } from "./error-screen.js";
import { findingName } from "./findings.js";
import { get } from "./request.js";
import { t } from "./words.js";
import { keyTable } from "./key-table.js";

export function aboutScreen() {
  const facts = h("div", h("p.quiet", t("loading")));
  get("/api/about").then((about) => fill(facts, aboutFacts({ programVersion: about.version, hash: about.model?.weightsSHA256, ...about.model })), (error) => fill(facts, errorPanel(error)));
  const element = h("div.page-text",
    h("h1", t("about.title")),
    h("p.draft-words", t("draft.words")),
    h("p", t("about.standalone")),
    facts,
    h("h2", t("about.keys")), keyTable());
  return { element, title: t("about.title"), className: "narrow" };
}

function aboutFacts(about) {
  const row = (key, value) => value && value.length !== 0 && [h("dt", t(`about.${key}`)), h("dd", value)];
  return h("dl.facts",
    row("model", [about.name, about.version].filter(Boolean).join(" ")),
    row("hash", about.hash && h("code", about.hash)),
    row("program", about.programVersion && `thoraxd ${about.programVersion}`),
    row("use", about.intendedUse && h("span", { lang: "en" }, about.intendedUse)),
    row("findings", about.findings && h("ul.columns", about.findings.map((label) => h("li", findingName(label))))),
    row("training", about.trainingData && h("span", { lang: "en" }, about.trainingData)));
}
