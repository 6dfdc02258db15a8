import { type BLEND_MODES, type IParticle, ParticleContainer, type Texture } from 'pixi.js';

/** A piece of the picture, in CSS pixels. Its setters are so small that no browser makes garbage of the fractions handed to them. */
export class Quad implements IParticle {
  x = 0;
  y = 0;
  scaleX = 1;
  scaleY = 1;
  anchorX = 0.5;
  anchorY = 0.5;
  rotation = 0;
  color = 0;
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
  readonly container: ParticleContainer<Quad>;
  readonly #kept: Quad[] = [];
  #count = 0;

  constructor(blendMode: BLEND_MODES) {
    const all = { vertex: true, position: true, rotation: true, uvs: true, color: true };
    this.container = new ParticleContainer<Quad>({ dynamicProperties: all });
    this.container.blendMode = blendMode;
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

  /**
   * What was put down since the last call is what is drawn. Colours are worked out here, in one go: packing each where it is lit was
   * garbage.
   */
  flush(): void {
    for (let i = 0; i < this.#count; i++) {
      const quad = this.#kept[i] as Quad;
      quad.color = packed(quad.tint, quad.alpha);
    }
    const shown = this.container.particleChildren;
    while (shown.length > this.#count) shown.pop();
    while (shown.length < this.#count) shown.push(this.#kept[shown.length] as Quad);
    this.#count = 0;
  }
}

/** A tint 0xRRGGBB as the graphics card reads it: alpha, blue, green, red. */
function packed(tint: number, alpha: number): number {
  const opacity = alpha >= 1 ? 255 : alpha <= 0 ? 0 : (alpha * 255) | 0;
  return ((opacity << 24) | ((tint & 0xff) << 16) | (tint & 0xff00) | (tint >> 16)) >>> 0;
}
