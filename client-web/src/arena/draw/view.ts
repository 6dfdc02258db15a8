import { element } from '../../look/elements.ts';
import type { Panels } from '../hud/panels.ts';
import type { Pointers } from '../pointers.ts';
import type { Stage } from '../stage.ts';
import type { Happening, ShownShip, World } from '../world.ts';
import type { palette } from './palette.ts';
import { tint } from './palette.ts';
import type { Quality } from './quality.ts';
import type { Renderer } from './renderer.ts';

const notLoaded = 'The picture could not be loaded. Everything else works; reload the page to try again.';
const notDrawn =
  'This browser cannot draw the arena: it needs WebGL, which is missing or switched off. The map, the scores and the chat work.';

const lost =
  'The graphics card was reset: the picture comes back by itself. If it stays away, reload the page.';

/** Milliseconds between two pictures when drawing is to cost little. */
const lightMs = 66;

/**
 * The picture, for the rest of the page. What draws it is large and comes after the page; until then, and where it cannot draw,
 * the page works without it.
 */
export class View {
  readonly #quality: Quality;
  readonly #missing = element('no-picture', HTMLElement);
  #renderer: Renderer | null = null;
  #shakes = true;
  #elapsed = 0;

  constructor(canvas: HTMLCanvasElement, quality: Quality) {
    this.#quality = quality;
    canvas.addEventListener('webglcontextlost', () => this.#tell(lost));
    canvas.addEventListener('webglcontextrestored', () => this.#tell(''));
    void this.#load(canvas);
  }

  /** Whether hits shake the picture. */
  set shakes(value: boolean) {
    this.#shakes = value;
    if (this.#renderer !== null) this.#renderer.camera.shakes = value;
  }

  happen(happening: Happening): void {
    if (!document.hidden) this.#renderer?.happen(happening);
  }

  flash(ship: ShownShip): void {
    if (!document.hidden) this.#renderer?.flash(ship);
  }

  gain(ship: ShownShip, text: string, colour: keyof typeof palette, isLarge: boolean): void {
    if (!document.hidden) this.#renderer?.gain(ship, text, tint[colour], isLarge);
  }

  /** Another room is shown from now on. */
  clear(): void {
    this.#renderer?.clear();
  }

  draw(
    world: World | null,
    stage: Stage | null,
    pointers: Pointers,
    panels: Panels,
    eye: { readonly x: number; readonly y: number } | null,
    elapsedMs: number,
  ): void {
    this.#elapsed += elapsedMs;
    if (this.#quality.isLight && this.#elapsed < lightMs) return;
    this.#renderer?.draw(world, stage, pointers, panels, eye, this.#elapsed);
    this.#elapsed = 0;
  }

  async #load(canvas: HTMLCanvasElement): Promise<void> {
    const loaded = await import('./renderer.ts').catch(() => null);
    const renderer = (await loaded?.Renderer.create(canvas, this.#quality).catch(() => null)) ?? null;
    if (renderer === null) {
      this.#tell(loaded === null ? notLoaded : notDrawn);
      return;
    }
    renderer.camera.shakes = this.#shakes;
    this.#renderer = renderer;
  }

  #tell(sentence: string): void {
    this.#missing.textContent = sentence;
    this.#missing.hidden = sentence === '';
  }
}
