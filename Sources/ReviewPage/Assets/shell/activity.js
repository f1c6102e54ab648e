// When the user last did something: a key, a click, a wheel or a move of the pointer.

/** Milliseconds after an action in which the page's requests count as caused by it. */
const CAUSED = 60_000;
let lastActive = Date.now();

export const activeAt = () => lastActive;

/** Counts as activity of the user, for instance in the second window. */
export const noteActivity = () => { lastActive = Date.now(); };

/** Whether the last action is too long ago to have caused a request made now. */
export const isIdle = () => Date.now() - lastActive > CAUSED;

export function watchActivity() {
  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"]) {
    document.addEventListener(kind, noteActivity, { passive: true, capture: true });
  }
}
