// Unsigned text, saved on the node every five seconds; never in the browser's storage.

import { put } from "../shell/request.js";

const EVERY = 5_000;
/** Text typed in this tab, for a reviewer who returns to a study that another reviewer holds by then. */
const typed = new Map();

export const typedText = (study) => typed.get(study) ?? null;
export const forgetTyped = (study) => typed.delete(study);

export class Note {
  /** @param maySave whether the node accepts the text: only while the reviewer holds the study. */
  constructor({ study, revision, note }, { maySave, onSaved, onFault }) {
    Object.assign(this, { study, revision, maySave, onSaved, onFault, isStored: Boolean(note), saved: null, text: null });
    this.timer = setInterval(() => this.save(), EVERY);
  }

  /** @param isChanged false when the text equals the draft again: then only a note that the node already has is replaced. */
  hold(text, isChanged) {
    this.text = isChanged || this.isStored ? text : null;
    if (isChanged) typed.set(this.study, text);
    else typed.delete(this.study);
  }

  async save({ keepalive = false } = {}) {
    if (!this.text || this.text === this.saved || this.isSaving || !this.maySave()) return;
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

  /** Saves the last changes on leaving. */
  async close({ isSigned = false } = {}) {
    clearInterval(this.timer);
    if (isSigned) forgetTyped(this.study);
    else await this.save({ keepalive: true });
  }
}
