import { Alarm, type Environment, randomId, randomStream } from './environment.ts';

/** A join may have been refused for its rate without a word: after this long it is said again. */
const askAgainAfterMs = 8000;
/** A first join that is put off more often than this is refused; coming back to a seat is tried on and on. */
const maxPutOffs = 5;

/**
 * One wish to join, said until it is answered. It keeps its id over connections and repetitions, so that it is
 * carried out once; a new wish, after the last one was fulfilled and the connection lost, gets a new id. Its number rises with
 * each connection, so that the server tells one that was held up on its way from the one that counts.
 */
export class JoinAttempt {
  readonly #environment: Environment;
  readonly #send: (joinId: string, attempt: readonly [stay: number, n: number]) => void;
  readonly #alarm: Alarm;
  readonly #stay: number;
  #n = 0;
  #joinId: string | null = null;
  #granted: string | null = null;
  #underWay = false;
  #putOffs = 0;

  constructor(
    environment: Environment,
    send: (joinId: string, attempt: readonly [stay: number, n: number]) => void,
  ) {
    this.#environment = environment;
    this.#send = send;
    this.#stay = randomStream(environment);
    this.#alarm = new Alarm(environment, () => this.#say());
  }

  /** A join was sent over this connection and is not answered. */
  get isUnderWay(): boolean {
    return this.#underWay;
  }

  start(): void {
    this.#joinId ??= randomId(this.#environment);
    this.#n++;
    this.#underWay = true;
    this.#say();
  }

  stop(): void {
    this.#underWay = false;
    this.#alarm.clear();
  }

  /** Whether this is the answer to the join that was granted last, which comes again when the room has moved to another node. */
  isAgain(joinId: string): boolean {
    return !this.#underWay && joinId === this.#granted;
  }

  /** False for the answer to another join, such as an earlier one said twice. */
  succeeded(joinId: string): boolean {
    if (!this.#underWay || joinId !== this.#joinId) return false;
    this.stop();
    this.#granted = joinId;
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
    if (this.#joinId !== null) this.#send(this.#joinId, [this.#stay, this.#n]);
  }
}
