import { CanvasSource, Texture } from 'pixi.js';
import type { Camera } from './camera.ts';
import { palette } from './palette.ts';
import { Quads } from './quads.ts';

/** Small, as it is soft: it is stretched over the whole picture. */
const side = 512;
/** How much larger than the picture it is, so that it can move a little. */
const reach = 1.16;

const clouds = [
  { x: 0.3, y: 0.36, radius: 0.42, colour: '24 44 104', alpha: 0.5 },
  { x: 0.72, y: 0.62, radius: 0.4, colour: '44 26 92', alpha: 0.42 },
  { x: 0.62, y: 0.24, radius: 0.26, colour: '14 66 92', alpha: 0.34 },
  { x: 0.2, y: 0.78, radius: 0.3, colour: '54 24 62', alpha: 0.26 },
];

/** The night itself, with a breath of colour in it. It hides what was drawn before, so nothing else has to. */
export class Sky {
  readonly quads = new Quads(
    new Texture({ source: new CanvasSource({ resource: paint(), scaleMode: 'linear' }) }),
    false,
  );

  /** `world`: its width and height. */
  draw(camera: Camera, world: number): void {
    const x = camera.width * (0.5 - aside(camera.x, world) * (reach - 1));
    const y = camera.height * (0.5 - aside(camera.y, world) * (reach - 1));
    const scale = (Math.max(camera.width, camera.height) * reach) / side;
    this.quads.next(this.quads.texture).at(x, y, 0).size(scale, scale).lit(0xffffff, 1);
  }
}

/** How far a place is from the middle of the world, -0.5 to 0.5. */
function aside(place: number, world: number): number {
  return Math.min(0.5, Math.max(-0.5, place / world - 0.5));
}

function paint(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  context.fillStyle = palette.night;
  context.fillRect(0, 0, side, side);
  context.globalCompositeOperation = 'lighter';
  for (const { x, y, radius, colour, alpha } of clouds) {
    const gradient = context.createRadialGradient(x * side, y * side, 0, x * side, y * side, radius * side);
    for (let stop = 0; stop <= 8; stop++)
      gradient.addColorStop(stop / 8, `rgb(${colour} / ${alpha * (1 - stop / 8) ** 2})`);
    context.fillStyle = gradient;
    context.fillRect(0, 0, side, side);
  }
  roughen(context);
  return canvas;
}

/** Dark gradients show as bands unless neighbours differ a little. */
function roughen(context: CanvasRenderingContext2D): void {
  const image = context.getImageData(0, 0, side, side);
  const { data } = image;
  for (let i = 0; i < data.length; i += 4) {
    const grain = (Math.random() - 0.5) * 1.8;
    for (let channel = i; channel < i + 3; channel++) data[channel] = (data[channel] ?? 0) + grain;
  }
  context.putImageData(image, 0, 0);
}
