import type { Candle } from './market.ts';

/** The candle that is being made, as far as this page has seen it. */
export class Making {
  #candle: Candle | null = null;

  seen(number: number, price: number): Candle {
    const before = this.#candle;
    this.#candle =
      before?.number === number
        ? {
            number,
            open: before.open,
            high: Math.max(before.high, price),
            low: Math.min(before.low, price),
            close: price,
          }
        : { number, open: price, high: price, low: price, close: price };
    return this.#candle;
  }

  forget(): void {
    this.#candle = null;
  }
}
