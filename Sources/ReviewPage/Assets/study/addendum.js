// An addendum to a signed report, signed separately.

import { go, here } from "../shell/address.js";
import { fill, h, say, show } from "../shell/elements.js";
import { faultWords } from "../shell/fault.js";
import { notify, offerUndo } from "../shell/notice-bar.js";
import { post } from "../shell/request.js";
import { me } from "../shell/session.js";
import { personName } from "../shell/dates.js";
import { t } from "../shell/words.js";
import { paragraphs } from "../report/draft-text.js";
import { macrosFor } from "../report/macro-list.js";
import { passwordPanel } from "./password-panel.js";

/** Unsigned text by study, in this tab. */
const typed = new Map();

export class AddendumBar {
  constructor(view, { reload }) {
    Object.assign(this, { view, reload });
    this.area = h("textarea", { id: "addendum", lang: "en", spellcheck: "true", autocomplete: "off", value: typed.get(view.study) ?? "",
      oninput: () => typed.set(view.study, this.area.value),
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
    this.status = h("p.fault", { role: "alert" });
    this.element = h("div.sign-bar", this.form, this.panel, h("div.verdicts", this.start), this.status);
    if (typed.get(view.study)) this.begin();
  }

  begin() {
    show(this.form, true);
    show(this.start, false);
    this.area.focus();
  }

  async sign() {
    if (this.form.hidden || this.isSigning) return;
    if (!this.area.value.trim()) return say(this.status, t("sign.empty"));
    this.isSigning = true;
    say(this.status, "");
    try {
      const { undoUntil } = await post(`/api/studies/${this.view.study}/sign`, { verdict: "addendum", revision: this.view.revision,
        text: { findings: paragraphs(this.area.value), impression: [] }, seen: [], decided: [] });
      const text = this.area.value, done = t("signed.addendum", { accession: this.view.accession ?? this.view.patient.id });
      typed.delete(this.view.study);
      await this.reload();
      if (undoUntil) offerUndo(done, undoUntil, () => this.undo(text));
      else notify(done);
    } catch (error) {
      if (error.mustConfirm) this.askPassword();
      else say(this.status, faultWords(error));
    } finally {
      this.isSigning = false;
    }
  }

  /** Withdraws the addendum; its text is in the text area again. */
  async undo(text) {
    const { study } = this.view;
    try {
      await post(`/api/studies/${study}/undo`);
      typed.set(study, text);
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

  close() {}
}
