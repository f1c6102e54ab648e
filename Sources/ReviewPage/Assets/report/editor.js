// The editor: one plain text area per section, compatible with dictation and the browser's undo. Its value is never
// replaced while it has the focus.

import { fill, h } from "../shell/elements.js";
import { t } from "../shell/words.js";
import { diffView } from "./diff-view.js";
import { SECTIONS } from "./decisions.js";
import { fieldsOf, placeOf } from "./draft-text.js";
import { macrosFor } from "./macro-list.js";

const DIFF_DELAY = 250;
/** Whether text areas grow with their texts. In other browsers `grow` sets the height: a text that scrolls inside its area would count as seen in full. */
const growsByItself = () => CSS.supports("field-sizing", "content");

export class Editor {
  /** @param before the draft's text by section; @param text the initial text by section. */
  constructor({ before, text, onInput, onSign, onLeave }) {
    this.before = before;
    this.onInput = onInput;
    this.areas = Object.fromEntries(SECTIONS.map((section) => [section, h("textarea", {
      id: `edit-${section}`, lang: "en", spellcheck: "true", autocorrect: "off", autocapitalize: "sentences", autocomplete: "off",
      value: text[section], oninput: () => this.input(),
      onkeydown: (event) => this.key(event, { onSign, onLeave }),
    })]));
    this.macros = new Map(SECTIONS.map((section) => [this.areas[section], macrosFor(this.areas[section])]));
    this.changes = h("div.changes");
    this.element = h("div.editor", SECTIONS.map((section) => this.section(section, this.macros.get(this.areas[section]))));
    this.comparison = h("section.report-section", h("h2", t("diff.title")), this.changes);
    this.compare();
    requestAnimationFrame(() => this.grow());
  }

  /** Makes the text areas as high as their texts. */
  grow() {
    if (growsByItself()) return;
    for (const area of Object.values(this.areas)) {
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight + 2}px`;
    }
  }

  section(name, { button, place }) {
    return h("section.report-section", h("div.section-head", h("h2", h("label", { for: `edit-${name}` }, t(`section.${name}`))), button), this.areas[name], place);
  }

  get text() {
    return Object.fromEntries(SECTIONS.map((section) => [section, this.areas[section].value]));
  }

  /** Locked areas keep the focus and take no text. */
  lock(isLocked) {
    for (const area of Object.values(this.areas)) area.readOnly = isLocked;
  }

  focus(section = "findings") {
    this.areas[section].focus({ preventScroll: false });
  }

  /** Selects a sentence, or puts the caret at the end. */
  goTo(section, sentence) {
    const area = this.areas[section], place = sentence && placeOf(sentence, area.value);
    area.focus();
    if (place) area.setSelectionRange(place[0], place[0] + sentence.length);
    else area.setSelectionRange(area.value.length, area.value.length);
  }

  /** Removes a sentence. */
  take(section, sentence) {
    const area = this.areas[section], place = placeOf(sentence, area.value);
    if (place) area.setRangeText("", place[0], place[1], "end");
    this.input();
  }

  /** Adds a line at the end of a section. */
  add(section, line) {
    const area = this.areas[section], end = area.value.length, gap = end && !area.value.endsWith("\n") ? "\n" : "";
    area.setRangeText(gap + line, end, end, "end");
    this.input();
    this.goTo(section);
  }

  input() {
    this.onInput(this.text);
    this.grow();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.compare(), DIFF_DELAY);
  }

  compare() {
    fill(this.changes, SECTIONS.map((section) => [h("h3", t(`section.${section}`)), diffView(this.before[section], this.areas[section].value)]));
  }

  key(event, { onSign, onLeave }) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSign();
    else if (event.key === "Escape") onLeave();
    else if (event.key === "F2") nextField(event.target, event.shiftKey);
    else if (!this.macros.get(event.target).key(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Selects the next `[field]`, or the previous one. */
export function nextField(area, isBackwards) {
  const fields = fieldsOf(area.value);
  if (!fields.length) return;
  const at = isBackwards ? area.selectionStart : area.selectionEnd;
  const field = isBackwards ? (fields.findLast(([start]) => start < at) ?? fields.at(-1)) : (fields.find(([start]) => start >= at) ?? fields[0]);
  area.setSelectionRange(...field);
}
