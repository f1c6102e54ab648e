// A study that this user cannot sign now: another reviewer holds it, it has no draft, or the user is a viewer.

import { fill, h } from "../shell/elements.js";
import { moment, personName, time } from "../shell/dates.js";
import { mayReview } from "../shell/session.js";
import { known, t } from "../shell/words.js";
import { omitted } from "../report/omitted.js";
import { sentences } from "../report/sentences.js";
import { draftHead } from "./draft-head.js";
import { keptTexts } from "./earlier-texts.js";

export class ReadOnly {
  constructor(view, place, { attention, reload }) {
    this.keys = {};
    this.earlier = keptTexts(view);
    const why = view.claim && !view.claim.mine ? t("fault.held", { name: personName(view.claim.name), time: time(view.claim.until) }) : null;
    fill(place, view.draft || view.abstention ? draftHead(view) : null,
      h("div.report-scroll", { tabIndex: 0, role: "region", "aria-label": t("report.region") },
        view.isWithheld && h("p.quiet", t("impression.withheld")),
        !view.draft && !view.abstention && !view.isWithheld && h("p.quiet", t("report.none", { state: known(`state.${view.state}`, view.state) })),
        this.earlier.element, view.draft && sentences(view, { attention }), attention.note(), omitted(view, {})),
      h("div.sign-bar", h("p.why-not", { role: "status" }, why ?? (mayReview() ? "" : t("role.viewer.may-not"))),
        why && [h("p.quiet", t("held.since", { when: moment(view.claim.openedAt) })), h("button", { type: "button", onclick: reload }, t("held.again"))]));
  }

  close() {
    this.earlier.close();
  }
}
