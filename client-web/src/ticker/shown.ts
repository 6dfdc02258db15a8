import type { Market } from './market.ts';

/** Of the complete candles of a stock: nothing is new, the last is, or all have to be drawn. */
export type News = 'none' | 'last' | 'all';

/** How far the chart follows the market. */
export class Shown {
  #epoch = '';
  #tick = 0;
  #candle = Number.NaN;

  /** Another stock is to be shown: all of it. */
  forget(): void {
    this.#epoch = '';
  }

  /** What is to be drawn for the market as it is now; from here on it counts as drawn. */
  follow({ epoch, tick, candle }: Pick<Market, 'epoch' | 'tick' | 'candle'>): News {
    // A page that was hidden, or a stream that was cut, has missed more than the last.
    const isElsewhere = epoch !== this.#epoch || tick < this.#tick || candle > this.#candle + 1;
    const news = isElsewhere ? 'all' : candle === this.#candle ? 'none' : 'last';
    this.#epoch = epoch;
    this.#tick = tick;
    this.#candle = candle;
    return news;
  }
}
