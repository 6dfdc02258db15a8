/** Looks for the frame in which a key shows. */
export class Latency {
  count = 0;
  most = 0;
  #since = -1;

  pressed(frame: number): void {
    this.#since = frame;
  }

  cancel(): void {
    this.#since = -1;
  }

  frame(frame: number, shows: boolean): void {
    if (this.#since < 0) return;
    const frames = frame - this.#since + 1;
    this.most = Math.max(this.most, frames);
    if (!shows) return;
    this.count++;
    this.#since = -1;
  }
}
