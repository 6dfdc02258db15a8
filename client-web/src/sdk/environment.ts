/** Time, chance and timers, so that tests can hold them still. */
export interface Environment {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Uniform in [0, 1). */
  random(): number;
  setTimeout(run: () => void, milliseconds: number): Timer;
  clearTimeout(timer: Timer): void;
}

export type Timer = ReturnType<typeof setTimeout>;

export const browserEnvironment: Environment = {
  now: () => performance.now(),
  random: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
  setTimeout: (run, milliseconds) => setTimeout(run, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer),
};

/** 128 random bits as text: enough that two wishes to join never share an id. */
export function randomId(environment: Environment): string {
  const word = () =>
    Math.floor(environment.random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return word() + word() + word() + word();
}

/** The number of a command stream: 1 to 2³² − 1. */
export function randomStream(environment: Environment): number {
  return 1 + Math.floor(environment.random() * (2 ** 32 - 1));
}

/** A timer that runs at most once at a time and can be set anew. */
export class Alarm {
  readonly #environment: Environment;
  readonly #run: () => void;
  #timer: Timer | null = null;

  constructor(environment: Environment, run: () => void) {
    this.#environment = environment;
    this.#run = run;
  }

  get isSet(): boolean {
    return this.#timer !== null;
  }

  set(milliseconds: number): void {
    this.clear();
    this.#timer = this.#environment.setTimeout(() => {
      this.#timer = null;
      this.#run();
    }, milliseconds);
  }

  clear(): void {
    if (this.#timer === null) return;
    this.#environment.clearTimeout(this.#timer);
    this.#timer = null;
  }
}
