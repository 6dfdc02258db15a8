import { CanvasSource, Rectangle, Texture } from 'pixi.js';

/** Paints around (0, 0) in white; one unit is `detail` pixels. Blurs count pixels, whatever the transformation. */
export type Paint = (context: CanvasRenderingContext2D, detail: number) => void;

export interface Shape {
  readonly width: number;
  readonly height: number;
  readonly paint: Paint;
}

/** Between the shapes, so that none bleeds into another. */
const gap = 2;
const sheetWidth = 640;

/** Shapes that are painted once, side by side on one sheet, and then drawn from it as often as wanted. */
export class Sheet<Name extends string> {
  readonly textures: Readonly<Record<Name, Texture>>;
  readonly #canvas = document.createElement('canvas');
  readonly #source: CanvasSource;
  readonly #places: readonly { readonly shape: Shape; readonly frame: Rectangle }[];
  readonly #height: number;
  #detail = 0;

  constructor(shapes: Readonly<Record<Name, Shape>>) {
    const places: { shape: Shape; frame: Rectangle }[] = [];
    const frames = new Map<Name, Rectangle>();
    let x = gap;
    let y = gap;
    let row = 0;
    const byHeight = (Object.entries(shapes) as [Name, Shape][]).sort(([, a], [, b]) => b.height - a.height);
    for (const [name, shape] of byHeight) {
      if (x + shape.width + gap > sheetWidth) {
        x = gap;
        y += row + gap;
        row = 0;
      }
      const frame = new Rectangle(x, y, shape.width, shape.height);
      places.push({ shape, frame });
      frames.set(name, frame);
      x += shape.width + gap;
      row = Math.max(row, shape.height);
    }
    this.#places = places;
    this.#height = y + row + gap;
    this.#canvas.width = sheetWidth;
    this.#canvas.height = this.#height;
    this.#source = new CanvasSource({ resource: this.#canvas, scaleMode: 'linear' });
    const textures: Partial<Record<Name, Texture>> = {};
    for (const [name, frame] of frames) textures[name] = new Texture({ source: this.#source, frame });
    this.textures = textures as Record<Name, Texture>;
  }

  /** Paints all shapes with so many pixels a unit, unless they are. */
  paint(detail: number): void {
    if (detail === this.#detail) return;
    this.#detail = detail;
    this.#source.resize(sheetWidth, this.#height, detail);
    this.#canvas.width = sheetWidth * detail;
    this.#canvas.height = this.#height * detail;
    const context = this.#canvas.getContext('2d');
    if (context === null) return;
    for (const { shape, frame } of this.#places) {
      context.save();
      context.scale(detail, detail);
      context.beginPath();
      context.rect(frame.x, frame.y, frame.width, frame.height);
      context.clip();
      context.translate(frame.x + frame.width / 2, frame.y + frame.height / 2);
      context.strokeStyle = context.fillStyle = context.shadowColor = '#fff';
      context.lineJoin = context.lineCap = 'round';
      shape.paint(context, detail);
      context.restore();
    }
    this.#source.update();
  }
}

/** A bright thin line with light around it: twice, near and strong, far and faint. */
export function luminous(
  context: CanvasRenderingContext2D,
  path: Path2D,
  detail: number,
  line: number,
  halo: number,
): void {
  context.lineWidth = line;
  context.globalAlpha = 0.55;
  context.shadowBlur = halo * detail;
  context.stroke(path);
  context.globalAlpha = 0.8;
  context.shadowBlur = halo * 0.35 * detail;
  context.stroke(path);
  context.shadowBlur = 0;
  context.globalAlpha = 1;
  context.stroke(path);
}

/** Light that fades from the middle to `radius`; the larger `falloff`, the smaller its bright heart. */
export function soft(context: CanvasRenderingContext2D, radius: number, falloff: number): void {
  const gradient = context.createRadialGradient(0, 0, 0, 0, 0, radius);
  for (let stop = 0; stop <= 12; stop++)
    gradient.addColorStop(stop / 12, `rgb(255 255 255 / ${(1 - stop / 12) ** falloff})`);
  context.fillStyle = gradient;
  context.fillRect(-radius, -radius, 2 * radius, 2 * radius);
}

/** Light that runs along a line in the middle and fades to both sides. */
export function beam(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  falloff: number,
): void {
  const gradient = context.createLinearGradient(0, -height / 2, 0, height / 2);
  for (let stop = 0; stop <= 16; stop++)
    gradient.addColorStop(stop / 16, `rgb(255 255 255 / ${(1 - Math.abs(stop / 8 - 1)) ** falloff})`);
  context.fillStyle = gradient;
  context.fillRect(-width / 2, -height / 2, width, height);
}
