// An addendum to a signed report, signed separately.

import { fill, h, say, show } from "../shell/elements.js";
import { faultWords } from "../shell/fault.js";
import { notify } from "../shell/notice-bar.js";
import { post } from "../shell/request.js";
import { me } from "../shell/session.js";
import { personName } from "../shell/dates.js";
import { t } from "../shell/words.js";
import { paragraphs } from "../report/draft-text.js";
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
      } });
    this.form = h("div.addendum", { hidden: true }, h("label", { for: "addendum" }, t("section.addendum")), this.area,
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
      await post(`/api/studies/${this.view.study}/sign`, { verdict: "addendum", revision: this.view.revision,
        text: { findings: paragraphs(this.area.value), impression: [] }, seen: [], decided: [] });
      typed.delete(this.view.study);
      notify(t("signed.addendum", { accession: this.view.accession ?? this.view.patient.id }));
      await this.reload();
    } catch (error) {
      if (error.mustConfirm) this.askPassword();
      else say(this.status, faultWords(error));
    } finally {
      this.isSigning = false;
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
