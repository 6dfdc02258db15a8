import { Alarm, type Environment, randomId } from './environment.ts';

/** A join may have been refused for its rate without a word: after this long it is said again. */
const askAgainAfterMs = 8000;
/** A first join that is put off more often than this is refused; coming back to a seat is tried on and on. */
const maxPutOffs = 5;

/**
 * One wish to join, said until it is answered. It keeps its id over connections and repetitions, so that it is
 * carried out once; a new wish, after the last one was fulfilled and the connection lost, gets a new id.
 */
export class JoinAttempt {
  readonly #environment: Environment;
  readonly #send: (joinId: string) => void;
  readonly #alarm: Alarm;
  #joinId: string | null = null;
  #underWay = false;
  #putOffs = 0;

  constructor(environment: Environment, send: (joinId: string) => void) {
    this.#environment = environment;
    this.#send = send;
    this.#alarm = new Alarm(environment, () => this.#say());
  }

  /** A join was sent over this connection and is not answered. */
  get isUnderWay(): boolean {
    return this.#underWay;
  }

  start(): void {
    this.#joinId ??= randomId(this.#environment);
    this.#underWay = true;
    this.#say();
  }

  stop(): void {
    this.#underWay = false;
    this.#alarm.clear();
  }

  /** False for the answer to another join, such as an earlier one said twice. */
  succeeded(joinId: string): boolean {
    if (!this.#underWay || joinId !== this.#joinId) return false;
    this.stop();
    this.#joinId = null;
    this.#putOffs = 0;
    return true;
  }

  /** The server asks to come again later. False when that was often enough. */
  retryAfter(milliseconds: number, unlimited: boolean): boolean {
    this.#putOffs++;
    if (!unlimited && this.#putOffs > maxPutOffs) return false;
    this.#alarm.set(milliseconds);
    return true;
  }

  #say(): void {
    this.#alarm.set(askAgainAfterMs);
    if (this.#joinId !== null) this.#send(this.#joinId);
  }
}
