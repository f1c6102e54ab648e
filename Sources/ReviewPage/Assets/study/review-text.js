// The text of a review: sentences to decide on, or text areas to correct, and whether all of it was in view.

import { fill, h } from "../shell/elements.js";
import { instant } from "../shell/dates.js";
import { findingName } from "../shell/findings.js";
import { t } from "../shell/words.js";
import { Decisions, SECTIONS } from "../report/decisions.js";
import { draftText, fieldsOf, sameWords } from "../report/draft-text.js";
import { Editor } from "../report/editor.js";
import { omitted } from "../report/omitted.js";
import { sentences } from "../report/sentences.js";
import { whenAllSeen } from "../report/text-in-view.js";

export class ReviewText {
  /** @param onChange called after every change; @param onSign and @param onLeave by keys in a text area; @param mayEdit whether a decision may open the text areas, and says why not. */
  constructor(view, { attention, onChange, onSign, onLeave, mayEdit = () => true }) {
    Object.assign(this, { view, attention, onChange, onSign, onLeave, mayEdit, editor: null, seenAt: null });
    this.before = { findings: draftText(view.draft?.findings), impression: draftText(view.draft?.impression) };
    this.typed = { ...this.before };
    this.decisions = new Decisions(view);
    this.scroll = h("div.report-scroll", { tabIndex: 0, role: "region", "aria-label": t("report.region") });
  }

  /** Shows the draft by sentences. */
  read() {
    this.editor = null;
    fill(this.scroll, this.parts(this.view.draft), this.attention.note(), !this.view.draft && h("p.quiet", t("report.write")));
    this.watch(this.scroll.querySelectorAll(".sentence"));
  }

  /** Shows the text areas, with earlier unsigned text or the draft as decided so far. */
  edit(kept) {
    if (kept) this.typed = { findings: kept.findings, impression: kept.impression ?? "" };
    this.editor = new Editor({ before: this.before, text: this.typed, onInput: (text) => this.type(text), onSign: this.onSign, onLeave: this.onLeave });
    this.matters = h("div.matters");
    const place = this.decisions.matters.length > 0 && h("details.matters-place", { open: "" }, h("summary", t("decide.title")), this.matters);
    fill(this.scroll, this.editor.element, place, this.editor.comparison,
      h("p", h("button.quiet", { type: "button", onclick: () => this.discard() }, t("edit.discard"))));
    this.drawMatters();
    if (!this.seenAt) this.watch(this.editor.element.querySelectorAll(".report-section"));
  }

  /** Puts a text in place of the draft, or behind what was typed. */
  take(text) {
    if (!this.isChanged) this.edit(text);
    else for (const section of SECTIONS) if (text[section]?.trim()) this.editing().add(section, text[section]);
    this.type(this.editor.text);
  }

  parts(draft) {
    const decide = (key, decision) => this.decide(key, decision), { decisions, attention } = this;
    return [sentences({ ...this.view, draft }, { decisions, decide, attention }), omitted(this.view, { decisions, decide })];
  }

  /** Shows only the open matters, while the text is in text areas. */
  drawMatters() {
    const doubtful = (list) => (list ?? []).map((sentence) => (sentence.doubt ? sentence : null)), { draft } = this.view;
    fill(this.matters, this.parts(draft && { findings: doubtful(draft.findings), impression: doubtful(draft.impression) }));
  }

  type(text) {
    this.typed = text;
    const before = JSON.stringify([...this.decisions.made]);
    this.decisions.follow(text);
    if (JSON.stringify([...this.decisions.made]) !== before) this.drawMatters();
    this.onChange();
  }

  /** While locked, nothing can be typed, decided or discarded: the signature under way would not contain it. */
  lock(isLocked) {
    this.isLocked = isLocked;
    this.editor?.lock(isLocked);
  }

  decide(key, decision) {
    if (this.isLocked) return;
    if ((decision === "edit" || decision === "added") && !this.editor && !this.mayEdit()) return;
    const matter = this.decisions.matters.find((one) => one.key === key);
    if (decision && decision !== "edit") this.decisions.decide(key, decision);
    else this.decisions.withdraw(key);
    if (decision === "edit") this.editing().goTo(matter.section, matter.text);
    else if (decision === "added") this.editing().add("findings", `${findingName(matter.finding)}: []`);
    else if (this.editor && decision === "delete") this.editor.take(matter.section, matter.text);
    else if (!this.editor) this.typed = Object.fromEntries(SECTIONS.map((section) =>
      [section, draftText(this.view.draft?.[section], (index) => this.decisions.isDeleted(section, index))]));
    this.onChange();
  }

  editing() {
    if (!this.editor) this.edit();
    return this.editor;
  }

  discard() {
    if (this.isLocked) return;
    this.decisions = new Decisions(this.view);
    this.typed = { ...this.before };
    this.read();
    this.onChange();
  }

  get isChanged() {
    return !this.isSame(this.typed);
  }

  /** Whether a text equals the draft. */
  isSame(text) {
    return SECTIONS.every((section) => sameWords(this.before[section], text[section] ?? ""));
  }

  /** Number of `[fields]` that are not filled in. */
  get fields() {
    return SECTIONS.reduce((sum, section) => sum + fieldsOf(this.typed[section]).length, 0);
  }

  get isEmpty() {
    return !`${this.typed.findings}${this.typed.impression}`.trim();
  }

  /** Moves the focus to the next matter without a decision. */
  nextMatter() {
    const open = new Set(this.decisions.open.map((matter) => matter.key));
    const places = [...this.scroll.querySelectorAll("[data-matter]")].filter((place) => open.has(place.dataset.matter));
    const next = places[(places.findIndex((place) => place.contains(document.activeElement)) + 1) % places.length];
    if (!next) return false;
    next.querySelector("button").focus();
    next.closest(".sentence").scrollIntoView({ block: "nearest" });
    return undefined;
  }

  watch(elements) {
    this.stopWatching?.();
    this.stopWatching = whenAllSeen(this.scroll, elements, () => {
      this.seenAt ??= instant();
      this.onChange();
    });
  }

  close() {
    this.stopWatching?.();
  }
}
