const most = 64;
/** Pixels within which two arrows would be one blot. */
const near = 22;

/** An arrow in the picture: where, which way it points, and how it is lit. */
export interface Arrow {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly alpha: number;
  readonly tint: number;
}

/** Arrows to be drawn in this frame. Those that would lie on each other are one, with how many they are; the brightest stands for all. */
export class ArrowGroups {
  readonly x = new Float32Array(most);
  readonly y = new Float32Array(most);
  readonly angle = new Float32Array(most);
  readonly alpha = new Float32Array(most);
  readonly tint = new Int32Array(most);
  readonly members = new Int32Array(most);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
  }

  add(arrow: Arrow): void {
    const { alpha } = arrow;
    const group = this.#groupAt(arrow);
    if (group === most) return;
    if (group === this.#count) {
      this.#count++;
      this.members[group] = 0;
      this.alpha[group] = 0;
    }
    this.members[group] = (this.members[group] as number) + 1;
    if (alpha <= (this.alpha[group] as number)) return;
    this.x[group] = arrow.x;
    this.y[group] = arrow.y;
    this.angle[group] = arrow.angle;
    this.alpha[group] = alpha;
    this.tint[group] = arrow.tint;
  }

  #groupAt({ x, y }: Arrow): number {
    for (let i = 0; i < this.#count; i++) {
      const isNear = Math.abs((this.x[i] as number) - x) < near && Math.abs((this.y[i] as number) - y) < near;
      if (isNear) return i;
    }
    return this.#count;
  }
}
