import type { Failures } from './fallback.ts';
import type { TransportName } from './transport.ts';

const key = 'gameserver.transports';

/** Where it is kept which transports failed. `now` is the environment's clock; what is kept must outlive it. */
export interface FailureMemory {
  load(now: number): Failures;
  save(failures: Failures, now: number): void;
}

/** Keeps it in the tab's storage: another tab may be in another network. Where there is none, for the life of the page. */
export function tabFailureMemory(
  storage: () => Pick<Storage, 'getItem' | 'setItem'> = () => sessionStorage,
  wallClock: () => number = Date.now,
): FailureMemory {
  return {
    load(now) {
      try {
        const kept: unknown = JSON.parse(storage().getItem(key) ?? '{}');
        return isFailures(kept) ? shifted(kept, now - wallClock()) : {};
      } catch {
        return {};
      }
    },
    save(failures, now) {
      try {
        storage().setItem(key, JSON.stringify(shifted(failures, wallClock() - now)));
      } catch {
        // Forgotten with the page, then.
      }
    },
  };
}

function shifted(failures: Failures, by: number): Failures {
  const result: Failures = {};
  for (const [name, { until, unstable }] of Object.entries(failures))
    result[name as TransportName] = { until: until + by, unstable };
  return result;
}

function isFailures(value: unknown): value is Failures {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every(
    (failure) => typeof failure?.until === 'number' && typeof failure.unstable === 'boolean',
  );
}
