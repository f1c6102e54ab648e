// Rows of the work list in pages of a hundred, and the number of new studies since the last refresh.

import { get } from "../shell/request.js";

export const PAGE = 100;

export class StudyPages {
  constructor(filter) {
    this.filter = filter;
    this.forget();
  }

  forget() {
    this.rows = new Map();
    this.known = new Map();
    this.asked = new Map();
    this.total = 0;
    this.counts = null;
    this.news = 0;
  }

  /** Reads the list again from the top. */
  async refresh() {
    const answer = await this.fetch(0);
    this.forget();
    this.take(0, answer);
    this.total = answer.total;
    this.counts = answer.counts;
  }

  row(index) {
    return this.rows.get(index);
  }

  /** Reads missing rows, and calls back when they arrived. */
  want(first, last, then) {
    for (let page = Math.floor(first / PAGE); page * PAGE <= last; page += 1) {
      const offset = page * PAGE;
      if (offset >= this.total || this.rows.has(offset) || this.asked.has(offset)) continue;
      const rows = this.rows;
      this.asked.set(offset, this.fetch(offset).then((answer) => {
        if (rows !== this.rows) return;
        this.take(offset, answer);
        then();
      }, () => {}).finally(() => this.asked.delete(offset)));
    }
  }

  /** Reads changes: known rows are updated in place, others are counted as news. */
  async look(firstVisible) {
    const offsets = new Set([0, Math.floor(firstVisible / PAGE) * PAGE]);
    const answers = await Promise.all([...offsets].map((offset) => this.fetch(offset, { background: true })));
    for (const study of answers.flatMap((answer) => answer.studies)) {
      const index = this.known.get(study.study);
      if (index !== undefined) this.rows.set(index, study);
    }
    this.counts = answers[0].counts;
    this.settle(answers[0], offsets.size === 1);
    this.news = this.newIn(answers[0]);
  }

  /** Studies that are new in the first page: not those at its end that moved up from the next one. */
  newIn({ studies }) {
    const isKnown = (study) => this.known.has(study.study);
    const end = this.rows.size < this.total ? studies.findLastIndex(isKnown) : studies.length;
    return studies.slice(0, Math.max(end, 0)).filter((study) => !isKnown(study)).length;
  }

  /** Marks rows that left the list, without removing them. */
  settle(answer, isWhole) {
    if (!isWhole || answer.total > answer.studies.length) return;
    const there = new Set(answer.studies.map((study) => study.study));
    for (const [index, row] of this.rows) if (!there.has(row.study)) this.rows.set(index, { ...row, isGone: true });
  }

  /** Senders and findings of the rows that are read. */
  values() {
    const rows = [...this.rows.values()];
    return { senders: rows.map((row) => row.sender).filter(Boolean), findings: rows.flatMap((row) => (row.findings ?? []).map((finding) => finding.label)) };
  }

  fetch(offset, options) {
    const query = new URLSearchParams(this.filter);
    query.set("offset", offset);
    query.set("limit", PAGE);
    return get(`/api/studies?${query}`, options);
  }

  take(offset, answer) {
    answer.studies.forEach((study, index) => {
      this.rows.set(offset + index, study);
      this.known.set(study.study, offset + index);
    });
  }
}
