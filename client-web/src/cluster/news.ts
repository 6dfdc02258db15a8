import type { Move, NodeStatus, Snapshot } from './snapshot.ts';
import { seconds, shortId, type Tone } from './view.ts';

export interface Item {
  readonly sentence: string;
  readonly tone: Tone;
}

/** More moves from one node at once are told in one sentence. */
const mostSingle = 3;
const keptMoves = 512;

const became: Record<NodeStatus, readonly [words: string, tone: Tone]> = {
  joining: ['is joining', 'moving'],
  up: ['is up', 'fine'],
  leaving: ['is leaving', 'moving'],
  unreachable: ['cannot be reached', 'cut'],
  left: ['has left', 'dead'],
  gone: ['is gone', 'dead'],
};

/** Tells what changed from one picture to the next. */
export class ClusterNews {
  #statuses: ReadonlyMap<string, NodeStatus> | null = null;
  readonly #told = new Set<string>();

  /** Nothing of the first picture is news. */
  next(snapshot: Snapshot): { readonly items: readonly Item[]; readonly moves: readonly Move[] } {
    const before = this.#statuses;
    this.#statuses = new Map(snapshot.nodes.map(({ name, status }) => [name, status]));
    const moves = snapshot.moves.filter((move) => this.#isNew(move));
    if (before === null) return { items: [], moves: [] };
    const items = snapshot.nodes
      .filter(({ name, status }) => before.get(name) !== status)
      .map(({ name, status }) => ({ sentence: `${name} ${became[status][0]}.`, tone: became[status][1] }));
    return { items: [...items, ...moved(moves)], moves };
  }

  #isNew({ room, epoch }: Move): boolean {
    const key = `${room} ${epoch}`;
    if (this.#told.has(key)) return false;
    this.#told.add(key);
    for (const oldest of this.#told) {
      if (this.#told.size <= keptMoves) break;
      this.#told.delete(oldest);
    }
    return true;
  }
}

function moved(moves: readonly Move[]): Item[] {
  const byFrom = new Map<string, Move[]>();
  for (const move of moves) byFrom.set(move.from, [...(byFrom.get(move.from) ?? []), move]);
  return [...byFrom].flatMap(([from, all]) =>
    all.length <= mostSingle
      ? all.map(({ room, kind, to, pauseMs }) => ({
          sentence: `Room ${shortId(room, kind)} went on at ${to} after ${seconds(pauseMs)}.`,
          tone: 'fine' as const,
        }))
      : [
          {
            sentence: `${all.length} rooms of ${from} went on elsewhere after ${span(all.map(({ pauseMs }) => pauseMs))}.`,
            tone: 'fine' as const,
          },
        ],
  );
}

function span(pauses: readonly number[]): string {
  const [least, most] = [seconds(Math.min(...pauses)), seconds(Math.max(...pauses))];
  return least === most ? least : `${least} to ${most}`;
}
