// The session: user, settings, sign-in and sign-out.

import { get, post, put, remove } from "./request.js";
import { speak } from "./words.js";
import { switchKeys } from "./keys.js";

let session = null, proxyUser = null;

export const current = () => session;
export const me = () => session?.user;
export const mayReview = () => session?.user.role === "reviewer";
export const mayAdminister = () => session?.user.role === "administrator";
export const maySeePatients = () => Boolean(session) && !mayAdminister();

/** Reads the session; null without one. */
export async function resume() {
  try {
    adopt(await get("/api/session", { quiet: true }));
  } catch (error) {
    if (error.status !== 401) throw error;
    session = null;
    proxyUser = error.singleSignOn;
    speak(null);
  }
  return session;
}

export async function signIn(login, password) {
  adopt(await post("/api/session", { login, password }, { quiet: true }));
  return session;
}

/** The login that a trusted proxy names, for which no password is needed; null without one. */
export const singleSignOn = () => proxyUser;

/** Starts a session for the login that the proxy names. */
export async function signInByProxy() {
  adopt(await post("/api/session", {}, { quiet: true }));
  return session;
}

/** Confirms the password, which signing needs after ten idle minutes. */
export async function confirm(password) {
  adopt(await post("/api/session/confirm", { password }, { quiet: true }));
}

export async function signOut({ everywhere = false } = {}) {
  await remove(everywhere ? "/api/sessions" : "/api/session").catch(() => {});
  session = null;
}

export async function keep(settings) {
  const wanted = { ...session.settings, ...settings };
  session.settings = { ...wanted, ...(await put("/api/settings", wanted)) };
  wear(session.settings);
}

/** Whether a reviewer has to check the display of this browser: never checked, failed, or too long ago. */
export const isDisplayCheckDue = () => mayReview() && (session.displayCheck?.isDue ?? true);

/** Stores the result of the display check. */
export async function keepDisplayCheck(hasPassed) {
  const ratio = window.devicePixelRatio || 1, { width, height } = window.screen;
  session.displayCheck = await post("/api/display-check", { hasPassed, screen: `${Math.round(width * ratio)} × ${Math.round(height * ratio)}` });
}

/** When a session ends by the clock of this browser. */
export const endOf = ({ secondsLeft }) => Date.now() + secondsLeft * 1000;

function adopt(answer) {
  session = { ...answer, end: endOf(answer) };
  wear(answer.settings);
}

/** Applies language, theme, text size and single keys. */
function wear(settings) {
  const root = document.documentElement;
  speak(settings?.language ?? null);
  root.dataset.theme = settings?.theme === "light" ? "light" : "dark";
  root.style.setProperty("--text-size", String(settings?.textSize ?? 1));
  switchKeys(settings?.shortcuts !== false);
}
