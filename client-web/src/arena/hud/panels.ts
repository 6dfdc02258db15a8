const selector = '#hud .scores, #hud .corner > *, #hud .bottom > *, #hud .clock, #hud .diagnostics, #status';

/** A way in the picture from a place, in CSS pixels, and how much of it is clear: 0 to 1. */
export interface Way {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  share: number;
}

/** Where the panels lie over the picture, so that nothing is drawn beneath them. */
export class Panels {
  readonly #elements = document.querySelectorAll<HTMLElement>(selector);
  /** Left, top, right and bottom of each, in CSS pixels. */
  readonly #edges = new Float32Array(4 * this.#elements.length);

  constructor() {
    // One that grows, comes or goes moves the others, and so does a window that changes. The browser tells when it has laid the
    // page out for its own sake, so that measuring is not what makes it.
    const observer = new ResizeObserver(() => this.#measure());
    observer.observe(document.documentElement);
    for (const each of this.#elements) observer.observe(each, { box: 'border-box' });
  }

  /** Whether a place lies under a panel, or less than `gap` from one. */
  covers(place: { readonly x: number; readonly y: number }, gap: number): boolean {
    return covers(this.#edges, place, gap);
  }

  /** Tells how much of a way can be gone before it comes nearer than `gap` to a panel. */
  clear(way: Way, gap: number): void {
    clear(this.#edges, way, gap);
  }

  #measure(): void {
    for (let i = 0; i < this.#elements.length; i++) {
      const { left, top, right, bottom } = (this.#elements[i] as HTMLElement).getBoundingClientRect();
      this.#edges[4 * i] = left;
      this.#edges[4 * i + 1] = top;
      this.#edges[4 * i + 2] = right;
      this.#edges[4 * i + 3] = bottom;
    }
  }
}

/** `edges`: left, top, right and bottom of each rectangle; empty ones are not there. */
export function clear(edges: Float32Array, way: Way, gap: number): void {
  const { x, y, dx, dy } = way;
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
  way.share = share;
}

export function covers(
  edges: Float32Array,
  { x, y }: { readonly x: number; readonly y: number },
  gap: number,
): boolean {
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
