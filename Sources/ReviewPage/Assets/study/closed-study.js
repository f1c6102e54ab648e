// A signed or rejected study: the signed text, changes against the draft, deliveries, and an addendum.

import { fill, h } from "../shell/elements.js";
import { moment, personName } from "../shell/dates.js";
import { mayReview } from "../shell/session.js";
import { known, t } from "../shell/words.js";
import { diffView } from "../report/diff-view.js";
import { draftText, joined } from "../report/draft-text.js";
import { deliveries } from "./deliveries.js";
import { AddendumBar } from "./addendum.js";
import { keptTexts } from "./earlier-texts.js";

export class ClosedStudy {
  constructor(view, place, { reload }) {
    const last = view.reviews.findLast((review) => review.verdict !== "addended") ?? view.reviews.at(-1);
    const text = last?.text ?? view.text;
    this.addendum = mayReview() && last && last.verdict !== "rejected" ? new AddendumBar(view, { reload }) : null;
    // Beside a rejected draft, or for a user who may not sign now, texts can only be copied or discarded.
    this.earlier = this.addendum?.earlier ?? keptTexts(view);
    this.keys = this.addendum ? { c: () => this.addendum.begin(), "Control+Enter": () => this.addendum.sign() } : {};
    fill(place,
      h("div.draft-head", h("p.signed-words", signedWords(last))),
      h("div.report-scroll", { tabIndex: 0, role: "region", "aria-label": t("report.region") },
        this.earlier.element,
        text && last?.verdict !== "rejected" && ["findings", "impression"].map((section) =>
          h("section.report-section", h("h2", t(`section.${section}`)), h("p.signed-text", { lang: "en" }, joined(text[section])))),
        view.reviews.filter((review) => review.verdict === "addended").map((review) =>
          h("section.report-section", h("h2", t("section.addendum")), h("p.signed-text", { lang: "en" }, joined([...(review.text?.findings ?? []), ...(review.text?.impression ?? [])])))),
        last?.text && view.draft && comparison(view, last),
        h("section.report-section", h("h2", t("history.title")), h("ol.history", view.reviews.map(historyEntry)))),
      this.addendum?.element);
  }

  close() {
    (this.addendum ?? this.earlier).close();
  }
}

function signedWords(review) {
  if (!review) return "";
  return t(`signed.by.${review.verdict}`, { name: personName(review.by?.name), when: moment(review.signedAt) });
}

function comparison(view, last) {
  return h("details.report-section", h("summary", t("diff.against-draft")),
    ["findings", "impression"].map((section) => [h("h3", t(`section.${section}`)), diffView(draftText(view.draft[section]), joined(last.text[section]))]));
}

function historyEntry(review) {
  const why = [review.reason && known(`reject.${review.reason}`, review.reason), review.comment].filter(Boolean).join(" · ");
  return h("li", h("p", h("strong", t(`verdict.past.${review.verdict}`)), ` ${personName(review.by?.name)} · ${moment(review.signedAt)}`),
    why && h("p", why),
    review.filmsReadElsewhere > 0 && h("p", t("history.elsewhere", { n: review.filmsReadElsewhere })),
    review.documents && h("p.quiet", t("documents.state", { state: known(`documents.${review.documents.state}`, review.documents.state) }),
      review.documents.reason && [": ", h("span", { lang: "en" }, review.documents.reason)]),
    deliveries(review.deliveries));
}
