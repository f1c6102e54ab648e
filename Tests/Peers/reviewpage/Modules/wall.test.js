import { FilmWall } from "../film/film-wall.js";
import { keyTable } from "../shell/key-table.js";
import { dispatch, listen } from "../shell/keys.js";
import { resume } from "../shell/session.js";
import { t } from "../shell/words.js";
import { equal, test } from "./check.js";

const flat = { values: new Uint16Array(4096), width: 64, height: 64 };
const film = { facts: { width: 64, height: 64, minimum: 0, maximum: 100, voi: [{ function: "linear", center: 50, width: 100 }] }, levels: [flat], histogram: new Uint32Array(65536) };
const image = (instance) => ({ series: "1", instance, frame: 1, usedByModel: true });
const view = { study: "1.2", images: [image("1.2.1")], priors: [{ study: "1.1", studyDate: "20250102", images: [image("1.1.1"), image("1.1.2")] }] };

/** A wall of the study, with films that need no node, and a press of one of its keys. */
async function opened() {
  const wall = new FilmWall({ onSeen() {}, load: async () => film, openWindow() {} });
  const stop = listen(wall.keys);
  document.body.append(wall.element);
  wall.open(view);
  await new Promise((resolve) => { setTimeout(resolve); });
  const press = (key) => dispatch(new KeyboardEvent("keydown", { key, cancelable: true }));
  const close = () => {
    stop();
    wall.close();
    wall.element.remove();
  };
  return { wall, press, close };
}

test("prior studies stand beside the study, one after the other, and say their day", async () => {
  const { wall, press, close } = await opened();
  const beside = () => [wall.shown, wall.panes[1].entry?.study ?? null, wall.panes[1].entry?.image.instance ?? null];
  equal(wall.panes[0].entry.study, "1.2");
  press("p");
  equal(beside(), [2, "1.1", "1.1.1"]);
  equal(wall.panes[1].label.includes("2025"), true);
  press("p");
  equal(beside(), [2, "1.1", "1.1.2"]);
  press("p");
  equal([beside()[2], wall.panes[0].entry.study], ["1.1.1", "1.2"]);
  press("v");
  equal([wall.shown, wall.panes[1].element.hidden], [1, true]);
  close();
});

test("a film that cannot be shown is named as such", async () => {
  const wall = new FilmWall({ onSeen() {}, load: async () => { throw new Error("broken"); } });
  document.body.append(wall.element);
  wall.open({ ...view, priors: [] });
  await new Promise((resolve) => { setTimeout(resolve); });
  const [pane] = wall.panes;
  equal([pane.surface.getAttribute("aria-label").includes(t("film.fault")), pane.preview.hidden, pane.note.textContent.includes(t("film.fault"))], [true, true, true]);
  wall.close();
  wall.element.remove();
});

test("the statement that a film was read elsewhere belongs to one review, and the next one offers it again", async () => {
  const { fetch } = window;
  window.fetch = async () => new Response(JSON.stringify({ user: { login: "mary", name: "Doe^Mary", role: "reviewer" }, settings: {}, secondsLeft: 1800 }));
  const wall = new FilmWall({ onSeen() {}, onElsewhere: () => "2026-11-30T08:00:00Z", load: async () => { throw new Error("broken"); } });
  document.body.append(wall.element);
  try {
    await resume();
    wall.open({ ...view, priors: [] });
    await new Promise((resolve) => { setTimeout(resolve); });
    const buttons = () => wall.panes[0].note.querySelectorAll("button");
    buttons()[1].click();
    equal(buttons().length, 0);
    wall.renew();
    equal(buttons().length, 2);
  } finally {
    wall.close();
    wall.element.remove();
    window.fetch = async () => new Response("{}", { status: 401 });
    await resume();
    window.fetch = fetch;
  }
});

test("arrows pan, plus and minus zoom, and f fits again", async () => {
  const { wall, press, close } = await opened();
  const { geometry } = wall.active;
  Object.assign(geometry, { viewWidth: 128, viewHeight: 128 });
  for (const [key, axis, sign] of [["ArrowLeft", "x", 1], ["ArrowRight", "x", -1], ["ArrowUp", "y", 1], ["ArrowDown", "y", -1]]) {
    press("f");
    press("+");
    press(key);
    equal([key, Math.sign(geometry[axis]), geometry.isFitted], [key, sign, false]);
  }
  const before = geometry.scale;
  press("-");
  equal(geometry.scale < before, true);
  press("f");
  equal([geometry.isFitted, geometry.isWhole], [true, true]);
  close();
});

test("every key of the film in the table of keys does something", async () => {
  const { wall, close } = await opened();
  const written = { "−": "-", "←": "ArrowLeft", "↑": "ArrowUp", "↓": "ArrowDown", "→": "ArrowRight" };
  const section = keyTable().querySelectorAll("section")[2];
  const keys = [...section.querySelectorAll("kbd")].map(({ textContent }) => written[textContent] ?? textContent);
  equal(keys.filter((key) => !wall.keys[key]), []);
  equal(keys.length > 20, true);
  // And every command of the film has a button, so that nothing needs a key or a drag.
  equal(wall.element.querySelectorAll(".film-buttons button").length >= Object.keys(wall.commands).length, true);
  close();
});
