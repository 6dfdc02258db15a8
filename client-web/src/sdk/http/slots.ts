/** Gives the connection back. */
export type Release = () => void;

/** Bounds how many requests stay open at a time. */
export interface Slots {
  /** Null when all are taken. */
  acquire(): Promise<Release | null>;
}

/**
 * Over HTTP/1.1 a browser opens six connections to an origin, for all of its tabs together. Event streams and held polls
 * would take them one by one, until the posts of every tab, and its pictures and scripts, wait for ever. Four may stay open; two are
 * left for what ends soon. Who gets none asks in short polls.
 */
const most = 4;

export function browserSlots(server = ''): Slots {
  // One connection carries any number of requests.
  if (isMultiplexed(server)) return { acquire: async () => () => {} };
  const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
  return locks === undefined ? countedSlots(most) : lockedSlots(locks, most);
}

/** For one page alone. */
export function countedSlots(count: number): Slots {
  let free = count;
  return {
    async acquire() {
      if (free === 0) return null;
      free--;
      let held = true;
      return () => {
        if (held) free++;
        held = false;
      };
    },
  };
}

/** For all tabs of the origin: the browser gives back what a tab held that was closed or crashed. */
export function lockedSlots(locks: Pick<LockManager, 'request'>, count: number): Slots {
  const tryOne = (name: string) =>
    new Promise<Release | null>((resolve) => {
      const request = locks.request(name, { ifAvailable: true }, (lock) => {
        if (lock === null) {
          resolve(null);
          return undefined;
        }
        return new Promise<void>((release) => resolve(release));
      });
      // A page that may not have locks may not crowd out the others either.
      request.catch(() => resolve(null));
    });
  return {
    async acquire() {
      for (let i = 0; i < count; i++) {
        const release = await tryOne(`gameserver.connection.${i}`);
        if (release !== null) return release;
      }
      return null;
    },
  };
}

function isMultiplexed(server: string): boolean {
  if (typeof performance.getEntriesByType !== 'function' || typeof location === 'undefined') return false;
  const origin = new URL(server || location.href, location.href).origin;
  const entries = [
    ...performance.getEntriesByType('navigation'),
    ...performance.getEntriesByType('resource'),
  ];
  const ours = entries.filter(({ name }) => name.startsWith(`${origin}/`)) as PerformanceResourceTiming[];
  const newest = ours.at(-1);
  return newest?.nextHopProtocol === 'h2' || newest?.nextHopProtocol === 'h3';
}
