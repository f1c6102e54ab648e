// The keys of the film, and the commands behind the buttons below it.

import { asSent, automatic, bone, lung, moved } from "./windows.js";

/** Commands by name, for the pane that is active. */
export function filmCommands(active) {
  const on = (act) => () => {
    const pane = active();
    if (!pane?.film) return;
    act(pane, pane.geometry);
    pane.redraw();
  };
  const windowed = (choose) => on((pane) => pane.setWindow(choose(pane)));
  const by = (change) => windowed((pane) => moved(pane.voi, pane.film.facts, change));
  return {
    asSent: windowed((pane) => asSent(pane.film.facts)),
    automatic: windowed((pane) => automatic(pane.film)),
    lung: windowed((pane) => lung(pane.film)),
    bone: windowed((pane) => bone(pane.film)),
    wider: by({ width: 4 }), narrower: by({ width: -4 }), higher: by({ center: 2 }), lower: by({ center: -2 }),
    invert: on((pane) => pane.setWindow(pane.voi, { turned: !pane.turned })),
    fit: on((_, geometry) => { geometry.isFitted = true; }),
    pixel: on((_, geometry) => geometry.zoomTo(1)),
    nearer: on((_, geometry) => geometry.zoomBy(1.25)), farther: on((_, geometry) => geometry.zoomBy(0.8)),
    left: on((_, geometry) => geometry.pan(60, 0)), right: on((_, geometry) => geometry.pan(-60, 0)),
    up: on((_, geometry) => geometry.pan(0, 60)), down: on((_, geometry) => geometry.pan(0, -60)),
    turn: on((_, geometry) => { geometry.quarters = (geometry.quarters + 1) % 4; geometry.isFitted = true; }),
    mirror: on((_, geometry) => geometry.mirror()),
    reset: on((pane) => pane.reset()),
  };
}

export const FILM_KEYS = {
  q: "asSent", w: "automatic", l: "lung", b: "bone", "[": "narrower", "]": "wider", ";": "lower", "'": "higher", i: "invert",
  f: "fit", 1: "pixel", "+": "nearer", "=": "nearer", "-": "farther", t: "turn", h: "mirror", r: "reset",
  ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down",
};
