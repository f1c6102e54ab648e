// A review: holds the claim, saves unsigned text, tracks what was seen and decided, and signs.

import { fill, h } from "../shell/elements.js";
import { faultWords } from "../shell/fault.js";
import { notify } from "../shell/notice-bar.js";
import { instant, time } from "../shell/dates.js";
import { t } from "../shell/words.js";
import { readiness, seenKey } from "../report/readiness.js";
import { Claim } from "./claim.js";
import { draftHead } from "./draft-head.js";
import { EarlierTexts } from "./earlier-texts.js";
import { Note } from "./note.js";
import { goNext, prepareNext } from "./next.js";
import { ReviewText } from "./review-text.js";
import { SignBar } from "./sign-bar.js";
import { sign } from "./signing.js";
import { unsigned } from "./unsigned.js";

export class Review {
  constructor(view, place, { attention, filter, reload, wall }) {
    Object.assign(this, { view, attention, filter, reload, wall, seen: new Map(), elsewhere: new Map(), isSigned: false });
    this.text = new ReviewText(view, { attention, onChange: () => this.changed(), onSign: () => this.signEdited(), onLeave: () => wall.active.element.focus(), mayEdit: () => this.mayEdit() });
    this.bar = new SignBar(this);
    this.keys = { a: () => this.accept(), e: () => this.edit(), x: () => this.bar.askReason(), n: () => goNext(this), o: () => this.text.nextMatter(),
      "Control+Enter": () => this.signEdited(), Escape: () => this.bar.leave(), ...Object.fromEntries([1, 2, 3, 4, 5].map((n) => [n, () => this.bar.choose(n)])) };
    this.claim = new Claim(view.study, {
      onChange: () => {
        this.note.again();
        this.update();
      },
      onEnding: (until) => notify(t("claim.ending", { time: time(until) }), { kind: "fault" }),
      onLost: (error) => this.lost(error),
    });
    const { current, earlier } = unsigned(view, "report");
    this.earlier = new EarlierTexts(earlier, view.revision, { use: (text) => this.use(text), discard: (text) => void this.note.settle(text), onChange: () => this.update() });
    this.note = new Note(view, "report", { isBlocked: () => this.earlier.count > 0, onSaved: (at) => this.bar.saved(at), onFault: (error) => this.bar.notSaved(error), onOther: (text) => this.foundOther(text) });
    fill(place, h("div.report-top", draftHead(view), this.earlier.element), this.text.scroll, this.bar.element);
    this.show(current);
    this.opened = this.claim.take();
    this.opened.then(() => this.lookAhead());
  }

  /** Shows the draft, or earlier unsigned text. */
  show(kept) {
    if (kept && !this.text.isSame(kept)) {
      this.text.take(kept);
      notify(t("edit.restored"));
    } else {
      this.text.read();
    }
    this.update();
  }

  /** Shows the text areas as soon as the claim is held. */
  async edit() {
    if (!this.claim.isHeld && !(await this.opened)) return;
    if (this.isClosed || this.text.isLocked) return;
    if (!this.text.editor && !this.mayEdit()) return;
    const isNew = !this.text.editor;
    this.text.editing().focus();
    if (isNew) this.update();
  }

  /** The node keeps one text: the earlier one is used or discarded before another is begun. */
  mayEdit() {
    if (this.earlier.count === 0) return true;
    this.bar.fault(t("check.earlier", { n: this.earlier.count }));
    this.earlier.focus();
    return false;
  }

  /** Takes an earlier text over: in place of the draft, or behind what was typed since. */
  async use(text) {
    if (!this.claim.isHeld && !(await this.opened)) return false;
    if (this.isClosed || this.text.isLocked) return false;
    this.text.take(text);
    this.note.settle(text);
    return true;
  }

  foundOther(text) {
    this.earlier.add(text);
    notify(t("refusal.other-text"), { kind: "fault" });
  }

  changed() {
    this.note.hold(this.text.typed, this.text.isChanged);
    this.update();
  }

  sawFilm(image) {
    if (!image || this.seen.has(seenKey(image)) || !this.view.images.some((one) => seenKey(one) === seenKey(image))) return;
    this.elsewhere.delete(seenKey(image));
    this.seen.set(seenKey(image), { instance: image.instance, frame: image.frame ?? 1, at: instant() });
    this.update();
    this.lookAhead();
  }

  /** The reviewer states that a film which cannot be shown was read elsewhere. Returns the time. */
  readElsewhere(image) {
    if (!this.view.images.some((one) => seenKey(one) === seenKey(image))) return null;
    const at = instant();
    this.elsewhere.set(seenKey(image), { instance: image.instance, frame: image.frame ?? 1, at });
    this.update();
    return at;
  }

  /** Prefetches the next study after the films of this one are shown. */
  lookAhead() {
    const isThere = this.claim?.isHeld && (this.view.images ?? []).slice(0, 2).every((image) => this.seen.has(seenKey(image)));
    if (!isThere || this.isAhead || this.isClosed) return;
    this.isAhead = true;
    prepareNext(this);
  }

  get readiness() {
    const { decisions, seenAt, isChanged, isEmpty, fields } = this.text;
    return readiness({ images: this.view.images ?? [], seen: this.seen, elsewhere: this.elsewhere, textSeenAt: seenAt, decisions, isChanged, isEmpty, fields, earlier: this.earlier.count, isHeld: this.claim?.isHeld ?? false });
  }

  update() {
    this.attention.follow(this.text.typed);
    if (this.claim && this.note) this.bar.update(this.readiness);
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
    if (this.isSigned || this.isClosed) return;
    notify(error.isExpired ? t("claim.expired") : faultWords(error), { kind: "fault" });
    this.bar.lost(error);
  }

  /** What was typed before a rejection stays the reviewer's unsigned text. */
  closeNote() {
    this.note.resume();
    this.note.close({ isSigned: this.isSigned && !this.isRejected });
  }

  /** Releases an unchanged study; with changes the claim stays until it expires, so that the reviewer can return. */
  close() {
    this.isClosed = true;
    this.text.close();
    this.closeNote();
    if (this.isSigned || this.text.isChanged) this.claim.end();
    else this.claim.release();
  }
}
