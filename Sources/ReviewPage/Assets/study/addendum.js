// An addendum to a signed report, signed separately.

import { go, here } from "../shell/address.js";
import { fill, h, say, show } from "../shell/elements.js";
import { faultWords } from "../shell/fault.js";
import { notify, offerUndo } from "../shell/notice-bar.js";
import { post } from "../shell/request.js";
import { me } from "../shell/session.js";
import { personName, time } from "../shell/dates.js";
import { t } from "../shell/words.js";
import { paragraphs } from "../report/draft-text.js";
import { macrosFor } from "../report/macro-list.js";
import { EarlierTexts } from "./earlier-texts.js";
import { Note } from "./note.js";
import { passwordPanel } from "./password-panel.js";
import { keep, knownVersion, unsigned } from "./unsigned.js";

export class AddendumBar {
  constructor(view, { reload }) {
    Object.assign(this, { view, reload });
    const { current, earlier } = unsigned(view, "addendum");
    this.earlier = new EarlierTexts(earlier, view.revision, { use: (text) => this.use(text), useWords: "typed.use.addendum", discard: (text) => void this.note.settle(text) });
    this.note = new Note(view, "addendum", { isBlocked: () => this.earlier.count > 0, onSaved: (at) => say(this.kept, t("note.saved", { time: time(at) })),
      onFault: (error) => say(this.kept, t(error.status === 0 ? "note.no-answer" : "note.not-saved")), onOther: (text) => this.earlier.add(text) });
    this.area = h("textarea", { id: "addendum", lang: "en", spellcheck: "true", autocomplete: "off", value: current?.findings ?? "",
      oninput: () => this.hold(),
      onkeydown: (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.sign();
        else if (event.key === "Escape") this.area.blur();
        else if (this.macros.key(event)) event.preventDefault();
      } });
    this.macros = macrosFor(this.area);
    this.form = h("div.addendum", { hidden: true }, h("div.section-head", h("label", { for: "addendum" }, t("section.addendum")), this.macros.button), this.area, this.macros.place,
      h("div.verdicts", h("button.primary", { type: "button", onclick: () => this.sign() }, t("addendum.sign"), h("kbd", "Ctrl ⏎"))),
      h("p.quiet", t("sign.words", { name: personName(me().name) })));
    this.start = h("button", { type: "button", onclick: () => this.begin() }, t("addendum.begin"), h("kbd", "c"));
    this.panel = h("div.panel");
    this.kept = h("span.kept", { role: "status" });
    this.status = h("p.fault", { role: "alert" });
    this.element = h("div.sign-bar", this.form, this.panel, h("div.verdicts", this.start), this.status, this.kept);
    if (current) {
      this.hold();
      show(this.form, true);
      show(this.start, false);
    }
  }

  hold() {
    this.note.hold({ findings: this.area.value, impression: "" }, Boolean(this.area.value.trim()));
  }

  /** Takes over an unsigned text, behind what was typed since. */
  use(text) {
    if (this.isSigning) return false;
    this.begin();
    const words = [text.findings, text.impression].filter(Boolean).join("\n\n"), end = this.area.value.length;
    this.area.setRangeText((end ? "\n\n" : "") + words, end, end, "end");
    this.hold();
    this.note.settle(text);
    return true;
  }

  begin() {
    show(this.form, true);
    show(this.start, false);
    this.area.focus();
  }

  async sign() {
    if (this.form.hidden || this.isSigning) return;
    if (!this.area.value.trim()) return say(this.status, t("sign.empty"));
    this.isSigning = this.area.readOnly = true;
    say(this.status, "");
    const asked = performance.now();
    try {
      await this.note.pause();
      const { undoSeconds } = await post(`/api/studies/${this.view.study}/sign`, { verdict: "addendum", revision: this.view.revision,
        text: { findings: paragraphs(this.area.value), impression: [] }, seen: [], decided: [], replaces: knownVersion(this.view.study) });
      const text = this.area.value, done = t("signed.addendum", { accession: this.view.accession ?? this.view.patient.id });
      await this.note.close({ isSigned: true });
      await this.reload();
      if (undoSeconds) offerUndo(done, asked + undoSeconds * 1000, () => this.undo(text));
      else notify(done);
    } catch (error) {
      if (error.mustConfirm) this.askPassword();
      else if (error.refusal === "other-text") this.note.failed(error, null, null);
      else say(this.status, faultWords(error));
    } finally {
      this.note.resume();
      this.isSigning = this.area.readOnly = false;
    }
  }

  /** Withdraws the addendum; its text is in the text area again. */
  async undo(text) {
    const { study } = this.view;
    try {
      await post(`/api/studies/${study}/undo`);
      keep({ study, kind: "addendum", revision: this.view.revision, findings: text, impression: "" });
      notify(t("undone.addendum"));
      if (here().parts[1] === study) await this.reload();
      else go(["studies", study]);
    } catch (error) {
      notify(error.status === 409 ? t("undo.late") : faultWords(error), { kind: "fault" });
    }
  }

  askPassword() {
    const close = () => fill(this.panel, []);
    const panel = passwordPanel(() => { close(); this.sign(); }, close);
    fill(this.panel, panel.element);
    panel.first.focus();
  }

  close() {
    this.note.close();
  }
}
