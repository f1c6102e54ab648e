// Whether all of the text was in view: the first and the last line of each part, while the page was visible.

/** Pixels of a part that may be cut off at an edge of the view. */
const TOLERANCE = 8;

/**
 * Calls back once when every element has been in view from its top to its bottom, clipped by `root` and the window. A part
 * that is taller than the view counts when its top and its bottom have been in view. Returns a function that stops watching.
 */
export function whenAllSeen(root, elements, then) {
  const left = new Map([...elements].map((element) => [element, { top: false, bottom: false }]));
  let frame = 0;
  const look = () => {
    frame = 0;
    if (document.visibilityState !== "visible") return;
    const view = clipped(root.getBoundingClientRect());
    for (const [element, seen] of left) {
      const box = element.getBoundingClientRect();
      if (!box.height) continue;
      seen.top ||= isWithin(box.top + TOLERANCE, view);
      seen.bottom ||= isWithin(box.bottom - TOLERANCE, view);
      if (seen.top && seen.bottom) left.delete(element);
    }
    if (left.size) return;
    stop();
    then();
  };
  const soon = () => { frame ||= requestAnimationFrame(look); };
  const size = new ResizeObserver(soon);
  const stop = () => {
    cancelAnimationFrame(frame);
    size.disconnect();
    document.removeEventListener("scroll", soon, { capture: true });
    document.removeEventListener("visibilitychange", soon);
  };
  document.addEventListener("scroll", soon, { capture: true, passive: true });
  document.addEventListener("visibilitychange", soon);
  for (const element of [root, ...left.keys()]) size.observe(element);
  soon();
  return stop;
}

const clipped = (box) => ({ top: Math.max(0, box.top), bottom: Math.min(window.innerHeight, box.bottom) });
const isWithin = (y, view) => y >= view.top && y <= view.bottom;
