// Requests to the node: JSON in both directions, and one kind of error.

import { isIdle } from "./activity.js";
import { early } from "./early.js";

/** A response that is not a success, or no response (status 0). */
export class Refusal extends Error {
  constructor(status, body, retryAfter) {
    super(body?.error ?? "");
    this.status = status;
    this.hint = body?.hint ?? "";
    this.number = body?.request ?? null;
    this.heldBy = body?.heldBy ?? null;
    this.refusal = body?.refusal ?? null;
    this.note = body?.note ?? null;
    this.singleSignOn = body?.singleSignOn ?? null;
    this.mustConfirm = body?.mustConfirm === true;
    this.retryAfter = retryAfter;
  }
}

/** Called when the session has ended; resolves to whether to send the request again. */
let signedOut = async () => false;
export function onSignedOut(handler) {
  signedOut = handler;
}

export const get = (path, options) => ask("GET", path, undefined, options);
export const post = (path, body = {}, options) => ask("POST", path, body, options);
export const put = (path, body, options) => ask("PUT", path, body, options);
export const patch = (path, body) => ask("PATCH", path, body);
export const remove = (path, body = {}, options) => ask("DELETE", path, body, options);

/** Fetches the bytes of a body that is not JSON. */
export const read = async (path) => whole((await succeed(path, { credentials: "same-origin" })).arrayBuffer());

/** Counts a body that ends early or cannot be parsed as no answer. */
async function whole(body) {
  try {
    return await body;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, null);
  }
}

async function ask(method, path, body, { signal, quiet = false, keepalive = false, background = isIdle() } = {}) {
  const request = { method, signal, keepalive, credentials: "same-origin", headers: { Accept: "application/json" } };
  // Requests without an action of the user do not extend the session.
  if (background) request.headers["X-Thoraxd-Background"] = "1";
  if (method !== "GET") {
    request.headers["Content-Type"] = "application/json";
    request.headers["X-Thoraxd"] = "1";
    request.body = JSON.stringify(body ?? {});
  }
  const answer = await succeed(path, request, quiet);
  return answer.status === 204 ? null : whole(answer.json());
}

async function succeed(path, request, quiet = false) {
  for (;;) {
    const answer = await reach(path, request);
    if (answer.ok) return answer;
    const error = await refusal(answer);
    if (error.status === 401 && !quiet && (await signedOut(error))) continue;
    throw error;
  }
}

async function reach(path, request) {
  try {
    return (request.method === "GET" && (await early(path))) || (await fetch(path, request));
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, null);
  }
}

async function refusal(answer) {
  const body = await answer.json().catch(() => null);
  return new Refusal(answer.status, body, Number(answer.headers.get("Retry-After")) || null);
}
