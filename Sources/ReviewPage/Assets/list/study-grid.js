// The grid of studies. Only rows near the view are in the document, so that 100,000 studies scroll like twenty.

import { fill, h } from "../shell/elements.js";
import { t } from "../shell/words.js";
import { columnHeads, isUrgent, rowCells } from "./study-row.js";

const OVERSCAN = 8;

export class StudyGrid {
  constructor(pages, { open }) {
    this.pages = pages;
    this.open = open;
    this.index = 0;
    this.drawn = new Map();
    this.isPointerOver = false;
    this.rows = h("div.rows", { role: "rowgroup" });
    this.heads = columnHeads();
    this.element = h("div.study-grid", { role: "grid", tabIndex: 0, "aria-label": t("nav.studies"), onscroll: () => this.draw(),
      onpointerenter: () => { this.isPointerOver = true; }, onpointerleave: () => { this.isPointerOver = false; } },
      this.heads, this.rows);
    this.size = new ResizeObserver(() => this.draw());
    this.size.observe(this.element);
    this.keys = {
      j: () => this.move(1), k: () => this.move(-1), ArrowDown: () => this.move(1), ArrowUp: () => this.move(-1),
      PageDown: () => this.move(this.perView), PageUp: () => this.move(-this.perView),
      Home: () => this.moveTo(0), End: () => this.moveTo(this.pages.total - 1),
      Enter: () => (this.selected ? this.open(this.selected) : false),
    };
  }

  get selected() {
    return this.pages.row(this.index);
  }

  get rowHeight() {
    return parseFloat(getComputedStyle(this.element).getPropertyValue("--row")) * parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  /** Height in which rows are seen, below the heads of the columns. */
  get viewHeight() {
    return this.element.clientHeight - this.heads.offsetHeight;
  }

  get perView() {
    return Math.max(1, Math.floor(this.viewHeight / this.rowHeight) - 1);
  }

  get firstIndex() {
    return Math.max(0, Math.floor(this.element.scrollTop / this.rowHeight));
  }

  /** Whether the list may change without anything moving under pointer or eye. */
  get isUntouched() {
    return !this.isPointerOver && this.element.scrollTop === 0 && this.index === 0;
  }

  move(by) {
    this.moveTo(this.index + by);
  }

  moveTo(index) {
    this.index = Math.max(0, Math.min(this.pages.total - 1, index));
    const top = this.index * this.rowHeight, view = this.element;
    if (top < view.scrollTop) view.scrollTop = top;
    const bottom = top + this.rowHeight - this.viewHeight;
    if (bottom > view.scrollTop) view.scrollTop = bottom;
    this.draw();
  }

  /** Draws the rows in view; selects a study if it is still there. */
  draw({ select } = {}) {
    if (select && this.pages.known.has(select)) return this.moveTo(this.pages.known.get(select));
    const height = this.rowHeight, total = this.pages.total;
    if (!height) return;
    this.index = Math.min(this.index, Math.max(0, total - 1));
    this.rows.style.height = `${total * height}px`;
    this.element.setAttribute("aria-rowcount", total + 1);
    const first = Math.max(0, this.firstIndex - OVERSCAN);
    const last = Math.min(total - 1, Math.ceil((this.element.scrollTop + this.viewHeight) / height) + OVERSCAN);
    this.pages.want(first, last, () => this.draw());
    for (const [index, line] of this.drawn) {
      if (index >= first && index <= last) continue;
      line.element.remove();
      this.drawn.delete(index);
    }
    for (let index = first; index <= last; index += 1) this.place(index, height);
    this.element.setAttribute("aria-activedescendant", total ? `row-${this.index}` : "");
  }

  place(index, height) {
    const study = this.pages.row(index);
    let line = this.drawn.get(index);
    if (!line) {
      const element = h("div.row", { role: "row", id: `row-${index}`, "aria-rowindex": index + 2, onclick: () => this.take(index) });
      element.style.transform = `translateY(${index * height}px)`;
      line = { element, study: null, isSelected: null };
      this.drawn.set(index, line);
      this.rows.append(element);
    }
    if (line.study !== study || !study) {
      line.study = study;
      fill(line.element, rowCells(study));
      line.element.dataset.state = study?.state ?? "";
      line.element.classList.toggle("urgent", Boolean(study && isUrgent(study)));
      line.element.classList.toggle("gone", Boolean(study?.isGone));
    }
    const isSelected = index === this.index;
    if (line.isSelected !== isSelected) line.element.setAttribute("aria-selected", isSelected);
    line.isSelected = isSelected;
  }

  take(index) {
    this.index = index;
    this.draw();
    if (this.selected) this.open(this.selected);
  }

  close() {
    this.size.disconnect();
  }
}
