// Cache of fetched films: those on screen and those of the next study. The least recently used are dropped first.

import { get, read } from "../shell/request.js";

const LIMIT = 8, TRIES = 20;
const films = new Map(), pending = new Map();
let worker = null, last = 0;

/** Path of a picture of an image; `form` is `thumbnail.jpg`, `preview.jpg`, `display` or `display.json`. */
export function picture(study, image, form) {
  return `/api/studies/${study}/images/${image.instance}/${image.frame ?? 1}/${form}`;
}

/** The full film with its facts: `{ facts, levels, histogram }`. */
export function film(study, image) {
  const key = picture(study, image, "");
  if (films.has(key)) {
    const kept = films.get(key);
    films.delete(key);
    films.set(key, kept);
    return kept;
  }
  const loading = load(study, image);
  films.set(key, loading);
  loading.catch(() => films.delete(key));
  while (films.size > LIMIT) films.delete(films.keys().next().value);
  return loading;
}

async function load(study, image) {
  const [facts, body] = await Promise.all([
    patiently(() => get(picture(study, image, "display.json"))),
    patiently(() => read(picture(study, image, "display"))),
  ]);
  return { facts, ...(await undone(body, facts.width, facts.height)) };
}

/** Repeats a request while the node is busy making other pictures. */
async function patiently(ask) {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await ask();
    } catch (error) {
      if (error.status !== 503 || left === 0) throw error;
      await new Promise((resolve) => { setTimeout(resolve, Math.min(error.retryAfter ?? 1, 5) * 1000); });
    }
  }
}

function undone(bytes, width, height) {
  worker ??= started();
  const number = (last += 1);
  return new Promise((resolve, reject) => {
    pending.set(number, { resolve, reject });
    worker.postMessage({ number, bytes, width, height }, [bytes]);
  });
}

function started() {
  const script = new URL("./undo-worker.js", import.meta.url).href;
  const policy = globalThis.trustedTypes?.createPolicy("thoraxd-worker", { createScriptURL: (url) => url });
  const thread = new Worker(policy ? policy.createScriptURL(script) : script, { type: "module" });
  thread.addEventListener("message", ({ data }) => {
    const { resolve, reject } = pending.get(data.number);
    pending.delete(data.number);
    if (data.fault) reject(new Error(data.fault));
    else resolve(data);
  });
  thread.addEventListener("error", () => {
    for (const { reject } of pending.values()) reject(new Error("the film could not be decoded"));
    pending.clear();
    worker = null;
  });
  return thread;
}
