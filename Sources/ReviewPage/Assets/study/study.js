// One study: film, text and findings on one screen. Reviewers open it to sign; for others and after signing it is read-only.

import { go } from "../shell/address.js";
import { fill, h } from "../shell/elements.js";
import { errorPanel } from "../shell/error-screen.js";
import { listen } from "../shell/keys.js";
import { filterOf } from "../list/filter-bar.js";
import { FilmWall } from "../film/film-wall.js";
import { clearThere, openFilmWindow, showThere } from "../film/film-window.js";
import { Attention } from "../report/attention.js";
import { findingPanel } from "../report/finding-panel.js";
import { ClosedStudy } from "./closed-study.js";
import { FirstImpression, withheldFindings } from "./first-impression.js";
import { ReadOnly } from "./read-only.js";
import { Review } from "./review.js";
import { studyHead } from "./study-head.js";
import { studyView } from "./study-views.js";
import { t } from "../shell/words.js";

const SIGNED = new Set(["accepted", "edited", "rejected"]);

export function studyScreen(address) {
  const uid = address.parts[1], filter = filterOf(address.query);
  const head = h("header.study-head"), text = h("section.report", { "aria-label": t("report.region") }), findings = h("div.findings-place");
  const wall = new FilmWall({ onSeen: (image) => part?.sawFilm?.(image), onElsewhere: (image) => part?.readElsewhere?.(image), openWindow: openFilmWindow });
  const element = h("article.study-screen", head, h("div.study-columns", wall.element, text, findings));
  let part = null, attention = null, isClosed = false;
  const stops = [];

  const showPart = (view) => {
    part?.close();
    attention?.close();
    // The sentences of a signed study's draft are not on the screen.
    attention = new Attention(SIGNED.has(view.state) ? { ...view, draft: null } : view, wall);
    const isOpen = !SIGNED.has(view.state) && view.mayOpen, isReview = isOpen && !view.isWithheld;
    part = SIGNED.has(view.state) ? new ClosedStudy(view, text, { reload }) : isReview ? new Review(view, text, { attention, filter, reload, wall })
      : isOpen ? new FirstImpression(view, text, { reload, wall }) : new ReadOnly(view, text, { attention, reload });
    fill(findings, view.isWithheld ? withheldFindings() : findingPanel(view));
    // Films that are on the screen already count for this part.
    wall.renew();
  };
  const openFilms = (view) => {
    wall.open(view);
    showThere(view, { onSeen: (image) => part?.sawFilm?.(image), onElsewhere: (image) => part?.readElsewhere?.(image) });
  };
  const reload = async () => {
    try {
      const view = await studyView(uid, { fresh: true });
      if (isClosed) return;
      fill(head, studyHead(view));
      openFilms(view);
      showPart(view);
    } catch (error) {
      if (!isClosed) fill(text, errorPanel(error));
    }
  };
  const start = async () => {
    try {
      const view = await studyView(uid);
      if (isClosed) return;
      fill(head, studyHead(view));
      openFilms(view);
      document.title = `${view.accession ?? t("nav.studies")} · thoraxd`;
      showPart(view);
      stops.push(listen({ ...wall.keys, u: () => go(["studies"], filter), d: () => changeFocus(text, wall), ...keysOf(), g: () => attention.next(), Escape: leave }));
    } catch (error) {
      if (!isClosed) fill(element, errorPanel(error));
    }
  };
  const leave = (event) => {
    if (attention.hide()) return undefined;
    return part?.keys.Escape ? part.keys.Escape(event) : false;
  };
  // The keys of the part that is shown, whichever it is when the key comes.
  const keysOf = () => Object.fromEntries(["a", "e", "x", "n", "c", "o", "Control+Enter", "1", "2", "3", "4", "5"].map((key) =>
    [key, (event) => (part?.keys[key] ? part.keys[key](event) : wall.keys[key] ? wall.keys[key](event) : false)]));
  start();
  const close = () => {
    isClosed = true;
    clearThere();
    for (const stop of stops) stop();
    part?.close();
    attention?.close();
    wall.close();
  };
  return { element, title: "", close, className: "wide", focus: wall.panes[0].element };
}

/** Between draft and film. */
function changeFocus(text, wall) {
  if (text.contains(document.activeElement)) wall.active.element.focus();
  else (text.querySelector("textarea") ?? text.querySelector(".report-scroll"))?.focus();
}
