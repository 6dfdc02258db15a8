const everyMs = 500;
const selector = '#hud .scores, #hud .corner > *, #hud .bottom > *, #hud .clock, #hud .diagnostics, #status';

/** Where the panels lie over the picture, so that nothing is drawn beneath them. */
export class Panels {
  readonly #elements = document.querySelectorAll<HTMLElement>(selector);
  /** Left, top, right and bottom of each, in CSS pixels. */
  readonly #edges = new Float32Array(4 * this.#elements.length);
  #measuredAt = Number.NEGATIVE_INFINITY;

  /** Once a frame; measuring makes the browser lay out the page, so it is not done in every one. */
  update(now: number): void {
    if (now - this.#measuredAt < everyMs) return;
    this.#measuredAt = now;
    for (let i = 0; i < this.#elements.length; i++) {
      const { left, top, right, bottom } = (this.#elements[i] as HTMLElement).getBoundingClientRect();
      this.#edges.set([left, top, right, bottom], 4 * i);
    }
  }

  /** Whether a place lies under a panel, or less than `gap` from one. */
  covers(x: number, y: number, gap: number): boolean {
    return covers(this.#edges, x, y, gap);
  }

  /** How much of the way (dx, dy) from (x, y) can be gone before it comes nearer than `gap` to a panel: 0 to 1. */
  clearShare(x: number, y: number, dx: number, dy: number, gap: number): number {
    return clearShare(this.#edges, x, y, dx, dy, gap);
  }
}

/** `edges`: left, top, right and bottom of each rectangle; empty ones are not there. */
export function clearShare(
  edges: Float32Array,
  x: number,
  y: number,
  dx: number,
  dy: number,
  gap: number,
): number {
  let share = 1;
  for (let i = 0; i + 3 < edges.length; i += 4) {
    const left = (edges[i] ?? 0) - gap - x;
    const top = (edges[i + 1] ?? 0) - gap - y;
    const right = (edges[i + 2] ?? 0) + gap - x;
    const bottom = (edges[i + 3] ?? 0) + gap - y;
    if (right - left <= 2 * gap || bottom - top <= 2 * gap) continue;
    const enters = Math.max(entry(left, right, dx), entry(top, bottom, dy));
    const leaves = Math.min(exit(left, right, dx), exit(top, bottom, dy));
    if (enters >= 0 && enters < leaves) share = Math.min(share, enters);
  }
  return share;
}

export function covers(edges: Float32Array, x: number, y: number, gap: number): boolean {
  for (let i = 0; i + 3 < edges.length; i += 4) {
    const left = edges[i] ?? 0;
    const top = edges[i + 1] ?? 0;
    const right = edges[i + 2] ?? 0;
    const bottom = edges[i + 3] ?? 0;
    const isThere = right > left && bottom > top;
    if (isThere && x > left - gap && x < right + gap && y > top - gap && y < bottom + gap) return true;
  }
  return false;
}

function entry(near: number, far: number, way: number): number {
  if (way === 0) return near <= 0 && far >= 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return way > 0 ? near / way : far / way;
}

function exit(near: number, far: number, way: number): number {
  if (way === 0) return near <= 0 && far >= 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return way > 0 ? far / way : near / way;
}
