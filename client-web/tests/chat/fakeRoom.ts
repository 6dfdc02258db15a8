import type { Payload, Room, RoomEvent, RoomInfo, RoomStatus } from '../../src/sdk/index.ts';
import { ReplicatedState } from '../../src/sdk/state.ts';

const people = [
  'people',
  [
    ['name', 'text', 1],
    ['player', 'text', 1],
    ['seat', 'int', 1],
    ['away', 'int', 1],
  ],
];
const messages = [
  'messages',
  [
    ['from', 'int', 1],
    ['at', 'int', 1],
    ['text', 'text', 1],
  ],
];
const info: RoomInfo = {
  roomId: 'chat.test',
  kind: 'chat',
  seat: 0,
  attach: 1,
  tickRate: 10,
  private: true,
  tick: 1,
};

/** A room that tells what a test makes it tell. Its state is the SDK's own. */
export class FakeRoom implements Partial<Room> {
  readonly state = new ReplicatedState();
  readonly inputs: Payload[] = [];
  readonly commands: {
    readonly name: string;
    readonly args: Payload;
    readonly resolve: (answer: Payload) => void;
    readonly reject: (error: Error) => void;
  }[] = [];
  status: RoomStatus = { phase: 'joining' };
  info: RoomInfo | null = null;
  #tick = 1;
  #events: ((event: RoomEvent) => void)[] = [];
  #resyncs: ((reason: string) => void)[] = [];
  #statuses: ((status: RoomStatus) => void)[] = [];

  onEvent = (listener: (event: RoomEvent) => void) => add(this.#events, listener);
  onResync = (listener: (reason: string) => void) => add(this.#resyncs, listener);
  onStatus = (listener: (status: RoomStatus) => void) => add(this.#statuses, listener);

  command(name: string, args: Payload = null): Promise<Payload> {
    return new Promise((resolve, reject) => {
      this.commands.push({ name, args, resolve, reject });
    });
  }

  input(payload: Payload): number {
    return this.inputs.push(payload);
  }

  leave(): Promise<void> {
    this.stand({ phase: 'ended', code: 'left', message: '' });
    return Promise.resolve();
  }

  join(): void {
    this.info = info;
    this.stand({ phase: 'joined' });
  }

  stand(status: RoomStatus): void {
    this.status = status;
    for (const listener of this.#statuses) listener(status);
  }

  /** People by key as name and player id, messages by key as author and text. */
  full(
    who: Record<number, readonly [string, string]>,
    said: Record<number, readonly [number, string]>,
  ): void {
    const seated = Object.entries(who).map(([key, [name, player]]) => [+key, 0b111, name, player, +key]);
    const kept = Object.entries(said).map(([key, [from, text]]) => [+key, 0b111, from, 1000, text]);
    this.show([people, messages], [seated, kept]);
  }

  /** All that the room's tables have, in the order of the schema. */
  show(schema: readonly unknown[], tables: readonly (readonly unknown[])[]): void {
    this.state.applyFull({
      input: 0,
      epoch: 1,
      epochId: 'e',
      tick: ++this.#tick,
      schema,
      tables: tables.map((rows, index) => [index, [], rows]),
    } as never);
  }

  tell(message: number, from: number, text: string): void {
    const payload = { message, from, name: 'Told', at: 2000, text };
    for (const listener of this.#events) listener({ name: 'said', payload, offset: message });
  }

  resync(reason: string): void {
    for (const listener of this.#resyncs) listener(reason);
  }
}

function add<T>(list: T[], listener: T): () => void {
  list.push(listener);
  return () => {};
}
