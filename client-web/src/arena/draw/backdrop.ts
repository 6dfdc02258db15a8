import type { Camera } from './camera.ts';
import { palette } from './palette.ts';

const cell = 128;
const strongEvery = 4;
/** From the glow to the line itself. */
const wallStrokes = [
  { width: 12, alpha: 0.1 },
  { width: 5, alpha: 0.2 },
  { width: 1.6, alpha: 0.9 },
];

interface Layer {
  /** How fast it passes, as a share of the world's own speed: the further away, the slower. */
  readonly depth: number;
  readonly size: number;
  readonly colour: string;
  /** The stars repeat after this many pixels; not the same for all layers, or the eye sees the pattern. */
  readonly tile: number;
  readonly stars: readonly (readonly [x: number, y: number])[];
}

/** Star dust and a faint grid: they give the eye speed. */
export class Backdrop {
  readonly #layers: readonly Layer[] = [
    layer(0.12, 1, 'rgb(150 175 235 / 0.5)', 620, 40),
    layer(0.3, 1.4, 'rgb(175 200 255 / 0.65)', 890, 34),
    layer(0.55, 2, 'rgb(205 225 255 / 0.85)', 1130, 15),
  ];

  /** `world`: its width and height. */
  draw(context: CanvasRenderingContext2D, camera: Camera, world: number): void {
    for (const each of this.#layers) this.#drawStars(context, camera, each);
    this.#drawGrid(context, camera, world, false);
    this.#drawGrid(context, camera, world, true);
    this.#drawWalls(context, camera, world);
  }

  #drawStars(
    context: CanvasRenderingContext2D,
    camera: Camera,
    { depth, size, colour, tile, stars }: Layer,
  ): void {
    context.fillStyle = colour;
    const shiftX = modulo(-camera.x * camera.scale * depth, tile);
    const shiftY = modulo(-camera.y * camera.scale * depth, tile);
    for (let left = shiftX - tile; left < camera.width; left += tile) {
      for (let top = shiftY - tile; top < camera.height; top += tile) {
        for (const [x, y] of stars) context.fillRect(left + x, top + y, size, size);
      }
    }
  }

  #drawGrid(context: CanvasRenderingContext2D, camera: Camera, world: number, strong: boolean): void {
    const halfWidth = camera.width / 2 / camera.scale;
    const halfHeight = camera.height / 2 / camera.scale;
    const left = clamp(camera.x - halfWidth, world);
    const right = clamp(camera.x + halfWidth, world);
    const top = clamp(camera.y - halfHeight, world);
    const bottom = clamp(camera.y + halfHeight, world);
    context.lineWidth = 1;
    context.strokeStyle = strong ? palette.gridStrong : palette.grid;
    context.beginPath();
    for (let i = Math.ceil(left / cell); i * cell <= right; i++) {
      if ((i % strongEvery === 0) === strong) line(context, camera, i * cell, top, i * cell, bottom);
    }
    for (let i = Math.ceil(top / cell); i * cell <= bottom; i++) {
      if ((i % strongEvery === 0) === strong) line(context, camera, left, i * cell, right, i * cell);
    }
    context.stroke();
  }

  #drawWalls(context: CanvasRenderingContext2D, camera: Camera, world: number): void {
    const left = camera.screenX(0);
    const top = camera.screenY(0);
    const size = world * camera.scale;
    context.strokeStyle = palette.wall;
    for (const { width, alpha } of wallStrokes) {
      context.globalAlpha = alpha;
      context.lineWidth = width;
      context.strokeRect(left, top, size, size);
    }
    context.globalAlpha = 1;
  }
}

function line(
  context: CanvasRenderingContext2D,
  camera: Camera,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): void {
  context.moveTo(camera.screenX(x1), camera.screenY(y1));
  context.lineTo(camera.screenX(x2), camera.screenY(y2));
}

function layer(depth: number, size: number, colour: string, tile: number, count: number): Layer {
  const stars = Array.from({ length: count }, () => [Math.random() * tile, Math.random() * tile] as const);
  return { depth, size, colour, tile, stars };
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

function clamp(value: number, world: number): number {
  return Math.min(world, Math.max(0, value));
}
