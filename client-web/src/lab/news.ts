const windowMs = 10_000;
/** Ticks of the window in a room that ticks 60 times a second, and some. */
const kept = 1024;
/** Ticks that came with one state; more of them were missed by a page that slept. */
const mostPassed = 600;

export interface NewsFigures {
  /** Milliseconds until half, and 95 of 100 ticks were known; null before anything was. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly updatesPerSecond: number;
  /** Ticks that came with one update. */
  readonly ticksPerUpdate: number | null;
}

/** How late a guest hears of each tick, over the last ten seconds. */
export class News {
  readonly #lateBy = new Float64Array(kept);
  readonly #heardAt = new Float64Array(kept).fill(Number.NEGATIVE_INFINITY);
  readonly #isUpdate = new Uint8Array(kept);
  #next = 0;
  #tick: number | null = null;
  #since: number | null = null;
  #updates = 0;

  /** All that ever came. */
  get updates(): number {
    return this.#updates;
  }

  /** A state of `tick` is there at `now`, while the room's clock stands at `roomTime`; all but `tick` in milliseconds. */
  heard(tick: number, tickMs: number, roomTime: number, now: number): void {
    const before = this.#tick;
    this.#tick = tick;
    this.#updates++;
    if (before === null || tick - before > mostPassed) {
      this.#since ??= now;
      return;
    }
    for (let t = before + 1; t <= tick; t++) {
      const i = this.#next;
      this.#next = (i + 1) % kept;
      this.#lateBy[i] = Math.max(0, roomTime - t * tickMs);
      this.#heardAt[i] = now;
      this.#isUpdate[i] = t === tick ? 1 : 0;
    }
  }

  clear(): void {
    this.#heardAt.fill(Number.NEGATIVE_INFINITY);
    this.#tick = null;
    this.#since = null;
  }

  figures(now: number): NewsFigures {
    const late: number[] = [];
    let updates = 0;
    for (let i = 0; i < kept; i++) {
      if (now - (this.#heardAt[i] ?? 0) > windowMs) continue;
      late.push(this.#lateBy[i] ?? 0);
      updates += this.#isUpdate[i] ?? 0;
    }
    late.sort((a, b) => a - b);
    const elapsed = Math.min(windowMs, now - (this.#since ?? now));
    return {
      p50: at(late, 0.5),
      p95: at(late, 0.95),
      updatesPerSecond: elapsed > 0 ? (updates * 1000) / elapsed : 0,
      ticksPerUpdate: updates > 0 ? late.length / updates : null,
    };
  }
}

function at(sorted: readonly number[], share: number): number | null {
  return sorted[Math.ceil(sorted.length * share) - 1] ?? null;
}
