/** One message as it is shown. */
export interface Line {
  /** The room's number for it; rises with time. */
  readonly key: number;
  /** Who said it, as the room calls them. */
  readonly from: number;
  readonly name: string;
  readonly own: boolean;
  /** Milliseconds since 1970, by the server’s clock. */
  readonly at: number;
  readonly text: string;
  /** What came between it and the line before was not kept. */
  readonly afterGap?: boolean;
  readonly edited?: boolean;
  /** It was taken back. */
  readonly deleted?: boolean;
  /** It is so long ago that it cannot be changed any more. */
  readonly fixed?: boolean;
}

/** Lines that a page keeps of a room. */
export const keptLines = 400;
/** After a silence of this long a line gets its author and time again. */
const groupMs = 5 * 60_000;

/** What was said in a room, in the room's order, each thing once. */
export class Timeline {
  #lines: Line[] = [];
  #changed: Line[] = [];

  get lines(): readonly Line[] {
    return this.#lines;
  }

  get lastKey(): number {
    return this.#lines.at(-1)?.key ?? 0;
  }

  /** False for what is there already. */
  add(line: Line): boolean {
    if (line.key <= this.lastKey) return false;
    this.#lines.push(line);
    // Not at every line: moving four hundred of them for each would be work for nothing.
    if (this.#lines.length >= 2 * keptLines) this.#lines = this.#lines.slice(-keptLines);
    return true;
  }

  /** The same for a line that may have changed since. One that is older than what is kept here may still be shown. */
  put(line: Line): void {
    if (this.add(line)) return;
    const at = this.#lines.findIndex(({ key }) => key === line.key);
    if (at >= 0) this.#lines[at] = line;
    this.#changed.push(line);
  }

  /** The lines that changed since this was asked last. */
  takeChanged(): readonly Line[] {
    const changed = this.#changed;
    if (changed.length > 0) this.#changed = [];
    return changed;
  }

  /** The lines after that one, at most as many as are kept. */
  after(key: number): readonly Line[] {
    let first = this.#lines.length;
    const least = Math.max(0, first - keptLines);
    while (first > least && (this.#lines[first - 1]?.key ?? 0) > key) first--;
    return this.#lines.slice(first);
  }

  /** The lines just before that one, at most so many. */
  before(key: number, most: number): readonly Line[] {
    const end = this.#lines.findIndex((line) => line.key >= key);
    return this.#lines.slice(0, end < 0 ? this.#lines.length : end).slice(-most);
  }

  clear(): void {
    this.#lines = [];
    this.#changed = [];
  }
}

/** Whether a line is shown with its author and time, rather than as going on from the one before. */
export function startsGroup(line: Line, before: Line | null): boolean {
  return (
    before === null ||
    line.afterGap === true ||
    before.from !== line.from ||
    line.at - before.at > groupMs ||
    startsDay(line, before)
  );
}

export function startsDay(line: Pick<Line, 'at'>, before: Line | null): boolean {
  return before === null || new Date(line.at).toDateString() !== new Date(before.at).toDateString();
}
