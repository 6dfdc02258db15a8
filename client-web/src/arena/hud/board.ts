/** What the leaderboard needs to know of a ship. */
export interface Ranked {
  readonly key: number;
  readonly own: boolean;
  readonly ship: { readonly score: number; readonly kills: number; readonly deaths: number };
}

/** As the room ranks them for the podium: score, then kills, then fewer deaths, then who was there first. */
export function byRank(a: Ranked, b: Ranked): number {
  return (
    b.ship.score - a.ship.score ||
    b.ship.kills - a.ship.kills ||
    a.ship.deaths - b.ship.deaths ||
    a.key - b.key
  );
}

/** The first of all ships with their places; our own is among them, last if it has to be. Ranking makes no garbage. */
export class Board<T extends Ranked> {
  readonly #most: number;
  readonly #ranked: T[] = [];
  #own = -1;

  /** `most`: how many are on it at most. */
  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return Math.min(this.#most, this.#ranked.length);
  }

  /** By line, from 0. */
  at(line: number): T {
    return this.#ranked[this.place(line) - 1] as T;
  }

  /** From 1. */
  place(line: number): number {
    return line === this.#most - 1 && this.#own > line ? this.#own + 1 : line + 1;
  }

  rank(ships: readonly T[]): void {
    const ranked = this.#ranked;
    ranked.length = ships.length;
    for (let i = 0; i < ships.length; i++) {
      const shown = ships[i] as T;
      let at = i;
      for (; at > 0 && byRank(shown, ranked[at - 1] as T) < 0; at--) ranked[at] = ranked[at - 1] as T;
      ranked[at] = shown;
    }
    this.#own = -1;
    for (let i = 0; i < ranked.length; i++) if (ranked[i]?.own) this.#own = i;
  }

  clear(): void {
    this.#ranked.length = 0;
  }
}
