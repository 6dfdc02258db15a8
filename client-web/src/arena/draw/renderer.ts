import { worldSize } from '../contract.ts';
import type { Pointers } from '../pointers.ts';
import type { Stage } from '../stage.ts';
import type { Happening, ShownShip, World } from '../world.ts';
import { Backdrop } from './backdrop.ts';
import { Camera } from './camera.ts';
import { Effects } from './effects.ts';
import { drawField } from './field.ts';
import { hueColour, palette } from './palette.ts';
import { drawPointer, drawShip, drawWayToGate } from './ships.ts';
import { drawTouch } from './touch.ts';

/** More than this costs battery and shows nothing new. */
const maxPixelRatio = 2;

/** Draws the world, with our ship, or the one that is watched, in the middle; without a world, the empty arena drifting by. */
export class Renderer {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #camera = new Camera();
  readonly #backdrop = new Backdrop();
  readonly #effects: Effects;
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  readonly #hues = new Map<number, string>();
  #time = 0;

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) throw new Error('This browser has no canvas.');
    this.#canvas = canvas;
    this.#context = context;
    this.#effects = new Effects(this.#calm);
    this.#camera.x = worldSize / 2;
    this.#camera.y = worldSize / 2;
    this.#resize();
    addEventListener('resize', () => this.#resize());
  }

  happen(happening: Happening): void {
    this.#effects.happen(happening, this.#camera);
  }

  flash(ship: ShownShip): void {
    this.#effects.flash(ship);
  }

  gain(ship: ShownShip, text: string, colour: string, isLarge: boolean): void {
    this.#effects.gain(ship, text, colour, isLarge);
  }

  /** Another room is shown from now on. */
  clear(): void {
    this.#effects.clear();
    this.#hues.clear();
  }

  /** `eye`: where to look, in units; null to drift. */
  draw(
    world: World | null,
    stage: Stage | null,
    pointers: Pointers,
    eye: { readonly x: number; readonly y: number } | null,
    elapsedMs: number,
  ): void {
    const context = this.#context;
    const camera = this.#camera;
    if (!this.#calm) this.#time += elapsedMs;
    camera.advance(elapsedMs);
    if (eye !== null) {
      camera.x = eye.x;
      camera.y = eye.y;
    } else if (world === null && !this.#calm) {
      camera.x += elapsedMs * 0.02;
      camera.y += elapsedMs * 0.008;
    }
    context.fillStyle = palette.night;
    context.fillRect(0, 0, camera.width, camera.height);
    this.#backdrop.draw(context, camera, stage?.world ?? worldSize);
    if (world === null || stage === null) return;
    context.globalCompositeOperation = 'lighter';
    drawField(context, camera, stage, this.#time);
    this.#drawShots(world);
    for (const shown of world.ships()) {
      if (shown.ship.alive !== 1) continue;
      if (shown.burns) this.#effects.trail(shown);
      drawShip(context, camera, shown, stage.tick, this.#calm);
      if (!shown.own) drawPointer(context, camera, shown);
    }
    this.#effects.draw(context, camera, elapsedMs);
    context.globalCompositeOperation = 'source-over';
    const own = world.own?.ship;
    if (own?.alive === 1 && (own.cargo ?? 0) > 0 && stage.gateRadius > 0)
      drawWayToGate(context, camera, stage.gateX, stage.gateY, stage.gateRadius);
    if (pointers.touched && !pointers.isResting) drawTouch(context, camera, pointers);
  }

  #drawShots(world: World): void {
    const context = this.#context;
    const camera = this.#camera;
    const own = world.own?.key;
    const hues = this.#hues;
    for (const { key, ship } of world.ships()) hues.set(key, hueColour(ship.hue));
    context.lineCap = 'round';
    for (let i = 0; i < world.shots.count; i++) {
      const shot = world.shots.at(i);
      const x = camera.screenX(shot.x);
      const y = camera.screenY(shot.y);
      const tailX = x - shot.vx * camera.scale * 0.8;
      const tailY = y - shot.vy * camera.scale * 0.8;
      context.strokeStyle = shot.owner === own ? palette.you : (hues.get(shot.owner) ?? palette.text);
      context.beginPath();
      context.moveTo(tailX, tailY);
      context.lineTo(x, y);
      context.globalAlpha = 0.25;
      context.lineWidth = 7;
      context.stroke();
      context.globalAlpha = 1;
      context.lineWidth = 2.4;
      context.stroke();
    }
  }

  #resize(): void {
    const ratio = Math.min(maxPixelRatio, devicePixelRatio);
    const { clientWidth, clientHeight } = this.#canvas;
    this.#canvas.width = Math.round(clientWidth * ratio);
    this.#canvas.height = Math.round(clientHeight * ratio);
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#context.font = '600 13px system-ui, sans-serif';
    this.#context.textAlign = 'center';
    this.#context.textBaseline = 'middle';
    this.#camera.resize(clientWidth, clientHeight);
  }
}
