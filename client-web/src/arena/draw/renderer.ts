import { worldSize } from '../contract.ts';
import type { Panels } from '../hud/panels.ts';
import type { Pointers } from '../pointers.ts';
import type { Stage } from '../stage.ts';
import type { Happening, ShownShip, World } from '../world.ts';
import { Backdrop } from './backdrop.ts';
import { Sheet } from './bake.ts';
import { Camera } from './camera.ts';
import { Effects } from './effects.ts';
import { drawField } from './field.ts';
import { Labels } from './labels.ts';
import type { Lens } from './lens.ts';
import { Pace } from './pace.ts';
import { palette } from './palette.ts';
import { drawWayToGate, EdgeArrows } from './pointers.ts';
import { Quads } from './quads.ts';
import { isCalm, type Quality } from './quality.ts';
import { Screen } from './screen.ts';
import { shapes } from './shapes.ts';
import { drawShip } from './ships.ts';
import { drawShots } from './shots.ts';
import { Sky } from './sky.ts';
import { drawTouch } from './touch.ts';

/** More than this costs battery and shows nothing new. */
const maxPixelRatio = 2;
/** What is given up, level by level, when frames stay late: the sky's colours first, then sharpness. */
const levels = [
  { hasSky: true, ratio: maxPixelRatio },
  { hasSky: false, ratio: 1 },
  { hasSky: false, ratio: 0.75 },
  { hasSky: false, ratio: 0.5 },
] as const;
/** Shapes are painted with at most so many pixels a unit. */
const maxDetail = 3;

/** Draws the world, with our ship, or the one that is watched, in the middle; without a world, the empty arena drifting by. */
export class Renderer {
  readonly camera = new Camera();
  readonly #canvas: HTMLCanvasElement;
  readonly #screen: Screen;
  readonly #quality: Quality;
  readonly #sky = new Sky();
  readonly #sheet = new Sheet(shapes);
  readonly #backdrop = new Backdrop();
  readonly #arrows = new EdgeArrows();
  readonly #effects: Effects;
  readonly #lens: Lens;
  readonly #layers: readonly Quads[];
  readonly #pace = new Pace(levels.length - 1);

  private constructor(canvas: HTMLCanvasElement, screen: Screen, quality: Quality) {
    this.#canvas = canvas;
    this.#screen = screen;
    this.#quality = quality;
    const light = new Quads(this.#sheet.textures.plain, true);
    const labels = new Labels();
    this.#layers = [this.#sky.quads, light, labels.quads];
    this.#lens = {
      camera: this.camera,
      light,
      labels,
      spot: { x: 0, y: 0, heading: 0 },
      elapsed: 0,
      time: 0,
      shapes: this.#sheet.textures,
      calm: isCalm(),
      plain: quality.isLight,
    };
    this.#effects = new Effects(quality.isLight);
    this.camera.x = worldSize / 2;
    this.camera.y = worldSize / 2;
    this.#resize();
    addEventListener('resize', () => this.#resize());
  }

  /** Fails where there is no WebGL. */
  static async create(canvas: HTMLCanvasElement, quality: Quality): Promise<Renderer> {
    return new Renderer(canvas, await Screen.create(canvas, palette.night), quality);
  }

  happen(happening: Happening): void {
    this.#effects.happen(happening, this.camera);
  }

  flash(ship: ShownShip): void {
    this.#effects.flash(ship);
  }

  gain(ship: ShownShip, text: string, tint: number, isLarge: boolean): void {
    this.#effects.gain(ship, text, tint, isLarge);
  }

  /** Another room is shown from now on. */
  clear(): void {
    this.#effects.clear();
  }

  /** `eye`: where to look, in units; null to drift. */
  draw(
    world: World | null,
    stage: Stage | null,
    pointers: Pointers,
    panels: Panels,
    eye: { readonly x: number; readonly y: number } | null,
    elapsedMs: number,
  ): void {
    const { camera } = this;
    const lens = this.#lens;
    const { isLight, isFull } = this.#quality;
    lens.elapsed = elapsedMs;
    if (!isLight && !isFull && this.#pace.frame(elapsedMs)) this.#resize();
    lens.calm = this.#effects.calm = isCalm();
    if (!lens.calm) lens.time += elapsedMs;
    this.#look(world, eye, elapsedMs);
    const size = stage?.world ?? worldSize;
    if (this.#level.hasSky) this.#sky.draw(camera, size);
    this.#backdrop.draw(lens, size);
    if (world !== null && stage !== null) this.#drawRoom(world, stage, pointers, panels);
    lens.labels.finish();
    this.#screen.draw(this.#layers);
  }

  get #level(): (typeof levels)[number] {
    return levels[this.#quality.isLight ? levels.length - 1 : this.#pace.level] ?? levels[0];
  }

  #look(
    world: World | null,
    eye: { readonly x: number; readonly y: number } | null,
    elapsedMs: number,
  ): void {
    const { camera } = this;
    if (eye !== null) {
      camera.x = eye.x;
      camera.y = eye.y;
    } else if (world === null && !isCalm()) {
      camera.x += elapsedMs * 0.02;
      camera.y += elapsedMs * 0.008;
    }
    camera.advance(elapsedMs);
  }

  #drawRoom(world: World, stage: Stage, pointers: Pointers, panels: Panels): void {
    const lens = this.#lens;
    const { ships, own } = world;
    drawField(lens, stage, own);
    for (let i = 0; i < ships.length; i++) this.#effects.follow(ships[i] as ShownShip);
    this.#effects.drawTrails(lens);
    drawShots(lens, world);
    for (let i = 0; i < ships.length; i++) {
      const shown = ships[i] as ShownShip;
      if (shown.ship.alive !== 1) continue;
      drawShip(lens, shown, stage, panels);
      if (!shown.own) this.#arrows.add(lens, shown, panels);
    }
    this.#arrows.draw(lens);
    this.#effects.draw(lens);
    // On the podium nobody flies anywhere.
    if (stage.isPodium) return;
    if (own?.ship.alive === 1 && (own.ship.cargo ?? 0) > 0 && stage.gateRadius > 0)
      drawWayToGate(lens, stage);
    if (pointers.touched && !pointers.isResting) drawTouch(lens, pointers);
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#canvas;
    const ratio = Math.min(this.#level.ratio, devicePixelRatio);
    this.#screen.resize(clientWidth, clientHeight, ratio);
    this.camera.resize(clientWidth, clientHeight);
    // In steps, so that a window that is dragged does not paint them anew with every pixel.
    this.#sheet.paint(Math.min(maxDetail, Math.max(1, Math.ceil(this.camera.scale * ratio * 2) / 2)));
    this.#lens.labels.resize(Math.max(1, ratio));
  }
}
