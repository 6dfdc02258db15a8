import { element } from '../../look/elements.ts';
import { hueColour } from '../draw/palette.ts';
import type { Game } from '../game.ts';
import type { Spectator } from '../spectator.ts';
import type { ShownShip } from '../world.ts';
import type { Announcer } from './announcer.ts';

/** Whether somebody can still sit down; a room that does not tell how many seats it has is asked. */
export function hasFreeSeat(ships: Iterable<ShownShip>, seats: number): boolean {
  if (seats <= 0) return true;
  let taken = 0;
  for (const { ship } of ships) if (ship.seat >= 0) taken++;
  return taken < seats;
}

/** What a watcher has instead of a ship: whom the picture follows, and the way to a seat. */
export class WatchBar {
  readonly #bar = element('watching', HTMLElement);
  readonly #leader = element('watch-leader', HTMLButtonElement);
  readonly #name = element('watched-name', HTMLElement);
  readonly #seat = element('take-seat', HTMLButtonElement);
  readonly #announcer: Announcer;
  #game: Game | null = null;
  #spectator: Spectator | null = null;

  constructor(surface: HTMLElement, announcer: Announcer, takeSeat: () => void) {
    this.#announcer = announcer;
    element('watch-before', HTMLButtonElement).addEventListener('click', () => this.#step(-1));
    element('watch-next', HTMLButtonElement).addEventListener('click', () => this.#step(1));
    this.#leader.addEventListener('click', () => this.#spectator?.followLeader());
    this.#seat.addEventListener('click', takeSeat);
    surface.addEventListener('click', () => this.#step(1));
    addEventListener('keydown', ({ code, target }) => {
      if (target instanceof Element && target.closest('input, dialog') !== null) return;
      if (code === 'ArrowLeft' || code === 'KeyA') this.#step(-1);
      if (code === 'ArrowRight' || code === 'KeyD') this.#step(1);
    });
  }

  /** `spectator` is null for who has a seat. */
  enter(spectator: Spectator | null, game: Game): void {
    this.#spectator = spectator;
    this.#game = game;
    this.#bar.hidden = spectator === null;
  }

  update(): void {
    const spectator = this.#spectator;
    if (spectator === null || this.#game === null) return;
    const { world, stage } = this.#game;
    const shown = spectator.ship;
    const name = shown?.ship.name ?? 'Nobody is here yet';
    if (this.#name.textContent !== name) this.#name.textContent = name;
    this.#name.style.color = shown === null ? '' : hueColour(shown.ship.hue);
    this.#leader.setAttribute('aria-pressed', `${!spectator.isChosen}`);
    const isFree = hasFreeSeat(world.ships, stage.round?.seats ?? 0);
    this.#seat.disabled = !isFree;
    const label = isFree ? 'Take a seat' : 'No free seat';
    if (this.#seat.textContent !== label) this.#seat.textContent = label;
  }

  #step(by: 1 | -1): void {
    if (this.#spectator === null || this.#game === null) return;
    this.#spectator.step(this.#game.world.ships, by);
    this.update();
    const name = this.#spectator.ship?.ship.name;
    if (name !== undefined) this.#announcer.say(`Watching ${name}`);
  }
}
