import { element } from '../../look/elements.ts';
import { palette, shipColour } from '../draw/palette.ts';
import type { Stage } from '../stage.ts';
import type { ShownShip, World } from '../world.ts';

const coreShare = 5 / 16;
/** Pixels between the map's edge and the world's. */
const inset = 5;
/** Ships are placed in whole parts of so many to a pixel: fractions handed to a canvas are garbage. */
const grain = 8;

/** Where a place in the world is on a map of `size` pixels; what is outside lies on the edge. */
export function project(place: number, world: number, size: number): number {
  const share = place / world;
  return inset + (share < 0 ? 0 : share > 1 ? 1 : share) * (size - 2 * inset);
}

/** The whole arena: ships, gate, core. */
export class Minimap {
  readonly #canvas = element('minimap', HTMLCanvasElement);
  readonly #context = this.#canvas.getContext('2d');
  readonly #gate = { x: 0, y: 0 };
  #size = 0;
  #world = 1;

  update(world: World, stage: Stage): void {
    const context = this.#context;
    if (context === null) return;
    this.#fit(context);
    const size = this.#size;
    this.#world = stage.world;
    context.clearRect(0, 0, size * grain, size * grain);
    this.#drawStage(context, stage);
    const { ships } = world;
    for (let i = 0; i < ships.length; i++) {
      const shown = ships[i] as ShownShip;
      if (shown.ship.alive !== 1 || shown.own) continue;
      const carries = (shown.ship.cargo ?? 0) > 0;
      context.fillStyle = shipColour(shown);
      this.#circle(context, shown, carries ? 3 : 2.25);
      context.fill();
    }
    const own = world.own;
    if (own?.ship.alive === 1) {
      context.fillStyle = palette.you;
      this.#circle(context, own, 3.5);
      context.fill();
      context.globalAlpha = 0.4;
      context.strokeStyle = palette.you;
      this.#circle(context, own, 7);
      context.stroke();
      context.globalAlpha = 1;
    }
  }

  #fit(context: CanvasRenderingContext2D): void {
    const size = this.#canvas.clientWidth;
    const ratio = Math.min(2, devicePixelRatio);
    const pixels = Math.round(size * ratio);
    if (this.#size === size && this.#canvas.width === pixels) return;
    this.#size = size;
    this.#canvas.width = pixels;
    this.#canvas.height = pixels;
    context.setTransform(ratio / grain, 0, 0, ratio / grain, 0, 0);
  }

  #drawStage(context: CanvasRenderingContext2D, stage: Stage): void {
    const size = this.#size;
    const wide = (size - 2 * inset) * grain;
    context.lineWidth = grain;
    context.strokeStyle = palette.wall;
    context.globalAlpha = 0.5;
    context.strokeRect(inset * grain, inset * grain, wide, wide);
    if (stage.round !== null) {
      context.strokeStyle = palette.treasure;
      context.globalAlpha = 0.28;
      context.beginPath();
      context.arc((size * grain) / 2, (size * grain) / 2, Math.round(coreShare * wide), 0, 2 * Math.PI);
      context.stroke();
    }
    context.globalAlpha = 1;
    if (stage.gateRadius === 0) return;
    context.strokeStyle = palette.treasure;
    context.lineWidth = 2 * grain;
    this.#gate.x = stage.gateX;
    this.#gate.y = stage.gateY;
    this.#circle(context, this.#gate, 5.5);
    context.stroke();
  }

  #circle(
    context: CanvasRenderingContext2D,
    place: { readonly x: number; readonly y: number },
    radius: number,
  ): void {
    context.beginPath();
    context.arc(
      (project(place.x, this.#world, this.#size) * grain + 0.5) | 0,
      (project(place.y, this.#world, this.#size) * grain + 0.5) | 0,
      radius * grain,
      0,
      2 * Math.PI,
    );
  }
}
