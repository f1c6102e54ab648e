// The buttons of one decision. Pressing the chosen one again withdraws the decision.

import { h } from "../shell/elements.js";
import { t } from "../shell/words.js";

export function choiceButtons(key, choices, decisions, decide, label) {
  const buttons = choices.map((choice) => h("button", { type: "button", onclick: () => {
    decide(decisions.made.get(key) === choice ? null : choice);
    mark();
  } }, t(`decision.${choice}`)));
  const mark = () => buttons.forEach((button, index) => button.setAttribute("aria-pressed", decisions.made.get(key) === choices[index]));
  mark();
  return h("div.choices", { role: "group", "aria-label": label, "data-matter": key }, buttons);
}
