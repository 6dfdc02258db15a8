type Frame = readonly unknown[];

export const tickMs = 33;
const schema = [['counter', [['value', 'int', 1]]]];

/** What is sent to one client of the room, over whatever it holds. */
export interface Reader {
  readonly attach: number;
  offset: number;
  baseline: number;
  deliver(frames: Frame[]): void;
}

interface Stream {
  last: number;
  readonly answers: Map<number, Frame>;
}

/** One room with one seat, as section 10 of the protocol describes it, and a log of what came to pass. */
export class FakeRoom {
  readonly id = 'room-1';
  attach = 0;
  tick = 100;
  /** Payloads of the commands that were applied, in order. */
  readonly applied: unknown[] = [];
  /** Numbers of the inputs that were applied, in order. */
  readonly inputs: number[] = [];
  /** Each number that was ever used, with the payloads that came under it. */
  readonly inputPayloads = new Map<number, Set<string>>();
  readonly readers = new Set<Reader>();
  /** The number of the last event; the payload of each is its number. */
  offset = 10;
  readonly #joins = new Map<string, number>();
  readonly #streams = new Map<number, Stream>();
  readonly #waiting: number[] = [];
  readonly #afterTick: (() => void)[] = [];
  #received = 0;

  step(happens: boolean): void {
    this.tick++;
    if (happens) this.offset++;
    const n = this.#waiting.shift();
    if (n !== undefined) this.inputs.push(n);
    for (const reader of [...this.readers]) this.#bring(reader);
    for (const run of this.#afterTick.splice(0)) run();
  }

  afterTick(run: () => void): void {
    this.#afterTick.push(run);
  }

  /** Whoever had the seat before hears of it over its own connection. */
  join(frame: Frame): { readonly frames: Frame[]; readonly attach: number } {
    const [, handle, joinId, , , , , cursor] = frame as readonly [
      number,
      number,
      string,
      string,
      string,
      boolean,
      number,
      Frame?,
    ];
    let attach = this.#joins.get(joinId);
    if (attach === undefined) {
      const seen = cursor?.[4] as number | undefined;
      if (seen !== undefined && seen < this.attach && this.readers.size > 0)
        return { frames: [[42, 'taken_over', '', handle, null]], attach: 0 };
      attach = ++this.attach;
      this.#joins.set(joinId, attach);
      for (const reader of this.readers) {
        this.readers.delete(reader);
        reader.deliver([[41, handle, 'taken_over', '']]);
      }
    }
    const offset = (cursor?.[2] as number | undefined) ?? 10;
    const joined: Frame = [
      34,
      handle,
      joinId,
      this.id,
      'arena',
      0,
      attach,
      1,
      'e1',
      offset,
      this.#received,
      30,
      false,
      this.tick,
    ];
    const reader = { attach, offset, baseline: (cursor?.[3] as number | undefined) ?? 0 };
    return { frames: [joined, ...this.newer(handle, reader)], attach };
  }

  /** What is newer than where the reader stands, and moves it there. */
  newer(handle: number, reader: { offset: number; baseline: number }): Frame[] {
    const frames: Frame[] = [];
    if (this.offset > reader.offset) {
      const events: Frame[] = [];
      for (let n = reader.offset + 1; n <= this.offset; n++) events.push([n, 'happened', n]);
      frames.push([35, handle, reader.offset, this.offset, events]);
    }
    if (this.tick > reader.baseline) {
      const input = this.inputs.at(-1) ?? 0;
      const tables = [[0, [], [[1, 1, this.tick]]]];
      if (reader.baseline === 0) frames.push([37, handle, input, 1, 'e1', this.tick, schema, tables]);
      else frames.push([38, handle, input, reader.baseline, this.tick, tables]);
    }
    reader.offset = this.offset;
    reader.baseline = this.tick;
    return frames;
  }

  /** Answers of what was said in the room. */
  say(frames: readonly Frame[], attach: number): Frame[] {
    const answers: Frame[] = [];
    for (const frame of frames) {
      const [type, handle, a, b, name, payload] = frame as readonly [
        number,
        number,
        number,
        number,
        string,
        unknown,
      ];
      if (type === 4) this.#note(a, frame[3]);
      if (type === 7) answers.push([40, handle, a, (this.tick * 1000) / 30]);
      if (attach !== this.attach) continue;
      if (type === 4 && a > this.#received) {
        this.#received = a;
        this.#waiting.push(a);
        if (this.#waiting.length > 8) this.#waiting.shift();
      }
      if (type === 5) answers.push(this.#command(handle, a, b, name, payload));
      if (type === 6) {
        const kept = this.#streams.get(a)?.answers;
        for (const n of kept?.keys() ?? []) if (n <= b) kept?.delete(n);
      }
    }
    return answers;
  }

  #bring(reader: Reader): void {
    const frames = this.newer(0, reader);
    if (frames.length > 0) reader.deliver(frames);
  }

  #note(n: number, payload: unknown): void {
    const seen = this.inputPayloads.get(n) ?? new Set();
    seen.add(JSON.stringify(payload));
    this.inputPayloads.set(n, seen);
  }

  #command(handle: number, stream: number, n: number, name: string, payload: unknown): Frame {
    const known = this.#streams.get(stream) ?? { last: 0, answers: new Map<number, Frame>() };
    this.#streams.set(stream, known);
    const kept = known.answers.get(n);
    if (kept !== undefined) return kept;
    if (n !== known.last + 1) return [42, 'command_gap', '', handle, { stream, expected: known.last + 1 }];
    known.last = n;
    this.applied.push(payload);
    const answer: Frame = [36, handle, stream, n, null, [name, payload]];
    known.answers.set(n, answer);
    return answer;
  }
}
