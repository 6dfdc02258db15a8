import type { HttpOptions } from '../sdk/index.ts';

const windowMs = 10_000;

/** What the server counted in a meter's name, since it knows it. */
export interface Reading {
  readonly requests: number;
  readonly received: number;
  readonly sent: number;
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
export async function readMeters(meters: readonly string[]): Promise<Map<string, Reading> | null> {
  const query = new URLSearchParams(meters.map((meter) => ['meter', meter])).toString();
  try {
    const response = await fetch(`/api/traffic?${query}`, { cache: 'no-store' });
    if (!response.ok) return null;
    return new Map(Object.entries((await response.json()) as Record<string, Reading>));
  } catch {
    return null;
  }
}

/** Turns readings into rates over the last ten seconds. */
export class TrafficRate {
  readonly #readings: { readonly reading: Reading; readonly at: number }[] = [];

  add(reading: Reading, at: number): void {
    this.#readings.push({ reading, at });
    while (at - (this.#readings[0]?.at ?? at) > windowMs) this.#readings.shift();
  }

  clear(): void {
    this.#readings.length = 0;
  }

  /** Null before there are two readings. */
  get figures(): TrafficFigures | null {
    const first = this.#readings[0];
    const last = this.#readings.at(-1);
    if (first === undefined || last === undefined || last.at === first.at) return null;
    const seconds = (last.at - first.at) / 1000;
    const bytes = ({ received, sent }: Reading) => received + sent;
    return {
      requestsPerSecond: (last.reading.requests - first.reading.requests) / seconds,
      bytesPerSecond: (bytes(last.reading) - bytes(first.reading)) / seconds,
    };
  }
}
