// A study that this user cannot sign now: another reviewer holds it, it has no draft, or the user is a viewer.

import { fill, h } from "../shell/elements.js";
import { moment, personName, time } from "../shell/dates.js";
import { mayReview } from "../shell/session.js";
import { known, t } from "../shell/words.js";
import { omitted } from "../report/omitted.js";
import { sentences } from "../report/sentences.js";
import { draftHead } from "./draft-head.js";
import { EarlierTexts } from "./earlier-texts.js";
import { Note } from "./note.js";
import { forget, unsigned } from "./unsigned.js";

export class ReadOnly {
  constructor(view, place, { attention, reload }) {
    this.keys = {};
    const { current, earlier } = unsigned(view, "report");
    this.note = new Note(view, "report", { isBlocked: () => false, onOther: (text) => this.earlier.add(text) });
    this.earlier = new EarlierTexts([current, ...earlier].filter(Boolean), view.revision, { discard: (text) => void this.discard(text) });
    const why = view.claim && !view.claim.mine ? t("fault.held", { name: personName(view.claim.name), time: time(view.claim.until) }) : null;
    fill(place, view.draft || view.abstention ? draftHead(view) : null,
      h("div.report-scroll", { tabIndex: 0, role: "region", "aria-label": t("report.region") },
        view.isWithheld && h("p.quiet", t("impression.withheld")),
        !view.draft && !view.abstention && !view.isWithheld && h("p.quiet", t("report.none", { state: known(`state.${view.state}`, view.state) })),
        this.earlier.element, view.draft && sentences(view, { attention }), attention.note(), omitted(view, {})),
      h("div.sign-bar", h("p.why-not", { role: "status" }, why ?? (mayReview() ? "" : t("role.viewer.may-not"))),
        why && [h("p.quiet", t("held.since", { when: moment(view.claim.openedAt) })), h("button", { type: "button", onclick: reload }, t("held.again"))]));
  }

  discard(text) {
    forget(text);
    this.note.settle(text);
  }

  close() {
    this.note.close();
  }
}
