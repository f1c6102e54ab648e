// A review: it holds the claim, keeps what is typed, knows what was seen and what is missing, and signs.

import { fill } from "../shell/elements.js";
import { faultWords } from "../shell/fault.js";
import { notify } from "../shell/notice-bar.js";
import { instant, time } from "../shell/dates.js";
import { t } from "../shell/words.js";
import { readiness, seenKey } from "../report/readiness.js";
import { Claim } from "./claim.js";
import { draftHead } from "./draft-head.js";
import { Note, typedText } from "./note.js";
import { goNext, prepareNext } from "./next.js";
import { ReviewText } from "./review-text.js";
import { SignBar } from "./sign-bar.js";
import { sign } from "./signing.js";

export class Review {
  constructor(view, place, { filter, reload, wall }) {
    Object.assign(this, { view, filter, reload, wall, seen: new Map(), isSigned: false });
    this.text = new ReviewText(view, { onChange: () => this.changed(), onSign: () => this.signEdited(), onLeave: () => wall.active.element.focus() });
    this.bar = new SignBar(this);
    this.keys = { a: () => this.accept(), e: () => this.edit(), x: () => this.bar.askReason(), n: () => goNext(this), o: () => this.text.nextMatter(),
      "Control+Enter": () => this.signEdited(), Escape: () => this.bar.leave(), ...Object.fromEntries([1, 2, 3, 4, 5].map((n) => [n, () => this.bar.choose(n)])) };
    this.claim = new Claim(view.study, {
      onChange: () => this.update(),
      onEnding: (until) => notify(t("claim.ending", { time: time(until) }), { kind: "fault" }),
      onLost: (error) => this.lost(error),
    });
    this.note = new Note(view, { onSaved: (at) => this.bar.saved(at), onFault: (error) => this.bar.notSaved(error) });
    fill(place, draftHead(view), this.text.scroll, this.bar.element);
    this.show(typedText(view.study) ?? (view.note?.revision === view.revision ? view.note : null));
    this.opened = this.claim.take();
    this.opened.then(() => this.lookAhead());
  }

  /** Shows the draft, or what was typed before. */
  show(kept) {
    if (kept && !this.text.isSame(kept)) {
      this.text.edit(kept);
      notify(t("edit.restored"));
    } else {
      this.text.read();
    }
    this.update();
  }

  /** Shows the text areas; once the claim is there, if it is not yet. */
  async edit() {
    if (!this.claim.isHeld && !(await this.opened)) return;
    if (this.isClosed) return;
    const isNew = !this.text.editor;
    this.text.editing().focus();
    if (isNew) this.update();
  }

  changed() {
    this.note.hold(this.text.typed, this.text.isChanged);
    this.update();
  }

  sawFilm(image) {
    if (!image || this.seen.has(seenKey(image)) || !this.view.images.some((one) => seenKey(one) === seenKey(image))) return;
    this.seen.set(seenKey(image), { instance: image.instance, frame: image.frame ?? 1, at: instant() });
    this.update();
    this.lookAhead();
  }

  /** Fetches the next study once this one is there, and never before. */
  lookAhead() {
    const isThere = this.claim?.isHeld && (this.view.images ?? []).slice(0, 2).every((image) => this.seen.has(seenKey(image)));
    if (!isThere || this.isAhead || this.isClosed) return;
    this.isAhead = true;
    prepareNext(this);
  }

  get readiness() {
    const { decisions, seenAt, isChanged, isEmpty } = this.text;
    return readiness({ images: this.view.images ?? [], seen: this.seen, textSeenAt: seenAt, decisions, isChanged, isEmpty, isHeld: this.claim?.isHeld ?? false });
  }

  update() {
    if (this.claim) this.bar.update(this.readiness);
  }

  accept() {
    return this.readiness.mayAccept ? sign(this, "accept") : this.bar.remind();
  }

  signEdited() {
    return this.readiness.maySign ? sign(this, "edit") : this.bar.remind();
  }

  reject(reason, comment) {
    return sign(this, "reject", { reason, comment });
  }

  lost(error) {
    if (this.isSigned) return;
    this.note.save();
    notify(error.isExpired ? t("claim.expired") : faultWords(error), { kind: "fault" });
    this.bar.lost(error);
  }

  /** Without changes the study is given back; with changes it is held until the claim ends. */
  close() {
    this.isClosed = true;
    this.text.close();
    this.note.close({ isSigned: this.isSigned });
    if (this.isSigned || this.text.isChanged) this.claim.end();
    else this.claim.giveBack();
  }
}
