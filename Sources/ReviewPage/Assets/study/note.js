// Unsigned text, saved on the node every five seconds. The node keeps one text of a reviewer for each study, and refuses to
// replace one that this page does not know.

import { put, remove } from "../shell/request.js";
import { forget, isSameText, keep, know, knownVersion } from "./unsigned.js";

const EVERY = 5_000;

export class Note {
  /**
   * @param kind see `unsigned`. @param isBlocked whether an earlier text is to be decided on first.
   * @param onOther called with another text of the reviewer that the node has.
   */
  constructor({ study, revision }, kind, { isBlocked, onSaved = () => {}, onFault = () => {}, onOther }) {
    Object.assign(this, { place: { study, revision, kind }, path: `/api/studies/${study}/note`, isBlocked, onSaved, onFault, onOther, text: null });
    this.timer = setInterval(() => this.save(), EVERY);
    // While the node does not answer, closing the page would lose the last words.
    this.guard = (event) => { if (this.isFailing) event.preventDefault(); };
    window.addEventListener("beforeunload", this.guard);
  }

  /** @param isChanged false when the text equals the draft again: there is nothing to keep then. */
  hold(text, isChanged) {
    this.refused = null;
    this.text = isChanged ? text : null;
    if (isChanged) keep({ ...this.place, ...text });
    else forget(this.place);
    this.isGone = !isChanged && knownVersion(this.place.study) !== null;
  }

  /** An earlier text was used or discarded: the node's copy may be replaced. */
  settle(text) {
    if (text.version != null) know(this.place.study, text.version);
    if (text.kind !== this.place.kind || text.revision !== this.place.revision) forget(text);
    if (!this.text && text.version != null) this.isGone = true;
    return this.save();
  }

  save(options) {
    this.saving = (this.saving ?? Promise.resolve()).then(() => this.write(options));
    return this.saving;
  }

  async write({ keepalive = false } = {}) {
    const { text, place } = this, isOver = !text && this.isGone;
    if ((!text && !isOver) || (text && (text === this.saved || text === this.refused)) || this.isBlocked() || this.isPaused) return;
    const { tried } = this;
    this.tried = text;
    try {
      const known = { replaces: knownVersion(place.study) }, options = { quiet: keepalive, keepalive };
      const answer = isOver ? await remove(this.path, known, options) : await put(this.path, { revision: place.revision, ...text, ...known }, options);
      know(place.study, answer?.version ?? null);
      if (isOver) this.isGone = Boolean(this.text);
      else this.saved = text;
      this.isFailing = false;
      if (!isOver) this.onSaved(answer.savedAt);
    } catch (error) {
      this.failed(error, text, tried);
    }
  }

  failed(error, text, tried) {
    this.isFailing = Boolean(text ?? this.text);
    // The node has saved a text whose answer did not arrive.
    if (error.note && tried && isSameText(error.note, tried)) return void know(this.place.study, error.note.version);
    if (error.refusal === "other-text") return void this.onOther({ ...error.note, ...this.place, revision: error.note.revision, kind: "other" });
    // Repeating a refused request changes nothing; the next change of the text is sent again.
    if (error.status >= 400 && error.status < 500 && error.status !== 401 && error.status !== 429) this.refused = text;
    return this.onFault(error);
  }

  /** Waits for a save under way and sends no other until `resume`, so that none arrives after a signature. */
  async pause() {
    this.isPaused = true;
    await this.saving;
  }

  resume() {
    this.isPaused = false;
  }

  /** Sends a refused text again, because the study is open again. */
  again() {
    this.refused = null;
  }

  /** Saves the last changes on leaving. */
  async close({ isSigned = false } = {}) {
    clearInterval(this.timer);
    window.removeEventListener("beforeunload", this.guard);
    if (isSigned) {
      forget(this.place);
      Object.assign(this, { text: null, isGone: false });
    } else await this.save({ keepalive: true });
  }
}
