import { element, write } from '../../look/elements.ts';
import { hold } from '../contract.ts';
import type { GameEvent } from '../gameEvents.ts';
import type { Stage } from '../stage.ts';
import type { Happening, World } from '../world.ts';
import type { Announcer } from './announcer.ts';
import { KillFeed } from './killFeed.ts';
import { Minimap } from './minimap.ts';
import { Podium } from './podium.ts';
import { Scoreboard } from './scoreboard.ts';
import { cargoHint, clockText, respawnText } from './words.ts';

const slowMs = 150;
const mapMs = 60;
/** The clock turns to the colour of danger for the last seconds. */
const hurry = 15;

/** What lies over the picture, as page elements that assistive technology can read. */
export class Hud {
  readonly #hud = element('hud', HTMLElement);
  readonly #clock = element('round-clock', HTMLElement);
  readonly #hull = element('hull', HTMLMeterElement);
  readonly #hullNumber = element('hull-number', HTMLOutputElement);
  readonly #cargo = element('cargo', HTMLElement);
  readonly #out = element('out', HTMLElement);
  readonly #outWhy = element('out-why', HTMLElement);
  readonly #outBack = element('out-back', HTMLElement);
  readonly #scores = new Scoreboard();
  readonly #feed: KillFeed;
  readonly #map = new Minimap();
  readonly #podium = new Podium();
  #drawnHull = -1;
  #slowAt = 0;
  #mapAt = 0;

  constructor(announcer: Announcer) {
    this.#feed = new KillFeed(announcer);
  }

  show(visible: boolean, isWatching: boolean): void {
    this.#hud.hidden = !visible;
    // Who only watches has no hull, no guns and nothing to say.
    this.#hud.classList.toggle('watches', isWatching);
  }

  clear(): void {
    this.#feed.clear();
    this.#scores.clear();
    this.#podium.clear();
    this.#outWhy.textContent = '';
  }

  happen(happening: Happening, now: number): void {
    if (happening.what === 'news') this.#feed.news(happening.text, now);
    if (happening.what !== 'kill') return;
    const { at, by } = happening;
    this.#feed.kill(at, by, now);
    if (at.own)
      this.#outWhy.textContent =
        by === undefined || by === at ? 'You are out' : `${by.ship.name} took you out`;
  }

  tell(event: GameEvent): void {
    if (event.what === 'podium') this.#podium.tell(event.places);
  }

  /** Called in every frame; what is read is looked at less often, as nobody reads faster. */
  update(world: World, stage: Stage, now: number): void {
    this.#updateHull(world.own?.ship.hp ?? 0);
    if (now - this.#mapAt >= mapMs) {
      this.#mapAt = now;
      this.#map.update(world, stage);
    }
    if (now - this.#slowAt < slowMs) return;
    this.#slowAt = now;
    this.#scores.update(world);
    this.#feed.update(now);
    this.#podium.update(world, stage);
    this.#updateClock(stage);
    this.#updateOwn(world, stage);
  }

  #updateHull(hull: number): void {
    if (hull === this.#drawnHull) return;
    this.#drawnHull = hull;
    this.#hull.value = hull;
    this.#hullNumber.value = `${hull}`;
  }

  #updateClock(stage: Stage): void {
    const { round } = stage;
    this.#clock.hidden = round === null || round.phase === 1;
    if (round === null) return;
    const seconds = stage.secondsUntil(round.ends);
    write(this.#clock, clockText(seconds));
    this.#clock.classList.toggle('hurry', seconds <= hurry);
  }

  #updateOwn(world: World, stage: Stage): void {
    const own = world.own?.ship;
    const isOut = own !== undefined && own.alive !== 1 && !stage.isPodium;
    this.#out.hidden = !isOut;
    if (isOut) {
      if (this.#outWhy.textContent === '') this.#outWhy.textContent = 'You are out';
      write(this.#outBack, respawnText(stage.secondsUntil(own.respawn)));
    } else if (own?.alive === 1) this.#outWhy.textContent = '';
    const canBank = own?.alive === 1 && stage.gateRadius > 0 && !stage.isPodium;
    const hint = canBank ? cargoHint(own.cargo ?? 0, hold) : '';
    this.#cargo.hidden = hint === '';
    write(this.#cargo, hint);
  }
}
