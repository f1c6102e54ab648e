// The reviewer's claim on a study: taken on opening, renewed by work, announced before it ends, given back on leaving.

import { post } from "../shell/request.js";
import { activeAt } from "../shell/session-watch.js";

const RENEW_AFTER = 5 * 60_000, ANNOUNCE = 2 * 60_000, LOOK = 5_000;

export class Claim {
  /** @param onChange called with the claim; @param onEnding with its end, once; @param onLost with the error. */
  constructor(study, { onChange, onEnding, onLost }) {
    Object.assign(this, { path: `/api/studies/${study}`, onChange, onEnding, onLost, until: null, isHeld: false });
  }

  async take() {
    try {
      const claim = await post(`${this.path}/open`);
      this.renewedAt = Date.now();
      Object.assign(this, { until: new Date(claim.until), isHeld: true, isAnnounced: false });
      this.timer ??= setInterval(() => this.look(), LOOK);
      this.onChange(this);
      return true;
    } catch (error) {
      if (error.status !== 0) this.lose(error);
      return false;
    }
  }

  look() {
    const now = Date.now();
    if (!this.isHeld) return;
    if (activeAt() > this.renewedAt && now - this.renewedAt > RENEW_AFTER) return void this.take();
    if (now >= this.until) return this.lose({ status: 409, isExpired: true });
    if (this.until - now < ANNOUNCE && !this.isAnnounced) {
      this.isAnnounced = true;
      this.onEnding(this.until);
    }
  }

  lose(error) {
    this.isHeld = false;
    this.onChange(this);
    this.onLost(error);
  }

  /** After signing there is nothing to give back. */
  end() {
    clearInterval(this.timer);
    this.timer = null;
    this.isHeld = false;
  }

  giveBack() {
    const wasHeld = this.isHeld;
    this.end();
    if (wasHeld) post(`${this.path}/release`, {}, { quiet: true, keepalive: true }).catch(() => {});
  }
}
