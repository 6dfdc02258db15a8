import { element } from '../../look/elements.ts';
import type { Session, TransportName } from '../../sdk/index.ts';
import type { Flow } from '../flow.ts';
import type { World } from '../world.ts';

const everyMs = 500;
const names: Readonly<Record<TransportName | 'none', string>> = {
  websocket: 'WebSocket',
  sse: 'event stream',
  poll: 'long poll',
  'short-poll': 'short poll',
  none: '–',
};

/** Numbers for the curious, on F3 or the button: the line, the room's clock, and how well the picture holds. F4 or the list changes the transport. */
export class Diagnostics {
  readonly #panel = element('diagnostics', HTMLElement);
  readonly #button = element('diagnostics-button', HTMLButtonElement);
  readonly #values = new Map<string, HTMLElement>();
  readonly #transport = element('transport', HTMLSelectElement);
  readonly #flow: Flow;
  #session: Session | null = null;
  #used = 0;
  #frames = 0;
  #bytes = 0;
  #shownAt = 0;

  constructor(flow: Flow, done: () => void) {
    this.#flow = flow;
    for (const value of this.#panel.querySelectorAll<HTMLElement>('[data-value]'))
      this.#values.set(value.dataset.value ?? '', value);
    this.#button.addEventListener('click', () => {
      this.#toggle();
      done();
    });
    this.#transport.addEventListener('change', () => {
      this.#use(this.#transport.selectedIndex);
      done();
    });
    addEventListener('keydown', (event) => {
      if (event.code !== 'F3' && event.code !== 'F4') return;
      event.preventDefault();
      if (event.repeat) return;
      if (event.code === 'F3') this.#toggle();
      else this.#use((this.#transport.selectedIndex + 1) % this.#transport.options.length);
    });
  }

  update(world: World, now: number): void {
    this.#frames++;
    const elapsed = now - this.#shownAt;
    if (elapsed < everyMs) return;
    const frames = (this.#frames * 1000) / elapsed;
    // A new session counts from nothing.
    const total = this.#flow.session?.bytesReceived ?? 0;
    const bytes = (Math.max(0, total - this.#bytes) * 1000) / elapsed;
    this.#shownAt = now;
    this.#frames = 0;
    this.#bytes = total;
    if (!this.#panel.hidden) this.#show(world, frames, bytes);
  }

  #show(world: World, frames: number, bytes: number): void {
    const { room, session } = this.#flow;
    const { own, others, delay } = world.stats;
    if (session !== this.#session) {
      // A new session chooses by itself.
      this.#session = session;
      this.#transport.selectedIndex = this.#used = 0;
    }
    const rtt = room?.clock.rtt ?? null;
    this.#write('transport', names[session?.transport ?? 'none']);
    this.#write('node', session?.identity?.node || '–');
    this.#write('room', room?.info?.roomId ?? '–');
    this.#write('rtt', rtt === null ? '–' : `${rtt.toFixed(0)} ms`);
    this.#write('tick', `${room?.state.tick ?? 0}`);
    this.#write('in', `${(bytes / 1000).toFixed(1)} kB/s`);
    this.#write('frames', `${frames.toFixed(0)} /s`);
    this.#write('delay', `${delay.toFixed(1)} ticks`);
    this.#write('corrections', own === null ? '–' : `${own.corrections} (${own.largeCorrections} large)`);
    this.#write('pops', `${others.pops}`);
  }

  #use(index: number): void {
    const { session } = this.#flow;
    const select = this.#transport;
    select.selectedIndex = index;
    session?.use(select.value as TransportName | 'auto').then(
      () => {
        this.#used = index;
      },
      () => {
        // What the network does not let through is not chosen: the session goes on as before.
        if (select.selectedIndex === index) select.selectedIndex = this.#used;
      },
    );
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
