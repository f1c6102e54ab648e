// The page: asks for the session and shows the screen that the URL fragment names.

import { go, here } from "./shell/address.js";
import { fill, h } from "./shell/elements.js";
import { errorScreen } from "./shell/error-screen.js";
import { startKeys, listen } from "./shell/keys.js";
import { noticeBar } from "./shell/notice-bar.js";
import { onSignedOut } from "./shell/request.js";
import { current, mayAdminister, maySeePatients, resume } from "./shell/session.js";
import { watchSession } from "./shell/session-watch.js";
import { askAgain, signInScreen } from "./shell/sign-in.js";
import { topBar } from "./shell/top-bar.js";
import { t } from "./shell/words.js";
import { aboutScreen } from "./shell/about.js";
import { settingsScreen } from "./shell/settings.js";
import { displayCheckScreen } from "./shell/display-check.js";
import { administrationScreen } from "./administration/administration.js";
import { departmentScreen } from "./department/department.js";
import { filmScreen } from "./film/film-screen.js";
import { workListScreen } from "./list/work-list.js";
import { studyScreen } from "./study/study.js";

const SCREENS = {
  studies: { show: (address) => (address.parts[1] ? studyScreen(address) : workListScreen(address)), may: maySeePatients },
  department: { show: departmentScreen, may: maySeePatients },
  administration: { show: administrationScreen, may: mayAdminister },
  settings: { show: settingsScreen, may: () => true },
  about: { show: aboutScreen, may: () => true },
  films: { show: filmScreen, may: maySeePatients },
  "display-check": { show: displayCheckScreen, may: () => true },
};

const bar = h("header.top"), main = h("main", { id: "main", tabIndex: -1 });
let leave = () => {};

/** Closes the current screen and shows the one that the fragment names. */
function show() {
  const address = here();
  if (!current() && address.parts[0] !== "display-check") return signIn();
  const name = address.parts[0] ?? (mayAdminister() ? "administration" : "studies");
  const screen = SCREENS[name];
  leave();
  leave = () => {};
  fill(bar, topBar(name));
  if (!screen) return present(errorScreen({ status: 404 }));
  if (!screen.may()) return present(errorScreen({ status: 403 }));
  present(screen.show(address));
}

function present({ element, title, close, className, focus }) {
  main.className = className ?? "";
  // A scrolling region must be reachable with the keyboard.
  main.tabIndex = className === "wide" ? -1 : 0;
  fill(main, element);
  document.title = title ? `${title} · thoraxd` : "thoraxd";
  leave = close ?? leave;
  (focus ?? main).focus({ preventScroll: true });
}

async function start() {
  fill(document.body, skipLink(), bar, main, noticeBar());
  startKeys();
  const isFilmWindow = here().parts[0] === "films";
  if (!isFilmWindow) listen({ "?": () => go(["about"]), F1: () => go(["about"]) });
  try {
    await resume();
  } catch (error) {
    fill(bar, []);
    return present(errorScreen(error));
  }
  if (location.pathname === "/display-check" && !location.hash) history.replaceState(null, "", "/#/display-check");
  if (!isFilmWindow) {
    onSignedOut(askAgain);
    watchSession();
  }
  window.addEventListener("hashchange", show);
  document.addEventListener("thoraxd-language", show);
  document.addEventListener("thoraxd-session", () => fill(bar, topBar(here().parts[0])));
  // Closing the page releases the claim, as leaving the screen does.
  window.addEventListener("pagehide", () => leave());
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  show();
}

function signIn() {
  leave();
  leave = () => {};
  fill(bar, topBar());
  present(signInScreen(show));
}

function skipLink() {
  return h("a.skip", { href: "#main", onclick: (event) => { event.preventDefault(); main.focus(); } }, t("skip"));
}

start();
