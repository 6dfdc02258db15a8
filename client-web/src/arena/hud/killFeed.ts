import { element } from '../../look/elements.ts';
import { hueColour, palette } from '../draw/palette.ts';
import type { ShownShip } from '../world.ts';
import type { Announcer } from './announcer.ts';
import { FeedLog } from './feedLog.ts';
import { span } from './scoreboard.ts';

const most = 5;
const lifeMs = 6000;

/** Who took out whom, who came and went. */
export class KillFeed {
  readonly #list = element('feed', HTMLUListElement);
  readonly #log = new FeedLog<HTMLLIElement>(most, lifeMs);
  readonly #announcer: Announcer;

  constructor(announcer: Announcer) {
    this.#announcer = announcer;
  }

  kill(target: ShownShip, by: ShownShip | undefined, now: number): void {
    const line = document.createElement('li');
    const isAlone = by === undefined || by === target;
    if (!isAlone) line.append(named(by, 'You'), ' took out ');
    line.append(named(target, isAlone ? 'You' : 'you'));
    if (isAlone) line.append(target.own ? ' are out' : ' is out');
    line.classList.toggle('own', target.own || by?.own === true);
    this.#push(line, now);
    if (by?.own === true && !isAlone) this.#announcer.say(`You took out ${target.ship.name}`);
  }

  news(text: string, now: number): void {
    const line = document.createElement('li');
    line.textContent = text;
    this.#push(line, now);
    this.#announcer.say(text);
  }

  update(now: number): void {
    if (this.#log.expire(now)) this.#list.replaceChildren(...this.#log.entries);
  }

  clear(): void {
    this.#log.clear();
    this.#list.replaceChildren();
  }

  #push(line: HTMLLIElement, now: number): void {
    this.#log.push(line, now);
    this.#list.append(line);
    while (this.#list.childElementCount > most) this.#list.firstElementChild?.remove();
  }
}

function named({ own, ship }: ShownShip, ifOwn: string): HTMLSpanElement {
  const name = span('who', own ? ifOwn : ship.name);
  name.style.color = own ? palette.you : hueColour(ship.hue);
  return name;
}
