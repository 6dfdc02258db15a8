export interface Said {
  readonly name: string;
  readonly text: string;
  readonly own: boolean;
  readonly at: number;
}

const kept = 60;
/** How many of the last lines are shown while nobody types, and for how long. */
const recentLines = 5;
export const recentMs = 9000;
/** Nobody talks most of the time: a list of nothing each time would be garbage. */
const none: readonly Said[] = [];

/** What was said in the room. */
export class ChatLog {
  #lines: Said[] = [];

  get lines(): readonly Said[] {
    return this.#lines;
  }

  add(line: Said): void {
    this.#lines = [...this.#lines.slice(1 - kept), line];
  }

  /** The last lines that are not old yet. */
  recent(now: number): readonly Said[] {
    const last = this.#lines[this.#lines.length - 1];
    if (last === undefined || now - last.at >= recentMs) return none;
    return this.#lines.slice(-recentLines).filter(({ at }) => now - at < recentMs);
  }

  clear(): void {
    this.#lines = [];
  }
}

/** Longest thing that can be said, in UTF-16 code units. */
export const sayLength = 200;

const problems: Readonly<Record<string, string>> = {
  too_fast: 'That was a lot at once. Wait a moment, then send it again.',
  bad_payload: 'That cannot be sent as it is. Take out unusual characters.',
  unknown_command: 'This room has no chat.',
};

/** Why something was not said, as a sentence; `null` for a code that is not the room's answer. */
export function chatProblem(code: string | null): string {
  return (code === null ? undefined : problems[code]) ?? 'That could not be sent. Your text is still here.';
}
