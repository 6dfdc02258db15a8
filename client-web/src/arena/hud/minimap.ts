import { palette, shipColour } from '../draw/palette.ts';
import { element } from '../elements.ts';
import type { Stage } from '../stage.ts';
import type { ShownShip, World } from '../world.ts';

const coreShare = 5 / 16;
/** Pixels between the map's edge and the world's. */
const inset = 5;

/** Where a place in the world is on a map of `size` pixels; what is outside lies on the edge. */
export function project(place: number, world: number, size: number): number {
  const share = Math.min(1, Math.max(0, place / world));
  return inset + share * (size - 2 * inset);
}

/** The whole arena: ships, gate, core. */
export class Minimap {
  readonly #canvas = element('minimap', HTMLCanvasElement);
  readonly #context = this.#canvas.getContext('2d');
  #size = 0;

  update(world: World, stage: Stage): void {
    const context = this.#context;
    if (context === null) return;
    this.#fit(context);
    const size = this.#size;
    context.clearRect(0, 0, size, size);
    this.#drawStage(context, stage);
    const { ships } = world;
    for (let i = 0; i < ships.length; i++) {
      const shown = ships[i] as ShownShip;
      if (shown.ship.alive !== 1 || shown.own) continue;
      const carries = (shown.ship.cargo ?? 0) > 0;
      this.#dot(context, stage, shown.x, shown.y, carries ? 3 : 2.2, shipColour(shown));
    }
    const own = world.own;
    if (own?.ship.alive === 1) {
      this.#dot(context, stage, own.x, own.y, 3.4, palette.you);
      context.globalAlpha = 0.4;
      context.strokeStyle = palette.you;
      context.beginPath();
      context.arc(project(own.x, stage.world, size), project(own.y, stage.world, size), 7, 0, 2 * Math.PI);
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
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  #drawStage(context: CanvasRenderingContext2D, stage: Stage): void {
    const size = this.#size;
    context.lineWidth = 1;
    context.strokeStyle = palette.wall;
    context.globalAlpha = 0.5;
    context.strokeRect(inset, inset, size - 2 * inset, size - 2 * inset);
    if (stage.round !== null) {
      context.strokeStyle = palette.treasure;
      context.globalAlpha = 0.28;
      context.beginPath();
      context.arc(size / 2, size / 2, coreShare * (size - 2 * inset), 0, 2 * Math.PI);
      context.stroke();
    }
    context.globalAlpha = 1;
    if (stage.gateRadius === 0) return;
    context.strokeStyle = palette.treasure;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(
      project(stage.gateX, stage.world, size),
      project(stage.gateY, stage.world, size),
      5.5,
      0,
      2 * Math.PI,
    );
    context.stroke();
  }

  #dot(
    context: CanvasRenderingContext2D,
    stage: Stage,
    x: number,
    y: number,
    radius: number,
    colour: string,
  ): void {
    context.fillStyle = colour;
    context.beginPath();
    context.arc(
      project(x, stage.world, this.#size),
      project(y, stage.world, this.#size),
      radius,
      0,
      2 * Math.PI,
    );
    context.fill();
  }
}
