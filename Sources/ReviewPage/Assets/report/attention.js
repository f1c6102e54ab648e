// Shows where the model looked while it wrote a sentence: by a button beside each sentence and by the key `g`. Edited and
// deleted sentences have no attention.

import { h } from "../shell/elements.js";
import { faultWords } from "../shell/fault.js";
import { notify } from "../shell/notice-bar.js";
import { get } from "../shell/request.js";
import { t } from "../shell/words.js";
import { AttentionOverlay } from "../film/attention-overlay.js";
import { SECTIONS, sentenceKey } from "./decisions.js";
import { seenKey } from "./readiness.js";

export class Attention {
  constructor(view, wall) {
    Object.assign(this, { view, typed: null, current: null, buttons: new Map(), overlay: new AttentionOverlay(wall) });
    this.sentences = SECTIONS.flatMap((section) => (view.draft?.[section] ?? []).map(({ text }, index) =>
      ({ key: sentenceKey(section, index), section, index, text })));
    this.sentences.forEach((sentence, index) => { sentence.number = index + 1; });
  }

  /** The button of a sentence; null if the attention of the draft is not stored. */
  button(section, index) {
    const sentence = this.sentences.find((one) => one.section === section && one.index === index);
    if (!sentence || !this.view.hasAttention) return null;
    const name = t("attention.button", { number: sentence.number });
    const button = h("button.attention-button", { type: "button", title: name, "aria-label": name, onclick: () => this.toggle(sentence) },
      h("span", { "aria-hidden": "true" }, "◎"));
    this.buttons.set(sentence.key, button);
    this.mark();
    return button;
  }

  /** A note that the attention of the draft is not stored; null if it is. */
  note() {
    return this.view.draft && !this.view.hasAttention ? h("p.quiet.attention-none", t("attention.none")) : null;
  }

  /** Takes over the typed text by section, and hides the attention of a sentence that it no longer contains. */
  follow(typed) {
    this.typed = typed;
    if (this.current && !this.isThere(this.current)) this.hide();
    this.mark();
  }

  isThere({ section, text }) {
    return !this.typed || this.typed[section].includes(text);
  }

  /** Shows the attention of the next unchanged sentence; after the last one, hides it. */
  next() {
    if (!this.view.draft) return false;
    if (!this.view.hasAttention) return void notify(t("attention.none"));
    const there = this.sentences.filter((sentence) => this.isThere(sentence));
    const next = there[there.indexOf(this.current) + 1];
    if (next) this.toggle(next);
    else if (!this.hide()) notify(t("attention.no-sentence"));
    return undefined;
  }

  toggle(sentence) {
    if (this.current === sentence) return void this.hide();
    this.current = sentence;
    this.mark();
    return this.load(sentence);
  }

  async load(sentence) {
    try {
      this.asked ??= get(`/api/studies/${this.view.study}/attention`);
      const attention = await this.asked;
      if (this.current !== sentence) return;
      if (attention.revision !== this.view.revision) return void this.hide();
      const maps = mapsOf(attention, sentence.section, sentence.index);
      this.overlay.set({ title: t("attention.title", { number: sentence.number }), grid: attention.grid, maps });
    } catch (error) {
      this.asked = null;
      if (this.current !== sentence) return;
      this.hide();
      notify(faultWords(error), { kind: "fault" });
    }
  }

  /** Hides the attention. Returns whether any was shown. */
  hide() {
    const wasShown = Boolean(this.current);
    this.current = null;
    this.overlay.set(null);
    this.mark();
    return wasShown;
  }

  mark() {
    for (const sentence of this.sentences) {
      const button = this.buttons.get(sentence.key);
      if (!button) continue;
      button.hidden = !this.isThere(sentence);
      button.setAttribute("aria-pressed", this.current === sentence);
    }
  }

  close() {
    this.current = null;
    this.overlay.close();
  }
}

/** The maps of a sentence by film, each of `size` by `size` bytes. */
export function mapsOf({ grid, films, ...sections }, section, index) {
  const bytes = Uint8Array.from(atob(sections[section][index]), (letter) => letter.charCodeAt(0)), places = grid.size * grid.size;
  return new Map(films.map((film, place) => [seenKey(film), bytes.subarray(place * places, (place + 1) * places)]));
}
