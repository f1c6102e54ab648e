// The reviewer's claim on a study: taken on opening, renewed by activity, announced before it expires, released on leaving.

import { post } from "../shell/request.js";
import { activeAt } from "../shell/session-watch.js";

const RENEW_AFTER = 5 * 60_000, ANNOUNCE = 2 * 60_000, LOOK = 5_000;
/** Releases under way by path: a claim that is taken again right after must reach the node later. */
const releases = new Map();

export class Claim {
  /** @param onChange called with the claim; @param onEnding with its time of expiry, once; @param onLost with the error. */
  constructor(study, { onChange, onEnding, onLost }) {
    Object.assign(this, { path: `/api/studies/${study}`, onChange, onEnding, onLost, until: null, isHeld: false });
  }

  async take() {
    try {
      await releases.get(this.path);
      const claim = await post(`${this.path}/open`);
      this.renewedAt = Date.now();
      Object.assign(this, { until: new Date(claim.until), isHeld: true, isAnnounced: false });
      this.timer ??= setInterval(() => this.look(), LOOK);
      this.onChange(this);
      return true;
    } catch (error) {
      // A held claim stays valid while the node is down or busy; the next look tries again.
      const isPassing = error.status === 0 || error.status === 429 || error.status >= 500;
      if (!this.isHeld || !isPassing) this.lose(error);
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

  /** Stops renewing without a release, as after signing. */
  end() {
    clearInterval(this.timer);
    this.timer = null;
    this.isHeld = false;
  }

  release() {
    const wasHeld = this.isHeld, { path } = this;
    this.end();
    if (!wasHeld) return;
    const releasing = post(`${path}/release`, {}, { quiet: true, keepalive: true }).catch(() => {});
    releases.set(path, releasing);
    releasing.then(() => releases.get(path) === releasing && releases.delete(path));
  }
}
