// One view of a film: first the preview, then the full film, with marks over it.

import { fill, h, say, show } from "../shell/elements.js";
import { mayReview } from "../shell/session.js";
import { t } from "../shell/words.js";
import { Drawing } from "./drawing.js";
import { FilmGeometry } from "./film-geometry.js";
import { FilmMarks } from "./film-marks.js";
import { faultNote } from "./film-fault.js";
import { film as loadFilm, picture } from "./film-store.js";
import { filmTools } from "./film-tools.js";
import { greyTable } from "./grey-table.js";
import { asSent } from "./windows.js";

export class FilmPane {
  /** @param load fetches a film; @param onSeen called with the image when the full film is drawn and all of it is in view. @param onDrawn called after each drawing. */
  constructor({ onActive, onSeen, onElsewhere, onDrawn, load = loadFilm }) {
    Object.assign(this, { onSeen, onElsewhere, onDrawn, load, geometry: new FilmGeometry(), film: null, image: null, number: 0 });
    this.preview = h("img.preview", { alt: "", hidden: true });
    this.surface = h("div.surface", { role: "img", "aria-roledescription": t("film.role") }, this.preview);
    this.note = h("p.film-note", { role: "status" });
    this.marks = new FilmMarks();
    this.element = h("div.film-pane", { tabIndex: 0, onfocus: () => onActive(this), onpointerdown: () => onActive(this) },
      this.surface, this.marks.element, this.note);
    this.drawing = new Drawing(this.surface);
    this.drawing.canvas.hidden = true;
    this.size = new ResizeObserver(([entry]) => this.resize(entry.devicePixelContentBoxSize?.[0]));
    try {
      this.size.observe(this.surface, { box: "device-pixel-content-box" });
    } catch {
      this.size.observe(this.surface);
    }
    // In a narrow window a pane can be outside of the view.
    this.inView = new IntersectionObserver(([entry]) => {
      this.isInView = entry.intersectionRatio >= 0.95;
      if (this.isInView) this.redraw();
    }, { threshold: 0.95 });
    this.inView.observe(this.surface);
    filmTools(this);
    document.addEventListener("visibilitychange", this.whenVisible = () => this.redraw());
  }

  /** Shows an image of a study; `label` says that it is a prior. */
  async open(study, image, { label = "" } = {}) {
    const number = (this.number += 1);
    Object.assign(this, { study, image, label, film: null, fault: null, turned: false });
    this.geometry.reset();
    this.showPreview(picture(study, image, "preview.jpg"));
    this.drawing.canvas.hidden = true;
    say(this.note, t("film.loading"));
    this.name(t("film.loading"));
    try {
      const film = await this.load(study, image);
      if (number !== this.number || this.isClosed) return;
      this.take(film);
    } catch (error) {
      if (number !== this.number || this.isClosed) return;
      this.fault = error;
      this.name(t("film.fault"));
      show(this.preview, false);
      this.tellFault();
    }
  }

  /** Says why there is no film, and offers what can be done. */
  tellFault() {
    const { study, image, label } = this;
    fill(this.note, faultNote(this.fault, {
      again: () => this.open(study, image, { label }),
      elsewhere: label || !mayReview() ? null : () => this.onElsewhere?.(image),
    }));
  }

  /** Called when the screen changes to another part: a film that is shown counts for it too, and a statement has to be made again. */
  renew() {
    if (this.fault) this.tellFault();
    this.redraw();
  }

  /** Names the picture for screen readers while no film is drawn. */
  name(words) {
    this.surface.setAttribute("aria-label", `${this.marks.tell(this)}, ${words}`);
  }

  /** Shows a preview in an element of its own: an image element shows its former picture until the next is loaded. */
  showPreview(src) {
    // A failed preview is requested again until the full film is drawn.
    const again = () => setTimeout(() => { if (!this.film && !this.fault && this.preview === preview && !this.isClosed) preview.src = src; }, 1500);
    const preview = h("img.preview", { alt: "", draggable: "false", src, onerror: again });
    this.preview.replaceWith(preview);
    this.preview = preview;
  }

  take(film) {
    this.film = film;
    // In square pixels the film has a whole number of rows, as in the node's pictures.
    const { width, height, aspect = 1 } = film.facts;
    Object.assign(this.geometry, { width, height, aspect: Math.max(1, Math.round(height * aspect)) / height });
    this.drawing.setFilm(film);
    this.setWindow(asSent(film.facts));
    say(this.note, "");
    this.drawing.canvas.hidden = false;
    this.redraw();
  }

  setWindow(voi, { turned = this.turned } = {}) {
    if (!this.film) return;
    this.voi = voi;
    this.turned = turned;
    this.greys = greyTable(this.film.facts, voi, { turned });
    this.redraw();
  }

  reset() {
    this.geometry.reset();
    if (this.film) this.setWindow(asSent(this.film.facts), { turned: false });
  }

  /** @param box size in device pixels, if the browser reports it; it avoids a second scaling of the film. */
  resize(box) {
    const ratio = window.devicePixelRatio || 1, { clientWidth, clientHeight } = this.surface;
    const canvas = this.drawing.canvas;
    const [width, height] = box ? [box.inlineSize, box.blockSize] : [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    Object.assign(this.geometry, { viewWidth: Math.max(1, width), viewHeight: Math.max(1, height) });
    this.redraw();
  }

  /** Draws in the next animation frame. */
  redraw() {
    if (this.frame || this.isClosed) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
    });
  }

  draw() {
    if (!this.film || !this.greys || this.surface.clientWidth < 8) return;
    this.drawing.draw(this.film, this.geometry, this.greys);
    show(this.preview, false);
    this.surface.setAttribute("aria-label", this.marks.tell(this));
    this.onDrawn?.(this);
    if (this.isInView && this.geometry.isWhole && document.visibilityState === "visible") this.onSeen?.(this.image);
  }

  close() {
    this.isClosed = true;
    this.size.disconnect();
    this.inView.disconnect();
    cancelAnimationFrame(this.frame);
    document.removeEventListener("visibilitychange", this.whenVisible);
    this.drawing.close();
  }
}
