// The work list, urgent studies first. It follows the node live; rows never move under the pointer: new studies wait behind a
// button unless the list is untouched.

import { go } from "../shell/address.js";
import { fill, h, say, show } from "../shell/elements.js";
import { errorPanel } from "../shell/error-screen.js";
import { listen } from "../shell/keys.js";
import { number } from "../shell/dates.js";
import { t } from "../shell/words.js";
import { follow } from "./events.js";
import { filterBar, filterOf } from "./filter-bar.js";
import { StudyPages } from "./study-pages.js";
import { StudyGrid } from "./study-grid.js";

/** The last selection, for the return from a study. */
let place = { filter: "", study: null };

export function workListScreen(address) {
  const filter = filterOf(address.query);
  const back = place.filter === filter.toString() ? place.study : null;
  const pages = new StudyPages(filter);
  const bar = filterBar(filter);
  const news = h("button.news", { type: "button", hidden: true, onclick: () => refresh() });
  const connection = h("span.connection", { hidden: true }, t("list.offline"));
  const total = h("p.total", { role: "status" });
  const body = h("div.grid-place");
  const open = (row) => {
    place = { filter: filter.toString(), study: row.study };
    go(["studies", row.study], filter);
  };
  const grid = new StudyGrid(pages, { open });
  fill(body, grid.element);

  const refresh = async ({ keep = true } = {}) => {
    try {
      await pages.refresh();
      if (!grid.element.isConnected) fill(body, grid.element);
      grid.draw({ select: keep ? grid.selected?.study : back });
      tell();
    } catch (error) {
      fill(body, errorPanel(error));
    }
  };
  const tell = () => {
    bar.count(pages.counts);
    bar.offer(pages.values());
    say(total, pages.total === 0 ? t("list.none") : t("list.total", { n: pages.total, count: number(pages.total) }));
    show(news, pages.news > 0);
    say(news, pages.news > 0 ? t("list.news", { n: pages.news }) : "");
  };
  let waiting = null, wasInterrupted = false;
  const changed = ({ counts }) => {
    if (counts) bar.count(counts);
    waiting ??= setTimeout(async () => {
      waiting = null;
      try {
        await pages.look(grid.firstIndex);
      } catch {
        return;
      }
      if (grid.isUntouched) await refresh();
      else grid.draw();
      tell();
    }, 300);
  };
  const stopEvents = follow({ onChange: changed, onState: (isConnected) => {
    show(connection, !isConnected);
    // After an interruption the list may be old, or an error may stand in its place.
    if (isConnected && wasInterrupted) void (grid.element.isConnected ? changed({}) : refresh());
    wasInterrupted = !isConnected;
  } });
  const stopKeys = listen({
    ...grid.keys, "/": () => bar.search.focus(), n: () => (pages.news > 0 ? refresh() : false),
  });
  refresh({ keep: false });

  const element = h("section.work-list",
    h("h1.unseen", t("nav.studies")), bar.element,
    h("div.above-grid", total, connection, news), body);
  const close = () => {
    clearTimeout(waiting);
    place = { filter: filter.toString(), study: grid.selected?.study ?? place.study };
    stopEvents();
    stopKeys();
    grid.close();
  };
  return { element, title: t("nav.studies"), close, className: "wide", focus: grid.element };
}
