// A study that is read before its draft is shown: the reviewer states whether the films are normal, with an optional text, and
// the node then returns the draft.

import { fill, h, say } from "../shell/elements.js";
import { time } from "../shell/dates.js";
import { faultWords } from "../shell/fault.js";
import { notify } from "../shell/notice-bar.js";
import { post } from "../shell/request.js";
import { t } from "../shell/words.js";
import { Claim } from "./claim.js";
import { EarlierTexts } from "./earlier-texts.js";
import { Note } from "./note.js";
import { unsigned } from "./unsigned.js";

const ASSESSMENTS = { normal: "n", abnormal: "a" };

export class FirstImpression {
  constructor(view, place, { reload, wall }) {
    Object.assign(this, { view, reload, wall, assessment: null });
    const { current, earlier } = unsigned(view, "impression");
    this.earlier = new EarlierTexts(earlier, view.revision, { discard: (text) => void this.note.settle(text), onChange: () => this.update() });
    this.note = new Note(view, "impression", { isBlocked: () => this.earlier.count > 0, onOther: (text) => this.earlier.add(text) });
    this.text = h("textarea", { id: "first-impression", spellcheck: "true", autocomplete: "off", autocorrect: "off",
      value: [current?.findings, current?.impression].filter(Boolean).join("\n\n"), oninput: () => this.hold(), onkeydown: (event) => this.key(event) });
    this.buttons = Object.fromEntries(Object.entries(ASSESSMENTS).map(([name, key]) =>
      [name, h("button", { type: "button", "aria-pressed": "false", onclick: () => this.choose(name) }, t(`impression.${name}`), h("kbd", key))]));
    this.record = h("button.primary", { type: "button", onclick: () => this.send() }, t("impression.record"), h("kbd", "Ctrl ⏎"));
    this.status = h("p.fault", { role: "alert" });
    this.until = h("span.claim");
    fill(place,
      h("div.draft-head", h("p.draft-words", t("impression.title")), h("p.quiet", t("impression.why"))),
      h("div.report-scroll", { tabIndex: 0, role: "region", "aria-label": t("report.region") }, this.earlier.element,
        h("section.report-section", h("h2", h("label", { for: "first-impression" }, t("impression.text"))), this.text)),
      h("div.sign-bar", h("div.verdicts", { role: "group", "aria-label": t("impression.assessment") }, Object.values(this.buttons)),
        h("div.verdicts", this.record), this.status, h("p.quiet.under", this.until)));
    this.keys = { n: () => this.choose("normal"), a: () => this.choose("abnormal"), "Control+Enter": () => this.send() };
    this.claim = new Claim(view.study, {
      onChange: () => {
        this.note.again();
        this.update();
      },
      onEnding: (until) => notify(t("claim.ending", { time: time(until) }), { kind: "fault" }),
      onLost: (error) => this.lost(error),
    });
    if (current) this.hold();
    this.update();
    this.claim.take();
  }

  hold() {
    this.note.hold({ findings: this.text.value, impression: "" }, Boolean(this.text.value.trim()));
  }

  update() {
    if (!this.claim) return;
    say(this.until, this.claim.isHeld ? t("claim.yours", { time: time(this.claim.until) }) : t("claim.opening"));
    this.record.disabled = !this.claim.isHeld;
  }

  choose(assessment) {
    if (this.isSending) return;
    this.assessment = assessment;
    // Without the claim the status offers the current state.
    if (this.claim.isHeld) say(this.status, "");
    for (const [name, button] of Object.entries(this.buttons)) button.setAttribute("aria-pressed", name === assessment);
  }

  key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.send();
    else if (event.key === "Escape") this.wall.active.element.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  async send() {
    if (!this.claim.isHeld || this.isSending) return;
    if (!this.assessment) return void say(this.status, t("impression.choose"));
    this.isSending = this.text.readOnly = true;
    try {
      await this.note.pause();
      await post(`/api/studies/${this.view.study}/impression`, { revision: this.view.revision, assessment: this.assessment, text: this.text.value });
      this.isRecorded = true;
      // The impression has the text now.
      this.note.resume();
      this.note.hold({ findings: "", impression: "" }, false);
      await this.note.save();
      await this.reload();
    } catch (error) {
      if (error.status === 409) this.claim.lose(error);
      else say(this.status, faultWords(error));
    } finally {
      this.note.resume();
      this.isSending = this.text.readOnly = false;
    }
  }

  lost(error) {
    if (this.isRecorded) return;
    say(this.until, "");
    fill(this.status, error.isExpired ? t("claim.expired") : faultWords(error), " ",
      h("button", { type: "button", onclick: () => this.reload() }, t("claim.reload")));
  }

  /** Keeps the claim after an impression, for the review of the draft; otherwise releases it. */
  close() {
    this.note.close();
    if (this.isRecorded) this.claim.end();
    else this.claim.release();
  }
}

/** The panel that replaces the findings while they are withheld. */
export function withheldFindings() {
  return h("aside.finding-panel", { "aria-label": t("findings.title") }, h("h2", t("findings.title")), h("p.quiet", t("impression.withheld")));
}

/** The reader's first impression as a line above the draft; null without one. */
export function impressionLine({ firstImpression }) {
  if (!firstImpression) return null;
  return h("p.quiet.first-impression", t("impression.yours", { assessment: t(`impression.${firstImpression.assessment}`) }),
    firstImpression.text && [" ", h("q", firstImpression.text)]);
}
