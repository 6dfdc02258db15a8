import { type ClientFrame, ping } from './clientFrames.ts';
import { Alarm, type Environment } from './environment.ts';

/** Well below the 10 s that the protocol asks for: each pong also tells of the room's clock. */
const pingEveryMs = 2500;
/** A room's clock that nothing is known of is asked for a few times in a row: one answer may have been held up. */
const firstPings = 4;
const firstPingsEveryMs = 300;

export interface HeartbeatOptions {
  handles(): readonly number[];
  send(pings: readonly ClientFrame[]): void;
  /** Nothing was heard for the time that was given. */
  silent(): void;
}

/** Pings in time, knows when each went out, and notices silence. */
export class Heartbeat {
  readonly #environment: Environment;
  readonly #options: HeartbeatOptions;
  readonly #pingAlarm: Alarm;
  readonly #deadAlarm: Alarm;
  readonly #pings = new Map<number, number>();
  #silenceMs = 0;
  #lastHeard = 0;
  #lastPing = 0;
  #nonce = 0;
  #quickPings = 0;
  #started = false;

  constructor(environment: Environment, options: HeartbeatOptions) {
    this.#environment = environment;
    this.#options = options;
    this.#pingAlarm = new Alarm(environment, () => this.#ping());
    this.#deadAlarm = new Alarm(environment, () => this.#checkAlive());
  }

  /** Before the connection is proved nothing is asked; it must be proved in this time. */
  await(milliseconds: number): void {
    this.#silenceMs = milliseconds;
    this.#lastHeard = this.#environment.now();
    this.#deadAlarm.set(milliseconds);
  }

  start(silenceMs: number): void {
    this.#started = true;
    this.#silenceMs = silenceMs;
    this.#lastHeard = this.#environment.now();
    this.#lastPing = this.#lastHeard;
    this.#deadAlarm.set(silenceMs);
    this.#pingAlarm.set(pingEveryMs);
  }

  stop(): void {
    this.#started = false;
    this.#pingAlarm.clear();
    this.#deadAlarm.clear();
  }

  heard(): void {
    if (!this.#started) return;
    this.#lastHeard = this.#environment.now();
    // Browsers hold back the timers of hidden pages for up to a minute, but not their messages.
    if (this.#lastHeard - this.#lastPing > 2 * pingEveryMs) this.#ping();
  }

  /** Asks for the clocks of all rooms, of which one is new. */
  ask(): void {
    this.#quickPings = firstPings;
    this.#ping();
  }

  nextNonce(): number {
    const nonce = ++this.#nonce;
    this.departed(nonce);
    return nonce;
  }

  /** A ping that had to wait for its turn goes out only now. */
  departed(nonce: number): void {
    this.#pings.set(nonce, this.#environment.now());
  }

  /** When the ping of this answer went out; null for an answer to none, or for the second to one. */
  sentAt(nonce: number): number | null {
    const sentAt = this.#pings.get(nonce);
    this.#pings.delete(nonce);
    return sentAt ?? null;
  }

  #ping(): void {
    if (!this.#started) return;
    this.#quickPings--;
    this.#pingAlarm.set(this.#quickPings > 0 ? firstPingsEveryMs : pingEveryMs);
    this.#lastPing = this.#environment.now();
    const handles = this.#options.handles();
    const asked = handles.length > 0 ? handles : [null];
    this.#options.send(asked.map((handle) => ping(handle, this.nextNonce())));
    this.#checkAlive();
  }

  #checkAlive(): void {
    const silent = this.#environment.now() - this.#lastHeard;
    if (silent >= this.#silenceMs) this.#options.silent();
    else this.#deadAlarm.set(this.#silenceMs - silent);
  }
}
