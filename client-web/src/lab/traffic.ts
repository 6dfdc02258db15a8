import type { HttpOptions } from '../sdk/index.ts';

const windowMs = 10_000;

/** What one node counted in a meter's name, since it knows it. */
export interface Reading {
  readonly requests: number;
  readonly received: number;
  readonly sent: number;
}

/** Behind a balancer each answer is of another node. */
export interface NodeReadings {
  readonly node: string;
  readonly meters: Readonly<Record<string, Reading>>;
}

export interface TrafficFigures {
  readonly requestsPerSecond: number;
  /** Both ways. */
  readonly bytesPerSecond: number;
}

/** Names a meter that no other page has. */
export function newMeter(): string {
  return crypto.randomUUID().replaceAll('-', '');
}

export function metered(url: string, meter: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}meter=${meter}`;
}

/** The ways out of the page, with the meter's name in every address. */
export function meteredHttp(meter: string): HttpOptions {
  return {
    fetch: (input, init) => fetch(metered(String(input), meter), init),
    eventSource: (url) => new EventSource(metered(url, meter)),
  };
}

/** Null when the server was not reached. */
export async function readMeters(meters: readonly string[]): Promise<NodeReadings | null> {
  const query = new URLSearchParams(meters.map((meter) => ['meter', meter])).toString();
  try {
    const response = await fetch(`/api/traffic?${query}`, { cache: 'no-store' });
    return response.ok ? ((await response.json()) as NodeReadings) : null;
  } catch {
    return null;
  }
}

interface Dated {
  readonly reading: Reading;
  readonly at: number;
}

/** Turns readings into rates over the last ten seconds, summed over all nodes: each counts what it sees itself. */
export class TrafficRate {
  readonly #byNode = new Map<string, Dated[]>();
  #newest = Number.NEGATIVE_INFINITY;

  add(node: string, reading: Reading, at: number): void {
    this.#newest = at;
    const readings = this.#byNode.get(node) ?? [];
    this.#byNode.set(node, readings);
    // It began anew, or knew the meter no more.
    if (reading.requests < (readings.at(-1)?.reading.requests ?? 0)) readings.length = 0;
    readings.push({ reading, at });
    // A node that is asked seldom has its last reading of before the window to count from.
    while (at - (readings[1]?.at ?? at) >= windowMs) readings.shift();
  }

  clear(): void {
    this.#byNode.clear();
  }

  /** Null before there are two readings of any node. */
  get figures(): TrafficFigures | null {
    const rates = [...this.#byNode.values()].flatMap((readings) => rateOf(readings, this.#newest) ?? []);
    if (rates.length === 0) return null;
    return {
      requestsPerSecond: rates.reduce((sum, rate) => sum + rate.requestsPerSecond, 0),
      bytesPerSecond: rates.reduce((sum, rate) => sum + rate.bytesPerSecond, 0),
    };
  }
}

/** Null for a node that has not been heard of twice, or not for long. */
function rateOf(readings: readonly Dated[], now: number): TrafficFigures | null {
  const first = readings[0];
  const last = readings.at(-1);
  if (first === undefined || last === undefined || last.at === first.at || now - last.at > windowMs)
    return null;
  const seconds = (last.at - first.at) / 1000;
  const bytes = ({ received, sent }: Reading) => received + sent;
  return {
    requestsPerSecond: (last.reading.requests - first.reading.requests) / seconds,
    bytesPerSecond: (bytes(last.reading) - bytes(first.reading)) / seconds,
  };
}
