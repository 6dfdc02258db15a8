import type { Texture } from 'pixi.js';
import type { Vertices } from './vertices.ts';

/** A piece of the picture, in CSS pixels. Its setters are so small that no browser makes garbage of the fractions handed to them. */
export class Quad {
  x = 0;
  y = 0;
  scaleX = 1;
  scaleY = 1;
  rotation = 0;
  texture: Texture;
  /** 0xRRGGBB. */
  tint = 0xffffff;
  alpha = 1;

  constructor(texture: Texture) {
    this.texture = texture;
  }

  /** Where its middle is. */
  at(x: number, y: number, rotation: number): this {
    this.x = x;
    this.y = y;
    this.rotation = rotation;
    return this;
  }

  size(scaleX: number, scaleY: number): this {
    this.scaleX = scaleX;
    this.scaleY = scaleY;
    return this;
  }

  /** `tint` is 0xRRGGBB. */
  lit(tint: number, alpha: number): void {
    this.tint = tint;
    this.alpha = alpha;
  }
}

/**
 * Pieces of one texture, put down anew in every frame and drawn at once. The pieces are kept from frame to frame, so that frames
 * make no garbage.
 */
export class Quads {
  /** What all of them are pieces of. */
  readonly texture: Texture;
  /** Whether they add up with what is below, as light does, or cover it. */
  readonly adds: boolean;
  readonly #kept: Quad[] = [];
  #count = 0;
  #flushed = 0;

  constructor(texture: Texture, adds: boolean) {
    this.texture = texture;
    this.adds = adds;
  }

  /** How many the last flush has written. */
  get flushed(): number {
    return this.#flushed;
  }

  /** A piece to be placed by the caller, whole. */
  next(texture: Texture): Quad {
    let quad = this.#kept[this.#count];
    if (quad === undefined) {
      quad = new Quad(texture);
      this.#kept.push(quad);
    }
    quad.texture = texture;
    this.#count++;
    return quad;
  }

  /** Those put down since the last flush whose size is their own, on whole pixels: `detail` to a CSS pixel. */
  align(detail: number): void {
    for (let i = 0; i < this.#count; i++) {
      const quad = this.#kept[i] as Quad;
      if (quad.scaleX !== 1) continue;
      quad.x = Math.round(quad.x * detail) / detail;
      quad.y = Math.round(quad.y * detail) / detail;
    }
  }

  /** What was put down since the last call is what is drawn. */
  flush(vertices: Vertices): void {
    this.#flushed = vertices.add(this.#kept, this.#count);
    this.#count = 0;
  }
}
