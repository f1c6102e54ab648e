import { age, isoDay, patientAge, personName, shortDay } from "../shell/dates.js";
import { fragment, parse } from "../shell/address.js";
import { h } from "../shell/elements.js";
import { keyName, listen, dispatch, switchKeys } from "../shell/keys.js";
import { speak, spoken, t } from "../shell/words.js";
import { filterOf } from "../list/filter-bar.js";
import { StudyPages } from "../list/study-pages.js";
import en from "../words/en.js";
import zh from "../words/zh.js";
import { inOrder } from "../administration/node-status.js";
import { noteActivity } from "../shell/activity.js";
import { get } from "../shell/request.js";
import { look } from "../shell/session-watch.js";
import { resume, singleSignOn } from "../shell/session.js";
import { signInScreen } from "../shell/sign-in.js";
import { passwordPanel } from "../study/password-panel.js";
import { equal, test } from "./check.js";

const placeholders = (entry) => [...new Set(JSON.stringify(entry).match(/\{\w+\}/g) ?? [])].sort();

test("both languages have the same words with the same places", () => {
  equal(Object.keys(zh).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en)) {
    if (placeholders(en[key]).length) equal([key, placeholders(zh[key])], [key, placeholders(en[key])]);
    if (!en[key].length && !en[key].other) throw new Error(`${key} is empty`);
  }
});

test("what the page asks for by itself, a minute after the user did something, is no use of the session", async () => {
  const { fetch } = window, { now } = Date, marks = [];
  window.fetch = async (path, { headers }) => {
    marks.push(headers["X-Thoraxd-Background"] ?? null);
    return new Response("{}");
  };
  try {
    noteActivity();
    await get("/api/tried");
    Date.now = () => now() + 61_000;
    await get("/api/tried");
    noteActivity();
    await get("/api/tried");
    equal(marks, [null, "1", null]);
  } finally {
    Object.assign(window, { fetch });
    Date.now = now;
    noteActivity();
  }
});

test("a move of the pointer renews the session, also if it was more than a minute ago", async () => {
  const { fetch } = window, { now } = Date, marks = [];
  let ahead = 0;
  window.fetch = async (path, { headers }) => {
    marks.push(headers["X-Thoraxd-Background"] ?? null);
    return new Response(JSON.stringify({ user: { login: "mary", name: "Doe^Mary", role: "reviewer" }, settings: {}, idleMinutes: 30, secondsLeft: 36_000 }));
  };
  Date.now = () => now() + ahead;
  try {
    noteActivity();
    await resume();
    ahead = 20 * 60_000;
    noteActivity();
    ahead += 120_000;
    await look();
    equal(marks, [null, null]);
  } finally {
    Date.now = now;
    noteActivity();
    window.fetch = async () => new Response("{}", { status: 401 });
    await resume();
    window.fetch = fetch;
  }
});

test("when the session ends by its time, the page asks the node, which is no use of the session", async () => {
  const { fetch } = window, { now } = Date, marks = [];
  window.fetch = async (path, { headers }) => {
    marks.push(`${path} ${headers["X-Thoraxd-Background"] ?? null}`);
    return new Response(JSON.stringify({ user: { login: "mary", name: "Doe^Mary", role: "reviewer" }, settings: {}, idleMinutes: 30, secondsLeft: 180 }));
  };
  try {
    noteActivity();
    await resume();
    await look();
    equal(marks.length, 1);
    Date.now = () => now() + 181_000;
    await look();
    equal(marks.slice(1), ["/api/session 1"]);
  } finally {
    Date.now = now;
    noteActivity();
    window.fetch = async () => new Response("{}", { status: 401 });
    await resume();
    window.fetch = fetch;
  }
});

test("a user whom a proxy names signs in and confirms without a password", async () => {
  const { fetch } = window, asked = [];
  const user = { login: "mary", name: "Doe^Mary", role: "reviewer" };
  window.fetch = async (path, { method, body }) => {
    asked.push(`${method} ${path} ${body}`);
    return method === "GET" ? new Response(JSON.stringify({ error: "no session", singleSignOn: "mary" }), { status: 401 })
      : new Response(JSON.stringify({ user, settings: {}, confirmsByProxy: true, endsAt: "2100-01-01T00:00:00Z", secondsLeft: 1800 }));
  };
  try {
    await resume();
    equal(singleSignOn(), "mary");
    const screen = signInScreen(() => asked.push("entered"));
    screen.focus.click();
    for (let n = 0; asked.length < 3 && n < 200; n += 1) await new Promise((resolve) => { setTimeout(resolve, 5); });
    equal(asked.slice(1), ["POST /api/session {}", "entered"]);
    const panel = passwordPanel(() => asked.push("confirmed"), () => {});
    equal(panel.element.querySelectorAll("label").length, 0);
    document.body.append(panel.element);
    panel.first.click();
    for (let n = 0; asked.length < 5 && n < 200; n += 1) await new Promise((resolve) => { setTimeout(resolve, 5); });
    equal(asked.slice(3), ['POST /api/session/confirm {"password":""}', "confirmed"]);
    panel.element.remove();
  } finally {
    Object.assign(window, { fetch });
    window.fetch = async (path) => new Response("{}", { status: path === "/api/session" ? 401 : 404 });
    await resume();
    Object.assign(window, { fetch });
  }
});

test("a sign-in that the node refuses says why: no account for the proxy's user, or what else it is", async () => {
  const { fetch } = window;
  const answer = (status, body) => { window.fetch = async () => new Response(JSON.stringify(body), { status }); };
  const said = async (act, place) => {
    act();
    for (let n = 0; !place.querySelector(".fault").textContent && n < 200; n += 1) await new Promise((resolve) => { setTimeout(resolve, 5); });
    return place.querySelector(".fault").textContent;
  };
  try {
    answer(401, { error: "no session", singleSignOn: "guest" });
    await resume();
    answer(403, { error: "refused" });
    const proxied = signInScreen(() => {});
    equal(await said(() => proxied.focus.click(), proxied.element), t("sign-in.no-account"));
    const typed = signInScreen(() => {}), form = typed.element.querySelector("form");
    equal(await said(() => form.dispatchEvent(new Event("submit", { cancelable: true })), typed.element), t("fault.forbidden"));
  } finally {
    answer(401, {});
    await resume();
    window.fetch = fetch;
  }
});

test("one study and several are said as each language says them", () => {
  const before = spoken();
  speak("en");
  equal([t("list.news", { n: 1 }), t("list.news", { n: 3 })], ["1 new", "3 new"]);
  speak("zh");
  equal(t("list.news", { n: 1 }).startsWith("1"), true);
  speak(before);
});

test("text never becomes markup", () => {
  const element = h("p", { title: "<b>" }, "<img src=x onerror=alert(1)>");
  equal([element.children.length, element.textContent], [0, "<img src=x onerror=alert(1)>"]);
});

test("names are said as they are written", () => {
  equal(personName("Müller^Jürgen"), "Müller, Jürgen");
  equal(personName("Wang^Xiaodong=王^小东="), "王小东 Wang, Xiaodong");
  equal(personName("Doe^Ann^Mary^Dr.^MD"), "Doe, Dr. Ann Mary, MD");
  equal([personName(null), personName("^^^^")], ["", ""]);
  equal(patientAge("057Y").startsWith("57"), true);
  equal([patientAge("57 years"), patientAge("1 day")], [patientAge("057Y"), patientAge("001D")]);
  equal(age("2026-11-29T10:00:00Z", new Date("2026-11-29T10:04:00Z")).startsWith("4"), true);
});

test("calendar days are those of the browser's time zone", () => {
  equal(isoDay(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
  equal(isoDay(new Date(2026, 11, 31, 0, 1)), "2026-12-31");
  equal(/\b3\b|3日/.test(shortDay("2026-02-03")), true);
});

test("an address is read as it is written", () => {
  const written = fragment(["studies", "1.2/3 ü"], { state: "signed", search: "a&b" });
  const { parts, query } = parse(written);
  equal([parts, query.get("state"), query.get("search")], [["studies", "1.2/3 ü"], "signed", "a&b"]);
  equal(filterOf(new URLSearchParams("state=all&evil=1&sender=")).toString(), "state=all");
});

const key = (name, target = document.body, more = {}) => {
  const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more });
  Object.defineProperty(event, "target", { value: target });
  dispatch(event);
};

test("single keys are commands outside text, and can be switched off", () => {
  let pressed = 0;
  const stop = listen({ a: () => { pressed += 1; }, "Control+Enter": () => { pressed += 10; } });
  key("a");
  key("A");
  key("a", document.createElement("textarea"));
  switchKeys(false);
  key("a");
  key("Enter", document.body, { ctrlKey: true });
  switchKeys(true);
  stop();
  key("a");
  equal(pressed, 12);
  equal(keyName(new KeyboardEvent("keydown", { key: "F2", shiftKey: true })), "Shift+F2");
});

test("the list updates rows where they are and counts what is new", async () => {
  const rows = (...names) => ({ studies: names.map((study) => ({ study, state: "drafted" })), total: names.length, counts: {} });
  const pages = new StudyPages(new URLSearchParams());
  let answer = rows("a", "b");
  pages.fetch = async () => answer;
  await pages.refresh();
  answer = rows("n", "b", "a");
  answer.studies[1].state = "inReview";
  await pages.look(0);
  equal([pages.row(0).study, pages.row(1).state, pages.news], ["a", "inReview", 1]);
  answer = rows("b");
  await pages.look(0);
  equal([pages.row(0).isGone, pages.row(1).isGone ?? false, pages.news], [true, false, 0]);
});

test("the node's states and stages stand in the order of the work", () => {
  equal(inOrder({ drafted: 3, collecting: 1, queued: 2 }, ["collecting", "queued", "drafted"]), [["collecting", 1], ["queued", 2], ["drafted", 3]]);
});
