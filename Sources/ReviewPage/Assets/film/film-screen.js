// The second window: the films of the study that the first window shows. It is empty without a study or a first window.

import { fill, h } from "../shell/elements.js";
import { listen } from "../shell/keys.js";
import { t } from "../shell/words.js";
import { studyHead } from "../study/study-head.js";
import { FilmWall } from "./film-wall.js";

const LOOK = 500;

export function filmScreen() {
  const element = h("article.film-screen");
  let host = null, wall = null, stopKeys = () => {};
  const clear = () => {
    const former = wall;
    wall = null;
    fill(element, h("p.quiet.no-films", t(host ? "film.window.empty" : "film.window.alone")));
    document.title = "thoraxd";
    stopKeys();
    former?.close();
  };
  const show = (text) => {
    const view = JSON.parse(text);
    clear();
    wall = new FilmWall({ onSeen: (image) => host?.saw(view.study, image), onElsewhere: (image) => host?.readElsewhere(view.study, image), load: host.film });
    fill(element, h("header.study-head", studyHead(view)), wall.element);
    wall.open(view);
    stopKeys = listen(wall.keys);
    document.title = `${view.accession ?? t("film.region")} · thoraxd`;
  };
  const there = { show, clear };
  // A reload of the first window makes another host; without one nothing may stay on the screen.
  const look = () => {
    const found = hostOf(window.opener);
    if (found === host) return;
    host = found;
    clear();
    host?.attach(there);
  };
  const active = () => hostOf(window.opener)?.noteActivity();
  const kinds = ["keydown", "pointerdown", "pointermove", "wheel"];
  for (const kind of kinds) document.addEventListener(kind, active, { passive: true, capture: true });
  const timer = setInterval(look, LOOK);
  clear();
  look();
  const close = () => {
    clearInterval(timer);
    for (const kind of kinds) document.removeEventListener(kind, active, { capture: true });
    host?.detach(there);
    clear();
  };
  return { element, title: t("film.window.title"), className: "wide", close };
}

/** The first window's part; null if it was closed or shows something else. */
function hostOf(opener) {
  try {
    return opener && !opener.closed ? (opener.thoraxdFilms ?? null) : null;
  } catch {
    return null;
  }
}
