// The display check: grey steps, the 5 % and 95 % squares, letters of low contrast. It finds a bad display; it cannot
// prove that a display is calibrated.

import { moment } from "./dates.js";
import { fill, h, say, svg } from "./elements.js";
import { faultWords } from "./fault.js";
import { notify } from "./notice-bar.js";
import { current, keepDisplayCheck } from "./session.js";
import { t } from "./words.js";

const STEPS = 18;

export function displayCheckScreen() {
  const result = h("section.display-result");
  if (current()) drawResult(result);
  const element = h("div.page-text.display-check",
    h("h1", t("display.title")), h("p", t("display.limits")),
    part("steps", grey()), part("dark", square(0, 5)), part("bright", square(100, 95)), part("letters", letters()), result);
  return { element, title: t("display.title"), className: "narrow" };
}

/** The last result in this browser, and the buttons for a new one. */
function drawResult(place) {
  const last = current().displayCheck, fault = h("p.fault", { role: "alert" });
  const keep = async (hasPassed) => {
    try {
      await keepDisplayCheck(hasPassed);
      notify(t("display.kept"));
      drawResult(place);
      document.dispatchEvent(new Event("thoraxd-session"));
    } catch (error) {
      say(fault, faultWords(error));
    }
  };
  fill(place, h("h2", t("display.result")),
    h("p", last ? t(last.hasPassed ? "display.last.passed" : "display.last.failed", { when: moment(last.checkedAt) }) : t("display.last.none")),
    h("div.verdicts", h("button", { type: "button", onclick: () => keep(true) }, t("display.all-visible")),
      h("button", { type: "button", onclick: () => keep(false) }, t("display.not-visible"))), fault);
}

function part(name, drawing) {
  return h("section", h("h2", t(`display.${name}`)), h("p", t(`display.${name}.what`)), drawing);
}

const level = (percent) => `rgb(${Array(3).fill(Math.round((percent * 255) / 100)).join(" ")})`;

function grey() {
  const steps = Array.from({ length: STEPS }, (_, index) =>
    svg("rect", { x: index * 40, y: 0, width: 40, height: 90, fill: level((index * 100) / (STEPS - 1)) }));
  return svg("svg", { viewBox: `0 0 ${STEPS * 40} 90`, role: "img", "aria-label": t("display.steps") }, steps);
}

function square(around, inside) {
  return svg("svg", { viewBox: "0 0 720 160", role: "img", "aria-label": t(around ? "display.bright" : "display.dark") },
    svg("rect", { width: 720, height: 160, fill: level(around) }),
    svg("rect", { x: 320, y: 40, width: 80, height: 80, fill: level(inside) }));
}

function letters() {
  const places = [2, 3, 4, 5, 6, 8].map((difference, index) =>
    svg("text", { x: 60 + index * 120, y: 100, "font-size": 48, "text-anchor": "middle", fill: level(50 + difference) }, "ABCDEF"[index]));
  return svg("svg", { viewBox: "0 0 720 160", role: "img", "aria-label": t("display.letters") },
    svg("rect", { width: 720, height: 160, fill: level(50) }), places);
}
