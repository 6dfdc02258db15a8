import type { Quad } from './quads.ts';

/** A place, a place on the texture, a colour. */
const words = 5;
export const vertexBytes = 4 * words;
/** Several times what the fullest picture takes, and few enough to be counted in 16 bits; pieces beyond are not drawn. */
const mostQuads = 8192;
export const mostVertices = 4 * mostQuads;

/** The corners of everything that is drawn in a frame, as the graphics card reads them. */
export class Vertices {
  readonly floats = new Float32Array(mostVertices * words);
  readonly #integers = new Int32Array(this.floats.buffer);
  #length = 0;
  #perX = 1;
  #perY = 1;

  /** How many of the floats are in use. */
  get length(): number {
    return this.#length;
  }

  /** The picture is so many CSS pixels wide and high. */
  resize(width: number, height: number): void {
    this.#perX = 2 / width;
    this.#perY = 2 / height;
  }

  clear(): void {
    this.#length = 0;
  }

  /**
   * Adds the first so many pieces, and returns for how many there was room. The card counts from -1 to 1, upwards. All is worked out in one
   * go, without handing fractions to functions, which is garbage.
   */
  add(quads: readonly Quad[], count: number): number {
    const { floats } = this;
    const integers = this.#integers;
    const perX = this.#perX;
    const perY = this.#perY;
    let at = this.#length;
    let added = 0;
    for (; added < count && at < floats.length; added++) {
      const quad = quads[added] as Quad;
      const { frame, uvs } = quad.texture;
      const { rotation, tint, alpha } = quad;
      const cos = rotation === 0 ? 1 : Math.cos(rotation);
      const sin = rotation === 0 ? 0 : Math.sin(rotation);
      const along = quad.scaleX * frame.width * 0.5;
      const across = quad.scaleY * frame.height * 0.5;
      const alongX = cos * along * perX;
      const alongY = -sin * along * perY;
      const acrossX = -sin * across * perX;
      const acrossY = -cos * across * perY;
      const x = quad.x * perX - 1;
      const y = 1 - quad.y * perY;
      const opacity = alpha >= 1 ? 255 : alpha <= 0 ? 0 : (alpha * 255) | 0;
      // The card reads the bytes from the lowest: red, green, blue, alpha.
      const colour = (opacity << 24) | ((tint & 0xff) << 16) | (tint & 0xff00) | (tint >> 16);
      floats[at] = x - alongX - acrossX;
      floats[at + 1] = y - alongY - acrossY;
      floats[at + 2] = uvs.x0;
      floats[at + 3] = uvs.y0;
      integers[at + 4] = colour;
      floats[at + 5] = x + alongX - acrossX;
      floats[at + 6] = y + alongY - acrossY;
      floats[at + 7] = uvs.x1;
      floats[at + 8] = uvs.y1;
      integers[at + 9] = colour;
      floats[at + 10] = x + alongX + acrossX;
      floats[at + 11] = y + alongY + acrossY;
      floats[at + 12] = uvs.x2;
      floats[at + 13] = uvs.y2;
      integers[at + 14] = colour;
      floats[at + 15] = x - alongX + acrossX;
      floats[at + 16] = y - alongY + acrossY;
      floats[at + 17] = uvs.x3;
      floats[at + 18] = uvs.y3;
      integers[at + 19] = colour;
      at += 4 * words;
    }
    this.#length = at;
    return added;
  }
}

/** Two triangles for each four corners, which come in a round. */
export function quadIndices(quads: number): Uint16Array {
  const indices = new Uint16Array(6 * quads);
  for (let quad = 0; quad < quads; quad++)
    [0, 1, 2, 0, 2, 3].forEach((corner, i) => {
      indices[6 * quad + i] = 4 * quad + corner;
    });
  return indices;
}
