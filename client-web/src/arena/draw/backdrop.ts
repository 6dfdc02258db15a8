import type { Lens } from './lens.ts';
import { grid, tint } from './palette.ts';
import { beamLength, plainSide, wallWidth } from './shapes.ts';

const cell = 128;
const strongEvery = 4;
/** Stars wrap around this far outside of the picture, in pixels. */
const margin = 24;
/** Pixels that the camera moves in one frame at which it is a leap, which must leave no streaks. */
const leap = 120;

interface Layer {
  /** How fast it passes, as a share of the world's own speed: the further away, the slower. */
  readonly depth: number;
  readonly size: number;
  readonly alpha: number;
  readonly tint: number;
  /** Stars for each million pixels. */
  readonly density: number;
  /** By how much it is drawn out along the way that the ship flies. */
  readonly streak: number;
}

const layers: readonly Layer[] = [
  { depth: 0.08, size: 0.42, alpha: 0.55, tint: 0x9db4f0, density: 150, streak: 0 },
  { depth: 0.22, size: 0.6, alpha: 0.6, tint: 0xb4c8ff, density: 90, streak: 0.2 },
  { depth: 0.5, size: 0.75, alpha: 0.65, tint: 0xcfe0ff, density: 42, streak: 0.7 },
  { depth: 0.95, size: 0.6, alpha: 0.4, tint: 0x8fb6ff, density: 30, streak: 1.4 },
];

const most = 700;

/** Star dust, a faint grid and the walls: they give the eye speed. */
export class Backdrop {
  readonly #places = Float32Array.from({ length: 2 * most }, Math.random);
  #x = 0;
  #y = 0;

  /** `world`: its width and height. */
  draw(lens: Lens, world: number): void {
    this.#drawStars(lens);
    drawGrid(lens, world);
    drawWalls(lens, world);
  }

  #drawStars({ camera, light, shapes, calm, plain, elapsed }: Lens): void {
    const moved = 16 / Math.max(1, elapsed);
    const dx = (camera.x - this.#x) * camera.scale * moved;
    const dy = (camera.y - this.#y) * camera.scale * moved;
    this.#x = camera.x;
    this.#y = camera.y;
    const length = Math.sqrt(dx * dx + dy * dy);
    const speed = calm || length > leap ? 0 : length;
    const direction = Math.atan2(dy, dx);
    const width = camera.width + 2 * margin;
    const height = camera.height + 2 * margin;
    const share = (width * height * (plain ? 0.3 : 1)) / 1e6;
    let star = 0;
    for (let i = 0; i < layers.length; i++) {
      const { depth, size, alpha, tint: colour, density, streak } = layers[i] as Layer;
      const shiftX = camera.x * camera.scale * depth - camera.shakeX * depth;
      const shiftY = camera.y * camera.scale * depth - camera.shakeY * depth;
      const drawnOut = size * (1 + speed * streak * 0.18);
      const rotation = drawnOut === size ? 0 : direction;
      for (const end = Math.min(most, star + share * density); star < end; star++) {
        const u = this.#places[2 * star] ?? 0;
        const v = this.#places[2 * star + 1] ?? 0;
        const x = modulo(u * width - shiftX, width) - margin;
        const y = modulo(v * height - shiftY, height) - margin;
        // Not all are of one size.
        const scale = 0.6 + 0.8 * ((u * 7919) % 1);
        const quad = light.next(shapes.dot);
        quad.x = x;
        quad.y = y;
        quad.rotation = rotation;
        quad.scaleX = drawnOut * scale;
        quad.scaleY = size * scale;
        quad.tint = colour;
        quad.alpha = alpha * scale;
      }
    }
  }
}

function drawGrid({ camera, light, shapes }: Lens, world: number): void {
  const left = clamp(camera.worldX(0), world);
  const right = clamp(camera.worldX(camera.width), world);
  const top = clamp(camera.worldY(0), world);
  const bottom = clamp(camera.worldY(camera.height), world);
  if (right <= left || bottom <= top) return;
  const firstX = Math.ceil(left / cell);
  const firstY = Math.ceil(top / cell);
  const middleX = camera.screenX((left + right) / 2);
  const middleY = camera.screenY((top + bottom) / 2);
  const across = ((right - left) * camera.scale) / plainSide;
  const down = ((bottom - top) * camera.scale) / plainSide;
  const thin = 1 / plainSide;
  for (let i = firstX; i * cell <= right; i++) {
    const x = Math.floor(camera.screenX(i * cell)) + 0.5;
    light
      .next(shapes.plain)
      .at(x, middleY, 0)
      .size(thin, down)
      .lit(tint.wall, i % strongEvery === 0 ? grid.strong : grid.faint);
  }
  for (let i = firstY; i * cell <= bottom; i++) {
    const y = Math.floor(camera.screenY(i * cell)) + 0.5;
    light
      .next(shapes.plain)
      .at(middleX, y, 0)
      .size(across, thin)
      .lit(tint.wall, i % strongEvery === 0 ? grid.strong : grid.faint);
  }
  for (let i = firstX + modulo(-firstX, strongEvery); i * cell <= right; i += strongEvery) {
    for (let j = firstY + modulo(-firstY, strongEvery); j * cell <= bottom; j += strongEvery)
      light
        .next(shapes.cross)
        .at(Math.floor(camera.screenX(i * cell)) + 0.5, Math.floor(camera.screenY(j * cell)) + 0.5, 0)
        .size(1, 1)
        .lit(tint.wall, 0.8);
  }
}

function drawWalls({ camera, light, shapes }: Lens, world: number): void {
  const length = (world * camera.scale) / beamLength;
  const near = camera.screenX(0);
  const far = camera.screenX(world);
  const top = camera.screenY(0);
  const bottom = camera.screenY(world);
  const middleX = (near + far) / 2;
  const middleY = (top + bottom) / 2;
  if (top > -wallWidth) light.next(shapes.wall).at(middleX, top, 0).size(length, 1).lit(tint.wall, 0.9);
  if (bottom < camera.height + wallWidth)
    light.next(shapes.wall).at(middleX, bottom, 0).size(length, 1).lit(tint.wall, 0.9);
  if (near > -wallWidth)
    light
      .next(shapes.wall)
      .at(near, middleY, Math.PI / 2)
      .size(length, 1)
      .lit(tint.wall, 0.9);
  if (far < camera.width + wallWidth)
    light
      .next(shapes.wall)
      .at(far, middleY, Math.PI / 2)
      .size(length, 1)
      .lit(tint.wall, 0.9);
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

function clamp(value: number, world: number): number {
  return Math.min(world, Math.max(0, value));
}
