// The foot of the report: checks before signing, verdicts with their keys, and the name of the signer.

import { fill, h, say, show } from "../shell/elements.js";
import { faultWords } from "../shell/fault.js";
import { me } from "../shell/session.js";
import { personName, time } from "../shell/dates.js";
import { t } from "../shell/words.js";
import { passwordPanel } from "./password-panel.js";
import { rejectPanel } from "./reject-panel.js";

export class SignBar {
  constructor(review) {
    this.review = review;
    this.checks = h("ul.checks");
    this.claim = h("span.claim");
    this.kept = h("span.kept", { role: "status" });
    this.status = h("p.fault", { role: "alert" });
    this.panel = h("div.panel", { hidden: true });
    const button = (name, key, act, className = "button") => h(className, { type: "button", onclick: act }, t(`verdict.${name}`), h("kbd", key));
    this.accept = button("accept", "a", () => review.accept(), "button.primary");
    this.sign = button("sign", "Ctrl ⏎", () => review.signEdited(), "button.primary");
    this.edit = button("edit", "e", () => review.edit());
    this.reject = button("reject", "x", () => this.askReason());
    this.buttons = h("div.verdicts", this.accept, this.sign, this.edit, this.reject);
    this.element = h("div.sign-bar", this.checks, this.panel, this.buttons, this.status,
      h("p.quiet.sign-words", t("sign.words", { name: personName(me().name) })), h("p.quiet.under", this.claim, this.kept));
  }

  update({ checks, mayAccept, maySign }) {
    const { review } = this, isChanged = review.text.isChanged, isHeld = review.claim?.isHeld;
    fill(this.checks, checks.map(({ what, n, total, isDone }) => h("li", { "data-done": isDone ? "" : null },
      h("span.tick", { "aria-hidden": "true" }, isDone ? "✓" : "○"), h("span.unseen", isDone ? t("check.done") : t("check.open")), " ", t(`check.${what}`, { n, total }))));
    show(this.accept, !isChanged);
    show(this.sign, isChanged);
    this.accept.setAttribute("aria-disabled", !mayAccept);
    this.sign.setAttribute("aria-disabled", !maySign);
    show(this.edit, !review.text.editor);
    for (const one of [this.edit, this.reject]) one.disabled = !isHeld;
    say(this.claim, isHeld ? t("claim.yours", { time: time(review.claim.until) }) : t("claim.opening"));
  }

  /** Announces what is missing before signing. */
  remind() {
    const { checks, mayAccept, maySign } = this.review.readiness;
    const missing = checks.filter((check) => !check.isDone).map(({ what, n, total }) => t(`check.${what}`, { n, total }));
    if (missing.length) return this.fault(t("sign.missing", { what: missing.join(t("and")) }));
    if (this.review.text.isChanged && !maySign) return this.fault(t("sign.empty"));
    return mayAccept ? undefined : this.fault(t(this.review.text.isChanged ? "sign.is-edited" : "sign.unchanged"));
  }

  fault(words) {
    say(this.status, "");
    say(this.status, words);
  }

  busy(isBusy) {
    this.buttons.inert = isBusy;
    if (isBusy) say(this.status, "");
  }

  askReason() {
    if (!this.review.claim.isHeld) return;
    this.open(rejectPanel((reason, comment) => {
      this.leave();
      this.review.reject(reason, comment);
    }, () => this.leave()));
  }

  askPassword(then) {
    this.open(passwordPanel(() => {
      this.leave();
      then();
    }, () => this.leave()));
  }

  /** Chooses the n-th reason while reasons are shown; otherwise 1 is a key of the film. */
  choose(n) {
    return this.current?.choose ? this.current.choose(n) : (n === 1 ? this.review.wall.commands.pixel() : false);
  }

  open(panel) {
    this.current = panel;
    fill(this.panel, panel.element);
    show(this.panel, true);
    panel.first?.focus();
  }

  leave() {
    if (!this.current) return false;
    this.current = null;
    show(this.panel, false);
    this.review.wall.active.element.focus();
    return undefined;
  }

  saved(at) {
    say(this.kept, t("note.saved", { time: time(at) }));
    this.kept.classList.remove("not-saved");
  }

  notSaved(error) {
    say(this.kept, t(error.status === 0 ? "note.no-answer" : "note.not-saved"));
    this.kept.classList.add("not-saved");
    if (error.status === 409) this.review.claim.lose(error);
  }

  lost(error) {
    this.busy(false);
    say(this.claim, "");
    this.open({ element: h("div.lost", h("p", error.isExpired ? t("claim.expired") : faultWords(error)),
      h("button", { type: "button", onclick: () => this.review.claim.take().then((isHeld) => isHeld && this.leave()) }, t("claim.again")), " ",
      h("button", { type: "button", onclick: () => this.review.reload() }, t("claim.reload"))) });
  }
}
