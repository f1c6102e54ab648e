// The films of a study side by side, priors beside them, and the commands for the one that is active.

import { fill, h, show } from "../shell/elements.js";
import { dicomDay } from "../shell/dates.js";
import { known, t } from "../shell/words.js";
import { FILM_KEYS, filmCommands } from "./film-keys.js";
import { FilmPane } from "./film-pane.js";
import { picture } from "./film-store.js";
import { filmButtons } from "./film-buttons.js";

export class FilmWall {
  /** @param onSeen called with each image shown in full; @param onElsewhere called with one that its reviewer read elsewhere; @param load fetches films; @param openWindow absent in the second window. */
  constructor({ onSeen, onElsewhere, load, openWindow }) {
    const part = { onActive: (pane) => this.activate(pane), onSeen, onElsewhere, load, onDrawn: (pane) => this.onDrawn?.(pane) };
    this.panes = [new FilmPane(part), new FilmPane(part)];
    this.row = h("div.panes", this.panes.map((pane) => pane.element));
    this.strip = h("div.strip", { role: "group", "aria-label": t("film.strip") });
    this.commands = { ...filmCommands(() => this.active), view: () => this.layOut(this.shown === 1 ? 2 : 1), prior: () => this.nextPrior(), window: () => openWindow?.() };
    this.hasWindow = Boolean(openWindow);
    this.buttons = filmButtons(this.commands);
    this.element = h("section.film-wall", { "aria-label": t("film.region") },
      this.row, this.strip, h("div.film-foot", this.buttons.element, h("p.film-words", t("film.words"))));
    this.keys = Object.fromEntries(Object.entries(FILM_KEYS).map(([key, name]) => [key, () => this.commands[name]()]));
    Object.assign(this.keys, { v: this.commands.view, p: this.commands.prior }, openWindow && { s: this.commands.window });
    this.active = this.panes[0];
    this.prior = -1;
  }

  /** Shows the films of a study; does nothing if they are shown already. */
  open(view) {
    const films = JSON.stringify([view.images, view.priors]);
    if (films === this.films) return;
    this.films = films;
    this.images = (view.images ?? []).map((image) => ({ study: view.study, image }));
    this.priors = (view.priors ?? []).flatMap((prior) => prior.images.map((image) => ({ study: prior.study, image,
      label: t("film.prior", { date: dicomDay(prior.studyDate) }) })));
    show(this.strip, this.images.length > 2 || this.priors.length > 0);
    fill(this.strip, [...this.images, ...this.priors].map((entry) => this.thumbnail(entry)));
    this.buttons.offer({ two: this.images.length + this.priors.length > 1, prior: this.priors.length > 0, window: this.hasWindow });
    if (!this.images.length) return void fill(this.row, h("p.quiet.no-films", t("film.none")));
    fill(this.row, this.panes.map((pane) => pane.element));
    this.panes[1].entry = null;
    this.place(this.panes[0], this.images[0]);
    this.layOut(this.images.length > 1 ? 2 : 1);
    this.activate(this.panes[0]);
  }

  /** Called when the screen changes to another part, which must know of every film that is shown. */
  renew() {
    for (const pane of this.panes) pane.renew();
  }

  thumbnail(entry) {
    const { study, image, label } = entry;
    const name = [label, known(`view.${image.view}`, image.view ?? "")].filter(Boolean).join(" · ");
    entry.button = h("button.thumbnail", { type: "button", title: name, onclick: () => this.place(label ? this.beside() : this.active, entry) },
      h("img", { src: picture(study, image, "thumbnail.jpg"), alt: "", loading: "lazy" }), h("span", name));
    return entry.button;
  }

  /** Shows and returns the second pane. */
  beside() {
    if (this.shown !== 2) this.layOut(2);
    return this.panes[1];
  }

  place(pane, entry) {
    pane.entry = entry;
    pane.open(entry.study, entry.image, { label: entry.label });
    this.mark();
  }

  layOut(count) {
    this.shown = count;
    this.row.dataset.count = count;
    this.panes[1].element.hidden = count === 1;
    if (count === 2 && !this.panes[1].entry) {
      const other = this.images[1] ?? this.priors[0];
      if (other) this.place(this.panes[1], other);
    }
    if (count === 1 && this.active === this.panes[1]) this.activate(this.panes[0]);
    this.mark();
  }

  nextPrior() {
    if (!this.priors.length) return;
    this.prior = (this.prior + 1) % this.priors.length;
    this.place(this.beside(), this.priors[this.prior]);
  }

  activate(pane) {
    this.active = pane;
    this.mark();
  }

  mark() {
    for (const pane of this.panes) pane.element.classList.toggle("active", pane === this.active && this.shown === 2);
    const there = this.panes.slice(0, this.shown ?? 1).map((pane) => pane.entry);
    for (const entry of [...(this.images ?? []), ...(this.priors ?? [])]) entry.button?.setAttribute("aria-pressed", there.includes(entry));
  }

  close() {
    for (const pane of this.panes) pane.close();
  }
}
