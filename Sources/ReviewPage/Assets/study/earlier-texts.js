// Texts that the reviewer typed before and did not sign: beside an earlier draft, or in another browser. Each is used or
// discarded before signing, so that no text replaces another unseen.

import { moment } from "../shell/dates.js";
import { fill, h } from "../shell/elements.js";
import { notify } from "../shell/notice-bar.js";
import { t } from "../shell/words.js";
import { Note } from "./note.js";
import { forget, isSameText, unsigned } from "./unsigned.js";

export class EarlierTexts {
  /** @param use takes a text over; absent where nothing can be typed. @param discard forgets a text; absent where it cannot be. */
  constructor(texts, revision, { use, useWords = "typed.use", discard, onChange = () => {} }) {
    Object.assign(this, { texts: [...texts], revision, use, useWords, discard, onChange });
    this.element = h("div.earlier");
    this.draw();
  }

  get count() {
    return this.texts.length;
  }

  /** Moves the focus to the decision that is due. */
  focus() {
    this.element.querySelector("button")?.focus();
  }

  /** Adds a text of the node, in place of an older version of it. */
  add(text) {
    this.texts = [...this.texts.filter((one) => one.version == null && !isSameText(one, text)), text];
    this.draw();
    this.onChange();
  }

  draw() {
    fill(this.element, this.texts.map((text) => this.panel(text)));
  }

  panel(text) {
    const whole = [text.findings, text.impression].filter(Boolean).join("\n\n");
    const copy = () => navigator.clipboard?.writeText(whole).then(() => notify(t("typed.copied")), () => {});
    const where = text.revision === this.revision ? t("typed.elsewhere") : t("typed.draft", { n: text.revision });
    const button = (name, act) => h("button", { type: "button", onclick: act }, t(name));
    return h("section.report-section.typed", { "aria-label": t("typed.title") }, h("h2", t("typed.title")),
      h("p.quiet", where, text.savedAt && ` ${t("typed.saved", { when: moment(text.savedAt) })}`), h("p.typed-words", { lang: "en" }, whole),
      h("div.choices", this.use && button(this.useWords, () => this.decide(text, this.use)), button("typed.copy", copy),
        this.discard && button("typed.discard", () => this.decide(text, this.discard))));
  }

  /** A text stays until it is used or discarded. */
  async decide(text, act) {
    if ((await act(text)) === false) return;
    this.texts = this.texts.filter((one) => one !== text);
    this.draw();
    this.onChange();
  }
}

/** All unsigned texts of a study, where nothing can be typed: each can be copied or discarded. `close` saves a discard that is due. */
export function keptTexts(view) {
  const { current, earlier } = unsigned(view, "report");
  const note = new Note(view, "report", { isBlocked: () => false, onOther: (text) => texts.add(text) });
  const texts = new EarlierTexts([current, ...earlier].filter(Boolean), view.revision, { discard: (text) => {
    forget(text);
    note.settle(text);
  } });
  return Object.assign(texts, { close: () => note.close() });
}
