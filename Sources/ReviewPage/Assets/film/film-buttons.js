// The film's commands as buttons, with their keys: nothing needs a drag.

import { h, show } from "../shell/elements.js";
import { t } from "../shell/words.js";

const GROUPS = [
  [["asSent", "q"], ["automatic", "w"], ["lung", "l"], ["bone", "b"]],
  [["invert", "i"], ["fit", "f"], ["pixel", "1"]],
  [["turn", "t"], ["mirror", "h"], ["reset", "r"]],
  [["view", "v"], ["prior", "p"], ["window", "s"]],
];
const MORE = [["narrower", "["], ["wider", "]"], ["lower", ";"], ["higher", "'"], ["nearer", "+"], ["farther", "−"],
  ["left", "←"], ["right", "→"], ["up", "↑"], ["down", "↓"]];

export function filmButtons(commands) {
  const buttons = {};
  const button = ([name, key]) => (buttons[name] = h("button", { type: "button", onclick: commands[name], title: `${t(`film.do.${name}`)} (${key})` },
    t(`film.short.${name}`), h("kbd", key)));
  const element = h("div.film-buttons", { role: "toolbar", "aria-label": t("film.toolbar") },
    GROUPS.map((group) => h("span.group", group.map(button))),
    h("details.more", h("summary", t("film.more")), h("div.more-buttons", MORE.map(button))));
  return {
    element,
    offer({ two, prior, window }) {
      show(buttons.view, two);
      show(buttons.prior, prior);
      show(buttons.window, window);
    },
  };
}
