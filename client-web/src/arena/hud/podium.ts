import { element } from '../../look/elements.ts';
import { hueColour, palette } from '../draw/palette.ts';
import type { PodiumPlace } from '../gameEvents.ts';
import type { Stage } from '../stage.ts';
import type { ShownShip, World } from '../world.ts';
import { byRank } from './board.ts';
import { span } from './scoreboard.ts';
import { ordinal } from './words.ts';

/** The round's best three, where we came, and when it goes on. It takes neither focus nor keys: who types goes on. */
export class Podium {
  readonly #panel = element('podium', HTMLElement);
  readonly #places = element('podium-places', HTMLOListElement);
  readonly #own = element('podium-own', HTMLElement);
  readonly #next = element('podium-next', HTMLElement);
  #told: readonly PodiumPlace[] = [];
  #drawn = '';

  /** Names and scores as the room announced them; ships may have left by the time they are shown. */
  tell(places: readonly PodiumPlace[]): void {
    this.#told = places;
  }

  clear(): void {
    this.#told = [];
    this.#hide();
  }

  update(world: World, stage: Stage): void {
    const { round } = stage;
    if (round === null || round.phase !== 1) {
      this.#hide();
      return;
    }
    this.#panel.hidden = false;
    const next = `Next round in ${stage.secondsUntil(round.ends)} s`;
    if (this.#next.textContent !== next) this.#next.textContent = next;
    const key = `${round.number}:${round.first}:${round.second}:${round.third}`;
    if (key === this.#drawn) return;
    this.#drawn = key;
    const { ships } = world;
    const keys = [round.first, round.second, round.third].filter((ship) => ship !== 0);
    this.#places.replaceChildren(...keys.map((ship, index) => this.#place(ship, index + 1, ships)));
    this.#own.textContent = keys.length === 0 ? 'Nobody banked anything this time.' : ownLine(ships);
  }

  #place(key: number, place: number, ships: readonly ShownShip[]): HTMLLIElement {
    const shown = ships.find((ship) => ship.key === key);
    const told = this.#told.find(({ ship }) => ship === key);
    const line = document.createElement('li');
    line.className = `place-${place}`;
    line.classList.toggle('own', shown?.own === true);
    const step = span('step', `${place}`);
    const colour = shown === undefined ? palette.muted : shown.own ? palette.you : hueColour(shown.ship.hue);
    line.style.setProperty('--hue', colour);
    line.append(
      span('who', shown?.ship.name ?? told?.name ?? 'Someone who left'),
      span('number', `${told?.score ?? shown?.ship.score ?? ''}`),
      step,
    );
    return line;
  }

  #hide(): void {
    this.#panel.hidden = true;
    this.#drawn = '';
  }
}

function ownLine(ships: readonly ShownShip[]): string {
  const own = ships.find((shown) => shown.own);
  if (own === undefined) return '';
  const place = 1 + ships.filter((other) => byRank(other, own) < 0).length;
  return place === 1 ? 'The round is yours.' : `You came ${ordinal(place)} with ${own.ship.score}.`;
}
