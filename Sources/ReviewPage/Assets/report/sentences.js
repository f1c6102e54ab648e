// The draft by sentences: each with the model's confidence in its finding, doubtful ones with their choices.

import { h } from "../shell/elements.js";
import { percent } from "../shell/dates.js";
import { confidenceWord, findingName, likeliest } from "../shell/findings.js";
import { t } from "../shell/words.js";
import { choiceButtons } from "./choices.js";
import { noticeWords } from "./notices.js";
import { SECTIONS, SENTENCE_CHOICES, sentenceKey } from "./decisions.js";

const BARS = { low: "▁", medium: "▁▃", high: "▁▃▅" };

/** @param decide called with key and decision; absent in read-only views. @param attention gives each sentence its button. */
export function sentences(view, { decisions, decide, attention }) {
  return SECTIONS.map((section) => h("section.report-section", { "aria-label": t(`section.${section}`) },
    h("h2", t(`section.${section}`)),
    (view.draft?.[section] ?? []).length === 0 && h("p.quiet", t("section.empty")),
    (view.draft?.[section] ?? []).map((sentence, index) => sentenceBlock(view, section, sentence, index, { decisions, decide, attention }))));
}

/** A null stands for a sentence that is omitted but counted. */
function sentenceBlock(view, section, sentence, index, { decisions, decide, attention }) {
  if (!sentence) return null;
  const key = sentenceKey(section, index), notices = noticesOf(view, section, index);
  const block = h("div.sentence", { "data-key": key, "data-doubt": sentence.doubt, "data-findings": named(sentence).join("|") },
    h("p.words", { lang: "en" }, sentence.text), confidence(sentence), attention?.button(section, index));
  if (!sentence.doubt || !decisions) return block;
  const mark = () => block.classList.toggle("deleted", decisions.isDeleted(section, index));
  const buttons = choiceButtons(key, SENTENCE_CHOICES, decisions, (decision) => {
    decide(key, decision);
    mark();
  }, t("decide.sentence", { n: index + 1 }));
  mark();
  const why = h("p.why", h("span.doubt-mark", { "aria-hidden": "true" }, "◆"), " ", t(`doubt.${sentence.doubt}`));
  block.append(h("div.doubt", why, notices.map((words) => h("p.quiet", words)), buttons));
  return block;
}

/** Findings that a sentence names, and the model's labels for them. */
const named = ({ findings, estimates }) => [...(findings ?? []), ...(estimates ?? []).map((estimate) => estimate.label)];

/** Probability of the sentence's finding as a word with a pattern; the figure on hover or focus. */
function confidence(sentence) {
  if (!sentence.word) return null;
  const about = likeliest(sentence.estimates), finding = about ? findingName(about.label) : "";
  const figures = (sentence.estimates ?? []).map((estimate) => `${findingName(estimate.label)} ${percent(estimate.probability)}`);
  return h("span.confidence", { "data-word": sentence.word, tabIndex: 0, role: "note", "aria-label": `${t("confidence.label", { finding, word: confidenceWord(sentence.word) })} ${figures.join(", ")}` },
    finding && h("span.finding", finding), h("span.word", h("span.bars", { "aria-hidden": "true" }, BARS[sentence.word] ?? ""), confidenceWord(sentence.word)),
    figures.length > 0 && h("span.exact", { "aria-hidden": "true" }, figures.join(" · ")));
}

function noticesOf(view, section, index) {
  return (view.notices ?? []).filter((notice) => notice.section === section && notice.sentence === index).map(noticeWords).filter(Boolean);
}
