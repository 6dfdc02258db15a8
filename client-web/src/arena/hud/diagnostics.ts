import type { ByteMeter } from '../byteMeter.ts';
import { element } from '../elements.ts';
import type { Flow } from '../flow.ts';
import type { World } from '../world.ts';

const everyMs = 500;

/** Numbers for the curious, on F3 or the button: the line, the room's clock, and how well the picture holds. */
export class Diagnostics {
  readonly #panel = element('diagnostics', HTMLElement);
  readonly #button = element('diagnostics-button', HTMLButtonElement);
  readonly #values = new Map<string, HTMLElement>();
  readonly #meter: ByteMeter;
  readonly #flow: Flow;
  #frames = 0;
  #bytes = 0;
  #shownAt = 0;

  constructor(flow: Flow, meter: ByteMeter, done: () => void) {
    this.#flow = flow;
    this.#meter = meter;
    for (const value of this.#panel.querySelectorAll<HTMLElement>('[data-value]'))
      this.#values.set(value.dataset.value ?? '', value);
    this.#button.addEventListener('click', () => {
      this.#toggle();
      done();
    });
    addEventListener('keydown', (event) => {
      if (event.code !== 'F3') return;
      event.preventDefault();
      if (!event.repeat) this.#toggle();
    });
  }

  update(world: World, now: number): void {
    this.#frames++;
    const elapsed = now - this.#shownAt;
    if (elapsed < everyMs) return;
    const frames = (this.#frames * 1000) / elapsed;
    const bytes = ((this.#meter.total - this.#bytes) * 1000) / elapsed;
    this.#shownAt = now;
    this.#frames = 0;
    this.#bytes = this.#meter.total;
    if (!this.#panel.hidden) this.#show(world, frames, bytes);
  }

  #show(world: World, frames: number, bytes: number): void {
    const { room, session } = this.#flow;
    const { own, others, delay } = world.stats;
    const rtt = room?.clock.rtt ?? null;
    this.#write('transport', 'WebSocket');
    this.#write('node', session?.identity?.node ?? '–');
    this.#write('room', room?.info?.roomId ?? '–');
    this.#write('rtt', rtt === null ? '–' : `${rtt.toFixed(0)} ms`);
    this.#write('tick', `${room?.state.tick ?? 0}`);
    this.#write('in', `${(bytes / 1000).toFixed(1)} kB/s`);
    this.#write('frames', `${frames.toFixed(0)} /s`);
    this.#write('delay', `${delay.toFixed(1)} ticks`);
    this.#write('corrections', own === null ? '–' : `${own.corrections} (${own.largeCorrections} large)`);
    this.#write('pops', `${others.pops}`);
  }

  #write(name: string, text: string): void {
    const value = this.#values.get(name);
    if (value !== undefined && value.textContent !== text) value.textContent = text;
  }

  #toggle(): void {
    this.#panel.hidden = !this.#panel.hidden;
    this.#button.setAttribute('aria-pressed', `${!this.#panel.hidden}`);
  }
}
