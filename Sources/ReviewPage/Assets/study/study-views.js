// Studies as the node returns them, and the next study prefetched with its films.

import { get } from "../shell/request.js";
import { film, picture } from "../film/film-store.js";

/** Milliseconds for which a prefetched study is used. */
const FRESH = 60_000;
const ahead = new Map();

export async function studyView(uid, { fresh = false } = {}) {
  const early = ahead.get(uid);
  ahead.delete(uid);
  if (!fresh && early && Date.now() - early.at < FRESH) {
    const view = await early.view.catch(() => null);
    if (view) return view;
  }
  return get(`/api/studies/${uid}`);
}

/** Prefetches a study with previews and full films. Errors are dropped: opening the study reports them. */
export async function fetchAhead(uid) {
  if (ahead.has(uid)) return;
  const view = get(`/api/studies/${uid}`, { quiet: true });
  ahead.set(uid, { at: Date.now(), view });
  while (ahead.size > 3) ahead.delete(ahead.keys().next().value);
  try {
    const { study, images } = await view;
    for (const image of (images ?? []).slice(0, 2)) {
      new Image().src = picture(study, image, "preview.jpg");
      await film(study, image);
    }
  } catch {
    ahead.delete(uid);
  }
}
