// The reviewer's claim on a study: taken on opening, renewed by activity, announced before it expires, released on leaving.

import { post } from "../shell/request.js";
import { activeAt } from "../shell/activity.js";

/** Milliseconds: the shortest time between renewals, the announcement before the end, and the interval of checks. */
const RENEW_AFTER = 5 * 60_000, ANNOUNCE = 2 * 60_000, LOOK = 5_000;
/** Releases under way by path: the next claim on the study must reach the node after them. */
const releases = new Map();

export class Claim {
  /** @param onChange called with the claim; @param onEnding with its time of expiry, once; @param onLost with the error. */
  constructor(study, { onChange, onEnding, onLost }) {
    Object.assign(this, { path: `/api/studies/${study}`, onChange, onEnding, onLost, until: null, isHeld: false, isEnded: false, taking: null });
  }

  /** Opens the study, or renews the claim. Resolves to whether the node gave the claim. */
  take() {
    this.taking ??= this.open().finally(() => { this.taking = null; });
    return this.taking;
  }

  async open() {
    try {
      await releases.get(this.path);
      if (this.isEnded) return false;
      const claim = await post(`${this.path}/open`);
      if (this.isEnded) return true;
      this.renewedAt = Date.now();
      // Hospitals may set short claims.
      this.renewAfter = Math.min(RENEW_AFTER, (claim.secondsLeft * 1000) / 3);
      Object.assign(this, { until: new Date(Date.now() + claim.secondsLeft * 1000), isHeld: true, isAnnounced: false });
      this.timer ??= setInterval(() => this.look(), LOOK);
      this.onChange(this);
      return true;
    } catch (error) {
      // A held claim stays valid while the node is down or busy; the next look tries again.
      const isPassing = error.status === 0 || error.status === 429 || error.status >= 500;
      if (!this.isEnded && (!this.isHeld || !isPassing)) this.lose(error);
      return false;
    }
  }

  look() {
    const now = Date.now();
    if (!this.isHeld) return;
    if (now >= this.until) return this.lose({ status: 409, isExpired: true });
    if (activeAt() > this.renewedAt && now - this.renewedAt > this.renewAfter) return void this.take();
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

  /** Stops for good without a release, as after signing. A claim that arrives later is neither shown nor renewed. */
  end() {
    clearInterval(this.timer);
    this.isEnded = true;
    this.isHeld = false;
  }

  /** Ends and releases the claim. A claim whose request is still under way is released when it arrives. */
  release() {
    const { path, isHeld, taking } = this;
    this.end();
    if (!isHeld && !taking) return;
    const send = () => post(`${path}/release`, {}, { quiet: true, keepalive: true }).catch(() => {});
    const releasing = Promise.all([isHeld && send(), taking?.then((isTaken) => isTaken && send())]);
    releases.set(path, releasing);
    releasing.then(() => releases.get(path) === releasing && releases.delete(path));
  }
}
