// The page: asks for the session and shows the screen that the URL fragment names.

import { go, here } from "./shell/address.js";
import { fill, h, say } from "./shell/elements.js";
import { errorScreen } from "./shell/error-screen.js";
import { startKeys, listen } from "./shell/keys.js";
import { noticeBar } from "./shell/notice-bar.js";
import { onSignedOut } from "./shell/request.js";
import { current, mayAdminister, maySeePatients, resume, signInByProxy, singleSignOn } from "./shell/session.js";
import { watchSession } from "./shell/session-watch.js";
import { askAgain, signInScreen } from "./shell/sign-in.js";
import { topBar } from "./shell/top-bar.js";
import { t } from "./shell/words.js";
import { workListScreen } from "./list/work-list.js";

/** Screens by the first part of the fragment. All but the work list are loaded on demand, and in advance once it is shown. */
const SCREENS = {
  studies: { load: async (address) => (address.parts[1] ? (await import("./study/study.js")).studyScreen : workListScreen), may: maySeePatients },
  department: { load: async () => (await import("./department/department.js")).departmentScreen, may: maySeePatients },
  administration: { load: async () => (await import("./administration/administration.js")).administrationScreen, may: mayAdminister },
  settings: { load: async () => (await import("./shell/settings.js")).settingsScreen, may: () => true },
  about: { load: async () => (await import("./shell/about.js")).aboutScreen, may: () => true },
  films: { load: async () => (await import("./film/film-screen.js")).filmScreen, may: maySeePatients },
  "display-check": { load: async () => (await import("./shell/display-check.js")).displayCheckScreen, may: () => true },
};

const skip = h("a.skip", { href: "#main", onclick: (event) => { event.preventDefault(); main.focus(); } });
const bar = h("header.top"), main = h("main", { id: "main", tabIndex: -1 });
const SIGNED_OUT = "?signed-out";
let leave = () => {}, turn = 0, isAhead = false;

/** Closes the current screen and shows the one that the fragment names. */
async function show() {
  const address = here(), mine = (turn += 1);
  say(skip, t("skip"));
  if (!current() && address.parts[0] !== "display-check") return signIn();
  const name = address.parts[0] ?? (mayAdminister() ? "administration" : "studies");
  const screen = SCREENS[name];
  leave();
  leave = () => {};
  fill(bar, topBar(name));
  if (!screen) return present(errorScreen({ status: 404 }));
  if (!screen.may()) return present(errorScreen({ status: 403 }));
  fill(main, []);
  const open = await screen.load(address).catch(() => null);
  if (mine !== turn) return;
  // Without the node, or after its upgrade, the module cannot be loaded: the error screen loads the page again.
  present(open ? open(address) : errorScreen({ status: 0 }));
  if (!isAhead && name !== "films") setTimeout(loadAhead, 300);
}

/** Loads the other screens while the user looks at the first one. */
function loadAhead() {
  isAhead = true;
  if (!current()) return;
  for (const name of ["studies", "settings", "about", mayAdminister() ? "administration" : "department", "display-check"]) {
    SCREENS[name].load({ parts: [name, "*"] }).catch(() => {});
  }
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
  fill(document.body, skip, bar, main, noticeBar());
  say(skip, t("skip"));
  startKeys();
  const isFilmWindow = here().parts[0] === "films";
  if (!isFilmWindow) listen({ "?": () => go(["about"]), F1: () => go(["about"]) });
  try {
    await resume();
    // After signing out, the user signs in again on purpose; a refusal is shown by the sign-in screen.
    if (!current() && singleSignOn() && !isFilmWindow && location.search !== SIGNED_OUT) await signInByProxy().catch(() => {});
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
  present(signInScreen(() => {
    if (location.search) history.replaceState(null, "", `/${location.hash}`);
    show();
  }));
}

start();
