// How a film lies on the screen: zoom, position, quarter turns, mirror. Lengths on the screen are device pixels.

export class FilmGeometry {
  constructor() {
    [this.width, this.height, this.aspect] = [1, 1, 1];
    [this.viewWidth, this.viewHeight] = [1, 1];
    this.reset();
  }

  reset() {
    this.isFitted = true;
    [this.zoom, this.x, this.y, this.quarters, this.isMirrored] = [1, 0, 0, 0, false];
  }

  /** Size of the film as it lies, before zoom. */
  get lying() {
    const size = [this.width, this.height * this.aspect];
    return this.quarters % 2 ? size.reverse() : size;
  }

  get fitting() {
    const [width, height] = this.lying;
    return Math.min(this.viewWidth / width, this.viewHeight / height);
  }

  get scale() {
    return this.isFitted ? this.fitting : this.zoom;
  }

  /** Whether all of the film is in the view. */
  get isWhole() {
    return this.isFitted || (this.scale <= this.fitting * 1.001 && this.x === 0 && this.y === 0);
  }

  /** Swaps left and right on the screen. The film is mirrored before it is turned, so a turn changes its direction. */
  mirror() {
    this.isMirrored = !this.isMirrored;
    this.quarters = (4 - this.quarters) % 4;
    this.x = -this.x;
  }

  zoomBy(factor, atX = this.viewWidth / 2, atY = this.viewHeight / 2) {
    const before = this.scale, after = Math.min(32, Math.max(this.fitting / 4, before * factor));
    const [fromX, fromY] = [atX - this.viewWidth / 2, atY - this.viewHeight / 2];
    if (this.isFitted) [this.x, this.y] = [0, 0];
    this.x = fromX - ((fromX - this.x) * after) / before;
    this.y = fromY - ((fromY - this.y) * after) / before;
    [this.zoom, this.isFitted] = [after, false];
  }

  zoomTo(scale) {
    this.zoomBy(scale / this.scale);
    this.zoom = scale;
  }

  pan(x, y) {
    if (this.isFitted) [this.zoom, this.isFitted, this.x, this.y] = [this.fitting, false, 0, 0];
    const [width, height] = this.lying.map((side) => (side * this.scale) / 2);
    this.x = Math.min(width, Math.max(-width, this.x + x));
    this.y = Math.min(height, Math.max(-height, this.y + y));
  }

  /**
   * The place on the film for a place of the view, as `[a, b, c, d, e, f]`: u = a·x + c·y + e, v = b·x + d·y + f, with
   * u and v in pixels of a picture that is `part` as large as the film, the middle of its first pixel at 0.
   */
  toFilm(part = 1) {
    const s = this.scale, [width, height] = this.lying;
    const [panX, panY] = this.isFitted ? [0, 0] : [this.x, this.y];
    // At one to one, pixels of the film lie on pixels of the screen.
    const left = (this.viewWidth - width * s) / 2 + panX, top = (this.viewHeight - height * s) / 2 + panY;
    const [originX, originY] = s === 1 ? [Math.round(left), Math.round(top)] : [left, top];
    // Place on the lying film: p = (x + 0.5 - origin) / s; then the turn and the mirror undone.
    const [cos, sin] = [[1, 0], [0, 1], [-1, 0], [0, -1]][this.quarters];
    const [fullWidth, fullHeight] = [this.width, this.height * this.aspect];
    let [a, b, c, d] = [cos, -sin, sin, cos];
    let e = -a * (width / 2) - c * (height / 2) + fullWidth / 2, f = -b * (width / 2) - d * (height / 2) + fullHeight / 2;
    if (this.isMirrored) [a, c, e] = [-a, -c, fullWidth - e];
    const px = (0.5 - originX) / s, py = (0.5 - originY) / s, v = part / this.aspect;
    return [(a / s) * part, (b / s) * v, (c / s) * part, (d / s) * v,
      (a * px + c * py + e) * part - 0.5, (b * px + d * py + f) * v - 0.5];
  }

  /** The level of the film to draw from: never less than half as fine as the screen. */
  level(count) {
    return Math.max(0, Math.min(count - 1, Math.floor(Math.log2(1 / this.scale) + 0.001)));
  }
}
