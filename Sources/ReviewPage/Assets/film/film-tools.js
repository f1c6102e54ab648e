// Pointer tools: drag changes the window, the wheel zooms at the pointer, middle button or space and drag pan.

import { moved } from "./windows.js";

let isSpaceHeld = false;
document.addEventListener("keydown", (event) => { if (event.key === " ") isSpaceHeld = true; });
document.addEventListener("keyup", (event) => { if (event.key === " ") isSpaceHeld = false; });
window.addEventListener("blur", () => { isSpaceHeld = false; });

export function filmTools(pane) {
  const { surface, geometry } = pane;
  let hold = null;
  const ratio = () => window.devicePixelRatio || 1;
  surface.addEventListener("pointerdown", (event) => {
    if (!pane.film || event.button > 1) return;
    event.preventDefault();
    pane.element.focus({ preventScroll: true });
    hold = { x: event.clientX, y: event.clientY, pans: event.button === 1 || isSpaceHeld || event.pointerType === "touch" };
    surface.setPointerCapture(event.pointerId);
  });
  surface.addEventListener("pointermove", (event) => {
    if (!hold) return;
    const [x, y] = [event.clientX - hold.x, event.clientY - hold.y];
    Object.assign(hold, { x: event.clientX, y: event.clientY });
    if (hold.pans) {
      geometry.pan(x * ratio(), y * ratio());
      pane.redraw();
    } else {
      pane.setWindow(moved(pane.voi, pane.film.facts, { width: x / 4, center: y / 4 }));
    }
  });
  for (const kind of ["pointerup", "pointercancel"]) surface.addEventListener(kind, () => { hold = null; });
  surface.addEventListener("wheel", (event) => {
    if (!pane.film || event.ctrlKey) return;
    event.preventDefault();
    const box = surface.getBoundingClientRect();
    geometry.zoomBy(Math.exp(-event.deltaY / 400), (event.clientX - box.left) * ratio(), (event.clientY - box.top) * ratio());
    pane.redraw();
  }, { passive: false });
  surface.addEventListener("dblclick", () => {
    geometry.isFitted = true;
    pane.redraw();
  });
}
