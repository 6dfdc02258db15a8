import type { TransportName } from './transport.ts';

/** How long the first try of a transport may take while there is another to fall back to, milliseconds. */
const patienceMs = 3000;
/** What failed is not begun with again for this long, over page loads too. */
const rememberMs = 10 * 60_000;
/** So many losses of proven connections within the window make a transport unstable. */
const breaksAllowed = 2;
const breakWindowMs = 3 * 60_000;
/** One that broke worked a moment ago: it is looked for again soon, once, before the pauses begin to grow. */
const soonProbeMs = 2000;
const firstProbeMs = 5000;
const longestProbeMs = 120_000;

/** What failed, until when it counts (on the clock that the policy is told), and whether trying it out cannot tell: it did work, for a while. */
export type Failures = Partial<Record<TransportName, { readonly until: number; readonly unstable: boolean }>>;

/** It did not prove itself, it did and could not do its work, or it worked and was lost. */
type Suspicion = 'silent' | 'unfit' | 'broke';

export interface Probe {
  readonly name: TransportName;
  readonly afterMs: number;
}

/**
 * Which transport to use. Pure: it is told what happens and when, and says what to do.
 *
 * A failure is only suspected until another transport works: when none does, it is the server or the network, and nothing
 * is held against any of them.
 */
export class Fallback {
  readonly #order: readonly TransportName[];
  readonly #suspects = new Map<TransportName, Suspicion>();
  readonly #breaks = new Map<TransportName, number[]>();
  #failures: Failures;
  #wish: TransportName | 'auto' = 'auto';
  #probes = 0;
  /** The one that broke last and was not tried since. */
  #broken: TransportName | null = null;

  /** `order`: the best first. */
  constructor(order: readonly TransportName[], failures: Failures = {}) {
    this.#order = order;
    this.#failures = failures;
  }

  get wish(): TransportName | 'auto' {
    return this.#wish;
  }

  /** To be kept, so that the next page load begins where this one ended. */
  get failures(): Failures {
    return this.#failures;
  }

  /** From now on this one and no other, or again whichever is best. What was wished for is not held against by old failures. */
  use(wish: TransportName | 'auto'): void {
    this.#wish = wish;
    this.#suspects.clear();
    this.#breaks.clear();
    this.#probes = 0;
    this.#broken = null;
    if (wish === 'auto') this.#failures = {};
  }

  /** Where the next connection is to be made. */
  pick(now: number): TransportName {
    if (this.#wish !== 'auto') return this.#wish;
    const open = this.#order.filter((name) => !this.#suspects.has(name));
    const name = open.find((each) => !this.#isRemembered(each, now)) ?? open[0] ?? this.#order[0];
    if (name === undefined) throw new Error('There is no transport.');
    return name;
  }

  /** How long to wait for it to prove itself before it counts as failed; null for as long as it takes. */
  patience(name: TransportName): number | null {
    const hasOther = this.#order.some((other) => other !== name && !this.#suspects.has(other));
    return this.#wish === 'auto' && hasOther ? patienceMs : null;
  }

  proved(name: TransportName, now: number): void {
    const failures: Failures = { ...this.#failures };
    // A break alone is not held against one: it may begin the next page load.
    for (const [suspect, why] of this.#suspects)
      if (why !== 'broke') failures[suspect] = { until: now + rememberMs, unstable: why === 'unfit' };
    delete failures[name];
    if (name === this.#broken) this.#broken = null;
    this.#failures = failures;
    this.#suspects.clear();
  }

  /** It did not prove itself; or, when `unfit`, did and yet could not do its work. */
  failed(name: TransportName, unfit = false): void {
    this.#suspect(name, unfit ? 'unfit' : 'silent');
  }

  /** A proven connection was lost, for no reason that the server gave: another carries on, and this one is looked for soon. */
  broke(name: TransportName, now: number): void {
    const breaks = (this.#breaks.get(name) ?? []).filter((at) => now - at < breakWindowMs);
    breaks.push(now);
    this.#breaks.set(name, breaks);
    if (breaks.length <= breaksAllowed) {
      this.#suspect(name, 'broke');
      this.#broken = name;
    } else {
      this.#breaks.delete(name);
      this.#suspect(name, 'unfit');
    }
  }

  /** Which better transport to try out beside the one in use, and after how long; null when there is nothing to gain. */
  nextProbe(current: TransportName, now: number, random: number): Probe | null {
    if (this.#wish !== 'auto') return null;
    const better = this.#order.slice(0, Math.max(0, this.#order.indexOf(current)));
    if (this.#broken !== null && better.includes(this.#broken))
      return { name: this.#broken, afterMs: (0.5 + random) * soonProbeMs };
    const candidates = better.filter(
      (name) => !(this.#failures[name]?.unstable && this.#isRemembered(name, now)),
    );
    const name = candidates[this.#probes % Math.max(1, candidates.length)];
    // Those that are unstable are looked at again when their time is over.
    if (name === undefined) return better.length === 0 ? null : this.#whenForgotten(better, now, random);
    const rounds = Math.floor(this.#probes / candidates.length);
    const most = Math.min(firstProbeMs * 2 ** rounds, longestProbeMs);
    return { name, afterMs: (0.5 + random) * most };
  }

  probeFailed(): void {
    if (this.#broken === null) this.#probes++;
    this.#broken = null;
  }

  /** A probe led up: the next way down begins with short pauses again. */
  climbed(): void {
    this.#probes = 0;
  }

  #suspect(name: TransportName, why: Suspicion): void {
    if (this.#wish !== 'auto') return;
    if (name === this.#broken) this.#broken = null;
    this.#suspects.set(name, why);
    if (this.#order.every((each) => this.#suspects.has(each))) this.#suspects.clear();
  }

  #whenForgotten(better: readonly TransportName[], now: number, random: number): Probe | null {
    let first: TransportName | null = null;
    let until = Number.POSITIVE_INFINITY;
    for (const name of better) {
      const at = this.#failures[name]?.until ?? now;
      if (at >= until) continue;
      first = name;
      until = at;
    }
    return first === null ? null : { name: first, afterMs: until - now + random * firstProbeMs };
  }

  #isRemembered(name: TransportName, now: number): boolean {
    return (this.#failures[name]?.until ?? 0) > now;
  }
}
