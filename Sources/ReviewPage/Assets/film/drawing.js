// Chooses how films are drawn by measuring: on the graphics processor, unless three frames took more than 25 ms each.

import { h } from "../shell/elements.js";
import { CanvasDrawing } from "./canvas-drawing.js";
import { GPUDrawing } from "./gpu-drawing.js";

const SLOW = 25, TRIALS = 3;
/** Result of the measurement, made once per page. */
let isGPUSlow = false;

export class Drawing {
  constructor(place) {
    this.place = place;
    this.slow = 0;
    this.trials = 0;
    this.begin(isGPUSlow ? CanvasDrawing : GPUDrawing);
  }

  begin(Kind) {
    this.method?.close();
    const canvas = h("canvas", { "aria-hidden": "true" });
    canvas.addEventListener("webglcontextlost", (event) => {
      event.preventDefault();
      if (this.method?.canvas === canvas) this.fall();
    });
    try {
      this.method = new Kind(canvas);
    } catch {
      return Kind === CanvasDrawing ? undefined : this.begin(CanvasDrawing);
    }
    if (this.canvas) {
      [canvas.width, canvas.height] = [this.canvas.width, this.canvas.height];
      this.canvas.replaceWith(canvas);
    } else {
      this.place.append(canvas);
    }
    this.canvas = canvas;
    canvas.dataset.drawing = Kind.kind;
    return undefined;
  }

  /** Switches to drawing without the graphics processor. */
  fall() {
    if (this.method instanceof CanvasDrawing) return;
    this.begin(CanvasDrawing);
    if (this.last) this.draw(...this.last);
  }

  setFilm(film) {
    try {
      this.method.setFilm(film);
    } catch {
      this.fall();
    }
  }

  draw(film, geometry, greys) {
    this.last = [film, geometry, greys];
    const start = performance.now();
    this.method.draw(film, geometry, greys);
    if (!this.method.finish || this.trials > TRIALS) return;
    this.method.finish();
    // The first frame includes the upload.
    if (this.trials > 0 && performance.now() - start > SLOW) this.slow += 1;
    this.trials += 1;
    if (this.slow === TRIALS) {
      isGPUSlow = true;
      this.fall();
    } else if (this.trials <= TRIALS) {
      this.draw(film, geometry, greys);
    }
  }

  close() {
    const { method } = this;
    // Closing loses the context, which must not begin another way of drawing.
    this.method = null;
    this.last = null;
    method.close();
  }
}
