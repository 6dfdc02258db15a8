import { Alarm, type Environment } from './environment.ts';
import { TransportError } from './errors.ts';
import type { FailureMemory } from './failureMemory.ts';
import { Fallback } from './fallback.ts';
import type { Line } from './line.ts';
import type { ConnectionEnd, TransportName } from './transport.ts';

/** Rooms that have not come over to a new connection in this time do not come at all; both are given up. */
const moveWithinMs = 5000;

export interface LinesOptions {
  readonly order: readonly TransportName[];
  readonly environment: Environment;
  readonly memory: FailureMemory;
  /** Makes a line and begins to open it; null when no token can be had. */
  open(name: TransportName, patienceMs: number | null): Promise<Line | null>;
  /** The rooms go over to the line that is live now. */
  move(): void;
  /** Whether a room still needs the line. */
  needs(line: Line): boolean;
  /** Another transport is wished for and there is no line to keep: connect now. */
  reconnect(): void;
  /** The rooms did not come over. */
  moveFailed(): void;
}

interface Waiting {
  readonly before: TransportName | 'auto';
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/**
 * The lines of a session: the live one that the rooms use, one that is tried out beside it, and for a moment the one that they
 * leave. A line is proved before any room goes over to it, and the old one is closed when the last room has gone.
 */
export class Lines {
  readonly #options: LinesOptions;
  readonly #environment: Environment;
  readonly #fallback: Fallback;
  readonly #probeAlarm: Alarm;
  readonly #moveAlarm: Alarm;
  #live: Line | null = null;
  #leaving: Line | null = null;
  #probe: Line | null = null;
  /** Counts what makes a line that is still waiting for its token unwanted. */
  #generation = 0;
  #isProbing = false;
  #waiting: Waiting | null = null;

  constructor(options: LinesOptions) {
    this.#options = options;
    this.#environment = options.environment;
    this.#fallback = new Fallback(options.order, options.memory.load(this.#environment.now()));
    this.#probeAlarm = new Alarm(this.#environment, () => this.#tryBetter());
    this.#moveAlarm = new Alarm(this.#environment, () => options.moveFailed());
  }

  get live(): Line | null {
    return this.#live;
  }

  /** False when no token can be had. */
  async connect(): Promise<boolean> {
    const generation = ++this.#generation;
    this.#live?.close();
    this.#live = null;
    const name = this.#fallback.pick(this.#environment.now());
    const line = await this.#options.open(name, this.#fallback.patience(name));
    if (generation !== this.#generation) {
      line?.close();
      return true;
    }
    this.#live = line;
    line?.open();
    return line !== null;
  }

  use(wish: TransportName | 'auto'): Promise<void> {
    if (wish !== 'auto' && !this.#options.order.includes(wish))
      return Promise.reject(new TransportError(wish));
    const before = this.#waiting?.before ?? this.#fallback.wish;
    this.#waiting?.reject(new TransportError(String(this.#fallback.wish)));
    this.#waiting = null;
    this.#dropProbe();
    this.#fallback.use(wish);
    this.#remember();
    if (wish === 'auto') {
      if (this.#live?.proven) this.#tryBetter();
      else this.#options.reconnect();
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      this.#waiting = { before, resolve, reject };
      if (this.#live?.proven) this.#pursue();
      else this.#options.reconnect();
    });
  }

  /** A line has proved itself. True when it is the one tried out and the rooms go over to it. */
  proved(line: Line): boolean {
    const isProbe = line === this.#probe;
    if (!isProbe && line !== this.#live) return false;
    this.#fallback.proved(line.name, this.#environment.now());
    this.#remember();
    if (!isProbe) {
      this.#pursue();
      return false;
    }
    this.#fallback.climbed();
    this.#probe = null;
    this.#isProbing = false;
    this.#leaving = this.#live;
    this.#live = line;
    this.#moveAlarm.set(moveWithinMs);
    this.#options.move();
    this.settle();
    return true;
  }

  /** A room has gone over, or ended: the old line may be closed by now. */
  settle(): void {
    if (!this.#moveAlarm.isSet || this.#live === null) return;
    if (this.#leaving !== null && this.#options.needs(this.#leaving)) return;
    this.#moveAlarm.clear();
    this.#leaving?.close();
    this.#leaving = null;
    this.#pursue();
  }

  /** A line is over. True when it was the live one. */
  ended(line: Line, end: ConnectionEnd): boolean {
    if (line === this.#probe) {
      this.#probe = null;
      this.#probeFailed();
      return false;
    }
    if (line === this.#leaving) {
      // Its rooms are on their way to the live one and need nothing more of it.
      return false;
    }
    if (line !== this.#live) return false;
    this.#drop();
    if (!end.welcomed && this.#waiting !== null) this.#giveUpWish();
    return true;
  }

  /**
   * The live line was lost for a reason that may be its transport's. True when another is to carry on with no pause: one that broke may
   * have broken with its server, and then all of that server's clients come at once to the others, so they come spread out.
   */
  lost(name: TransportName, end: ConnectionEnd): boolean {
    // The seat was lost and not the way to it.
    if (end.error?.code === 'not_joined' || end.error?.code === 'room_gone') return false;
    if (end.welcomed && !end.unfit) {
      this.#fallback.broke(name, this.#environment.now());
      return false;
    }
    this.#fallback.failed(name, end.unfit);
    const { order } = this.#options;
    return order.indexOf(this.#fallback.pick(this.#environment.now())) > order.indexOf(name);
  }

  close(): void {
    this.#drop();
    this.#waiting?.reject(new TransportError('closed'));
    this.#waiting = null;
  }

  #drop(): void {
    this.#generation++;
    this.#dropProbe();
    this.#moveAlarm.clear();
    this.#live?.close();
    this.#live = null;
    this.#leaving?.close();
    this.#leaving = null;
  }

  #dropProbe(): void {
    this.#probeAlarm.clear();
    this.#isProbing = false;
    this.#probe?.close();
    this.#probe = null;
  }

  /** Goes after what is wished for, now or later. */
  #pursue(): void {
    const live = this.#live;
    if (live === null || this.#moveAlarm.isSet || this.#isProbing) return;
    const { wish } = this.#fallback;
    if (wish === 'auto') this.#planProbe();
    else if (wish !== live.name) void this.#tryOut(wish);
    else if (this.#waiting !== null) {
      this.#waiting.resolve();
      this.#waiting = null;
    }
  }

  #planProbe(): void {
    const live = this.#live;
    if (live === null) return;
    const { now, random } = this.#environment;
    const probe = this.#fallback.nextProbe(live.name, now(), random());
    if (probe !== null) this.#probeAlarm.set(probe.afterMs);
  }

  #tryBetter(): void {
    const live = this.#live;
    if (live === null || this.#moveAlarm.isSet) return;
    const { now, random } = this.#environment;
    const probe = this.#fallback.nextProbe(live.name, now(), random());
    if (probe !== null) void this.#tryOut(probe.name);
  }

  async #tryOut(name: TransportName): Promise<void> {
    this.#isProbing = true;
    const generation = ++this.#generation;
    const line = await this.#options.open(name, null);
    if (generation !== this.#generation || !this.#isProbing) {
      line?.close();
    } else if (line === null) {
      this.#probeFailed();
    } else {
      this.#probe = line;
      line.open();
    }
  }

  #probeFailed(): void {
    this.#isProbing = false;
    this.#fallback.probeFailed();
    if (this.#waiting !== null) this.#giveUpWish();
    this.#pursue();
  }

  #giveUpWish(): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting === null) return;
    waiting.reject(new TransportError(String(this.#fallback.wish)));
    this.#fallback.use(waiting.before);
  }

  #remember(): void {
    this.#options.memory.save(this.#fallback.failures, this.#environment.now());
  }
}
