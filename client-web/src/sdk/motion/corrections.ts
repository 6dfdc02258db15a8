/** What was mended of a prediction so far, in the game's unit of length. */
export class Corrections {
  count = 0;
  large = 0;
  sum = 0;
  largest = 0;
  readonly #largeFrom: number;

  /** More than this counts as large. */
  constructor(largeFrom: number) {
    this.#largeFrom = largeFrom;
  }

  add(size: number): void {
    if (size <= 0) return;
    this.count++;
    this.sum += size;
    if (size > this.#largeFrom) this.large++;
    if (size > this.largest) this.largest = size;
  }
}
