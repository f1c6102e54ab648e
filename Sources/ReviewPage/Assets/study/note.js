// What was typed and not signed, kept on the node every five seconds. Never in the browser's storage.

import { put } from "../shell/request.js";

const EVERY = 5_000;
/** What was typed in this tab, for coming back to a study that someone else has meanwhile. */
const typed = new Map();

export const typedText = (study) => typed.get(study) ?? null;
export const forgetTyped = (study) => typed.delete(study);

export class Note {
  constructor({ study, revision, note }, { onSaved, onFault }) {
    Object.assign(this, { study, revision, onSaved, onFault, isStored: Boolean(note), saved: null, text: null });
    this.timer = setInterval(() => this.save(), EVERY);
  }

  /** @param isChanged false when the text is the draft's again: then only a note that is on the node already is replaced. */
  hold(text, isChanged) {
    this.text = isChanged || this.isStored ? text : null;
    if (isChanged) typed.set(this.study, text);
    else typed.delete(this.study);
  }

  async save({ keepalive = false } = {}) {
    if (!this.text || this.text === this.saved || this.isSaving) return;
    const text = this.text;
    this.isSaving = true;
    try {
      const { savedAt } = await put(`/api/studies/${this.study}/note`, { revision: this.revision, ...text }, { quiet: keepalive, keepalive });
      this.saved = text;
      this.isStored = true;
      this.onSaved(savedAt);
    } catch (error) {
      this.onFault(error);
    } finally {
      this.isSaving = false;
    }
  }

  /** Saves what is left on leaving. */
  async close({ isSigned = false } = {}) {
    clearInterval(this.timer);
    if (isSigned) forgetTyped(this.study);
    else await this.save({ keepalive: true });
  }
}
