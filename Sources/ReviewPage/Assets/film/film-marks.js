// Marks over a film: view and side, orientation, window, zoom, scale, and changes by the reader.

import { fill, h, say, show } from "../shell/elements.js";
import { number } from "../shell/dates.js";
import { known, t } from "../shell/words.js";
import { edges, isUnusual } from "./orientation.js";
import { scaleBar } from "./scale-bar.js";

/** Image Laterality (0020,0062) in words; U (unpaired) is not shown. */
const side = (laterality) => (["R", "L", "B"].includes(laterality) ? t(`side.${laterality}`) : null);

export class FilmMarks {
  constructor() {
    const mark = (place) => h(`span.mark.${place}`);
    this.view = mark("mark-view");
    this.state = mark("mark-state");
    this.edges = { top: mark("edge.at-top"), right: mark("edge.at-right"), bottom: mark("edge.at-bottom"), left: mark("edge.at-left") };
    this.bar = h("span.bar");
    this.length = h("span.length");
    this.scale = h("span.mark.scale", this.length, this.bar);
    this.banner = h("span.mark.banner");
    this.element = h("div.marks", { "aria-hidden": "true" }, this.view, this.state, Object.values(this.edges), this.scale, this.banner);
  }

  /** Writes the marks of a pane, and returns them as one text for screen readers. */
  tell(pane) {
    const { film, geometry, image, label } = pane, facts = film?.facts;
    const view = [label, known(`view.${facts?.view ?? image.view}`, facts?.view ?? image.view ?? t("film.view-unknown")),
      side(facts?.laterality), image.usedByModel === false && !label && t("film.not-used")].filter(Boolean).join(" · ");
    say(this.view, view);
    const letters = edges(facts?.orientation ?? image.orientation, geometry);
    for (const [side, element] of Object.entries(this.edges)) say(element, letters?.[side] ?? "");
    const state = [facts && this.window(pane), facts && t("film.zoom", { n: Math.round(geometry.scale * 100) }),
      facts && pane.turned && t("film.inverted"), facts?.lossy && (facts.ratio ? t("film.lossy", { n: number(Math.round(facts.ratio)) }) : t("film.lossy-unknown")),
      facts?.burnedIn && t("film.burned-in"), !letters && t("film.no-orientation")].filter(Boolean);
    fill(this.state, state.map((words) => h("span", words)));
    const banner = [isUnusual(letters) && t("film.unusual"), geometry.quarters && t("film.turned", { n: geometry.quarters * 90 }), geometry.isMirrored && t("film.mirrored")].filter(Boolean).join(" · ");
    say(this.banner, banner);
    show(this.banner, Boolean(banner));
    this.ruler(facts?.spacing, geometry);
    return [view, ...state, banner].filter(Boolean).join(", ");
  }

  window({ voi }) {
    const name = voi.name ? `${voi.name} ` : "";
    if (voi.width === undefined) return name + t(`film.function.${voi.function}`);
    return name + t("film.window", { center: number(Math.round(voi.center)), width: number(Math.round(voi.width)) });
  }

  ruler(spacing, geometry) {
    const ratio = window.devicePixelRatio || 1;
    const bar = scaleBar(spacing, geometry.scale / ratio, geometry.viewWidth / ratio);
    show(this.scale, Boolean(bar));
    if (!bar) return;
    this.bar.style.width = `${bar.pixels}px`;
    say(this.length, `${bar.millimetres >= 10 ? `${bar.millimetres / 10} cm` : `${bar.millimetres} mm`} ${t(`film.spacing.${spacing.kind}`)}`);
  }
}
