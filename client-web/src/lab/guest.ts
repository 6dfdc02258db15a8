import {
  allTransports,
  BlockableTransport,
  type FailureMemory,
  longPollTransport,
  openSession,
  PlayerError,
  Players,
  type Room,
  type RoomClock,
  type Session,
  shortPollTransport,
  sseTransport,
  type Transport,
  type TransportName,
  webSocketTransport,
  webSocketUrl,
} from '../sdk/index.ts';
import type { Lane } from './lanes.ts';
import { Meanwhile } from './meanwhile.ts';
import { News } from './news.ts';
import { metered, meteredHttp, newMeter, TrafficRate } from './traffic.ts';

/** The arena, with nobody steering: its bots make the news. */
const kind = 'arena';

/** What went over to another transport, and how long there was no news until then. */
export interface Change {
  readonly to: TransportName;
  readonly afterMs: number;
}

/** One of the four: a player, a session and a seat, on one transport. */
export class Guest {
  readonly lane: Lane;
  readonly meter = newMeter();
  readonly news = new News();
  readonly traffic = new TrafficRate();
  /** While upgrades are blocked for who has one. */
  readonly meanwhile = new Meanwhile();
  /** Upgrades can be blocked for who has one. */
  readonly upgrade: BlockableTransport | null;
  readonly #players = new Players({ shared: inMemory(), own: inMemory() });
  readonly #http = meteredHttp(this.meter);
  #session: Session | null = null;
  #room: Room | null = null;
  #heardAt = 0;
  #change: Change | null = null;

  constructor(lane: Lane) {
    this.lane = lane;
    const socket = webSocketTransport(metered(webSocketUrl(), this.meter));
    this.upgrade = lane.transport === 'websocket' ? new BlockableTransport(socket) : null;
  }

  get room(): Room | null {
    return this.#room;
  }

  get transport(): TransportName | null {
    return this.#session?.transport ?? null;
  }

  get hasEnded(): boolean {
    return this.#session?.status.phase === 'closed' || this.#room?.status.phase === 'ended';
  }

  /** The last time that it went over to another transport. */
  get change(): Change | null {
    return this.#change;
  }

  /** Under the lane's label, unless that has become somebody's name. */
  async #register(): Promise<void> {
    try {
      await this.#players.register(this.lane.label);
    } catch (error) {
      if (!(error instanceof PlayerError) || error.code !== 'name_claimed') throw error;
      await this.#players.register();
    }
  }

  /** Takes a seat in a room, or makes one; resolves with its id. Rejects when there is no player or no seat to be had. */
  async sit(roomId: string | null, clock: (own: RoomClock) => RoomClock, everyMs: number): Promise<string> {
    if (this.#players.current === null) await this.#register();
    this.#session?.close();
    const session = openSession({
      token: this.#players.token,
      transport: this.#transports(everyMs),
      player: () => this.#players.current,
      failureMemory: forgetful,
      client: 'lab',
    });
    this.#session = session;
    const room = session.join(
      roomId === null ? { how: 'create', target: kind } : { how: 'room', target: roomId },
    );
    this.#room = room;
    this.news.clear();
    let carrier: TransportName | null = null;
    room.state.onUpdate((tick) => {
      const now = performance.now();
      const { transport } = session;
      if (carrier !== null && transport !== null && transport !== carrier)
        this.#change = { to: transport, afterMs: now - this.#heardAt };
      carrier = transport ?? carrier;
      this.#heardAt = now;
      const tickMs = 1000 / (room.info?.tickRate ?? 30);
      this.news.heard(tick, tickMs, clock(room.clock).roomTime(), now);
    });
    return (await room.joined).roomId;
  }

  retryNow(): void {
    this.#session?.retryNow();
  }

  #transports(everyMs: number): readonly Transport[] {
    switch (this.lane.transport) {
      case 'websocket':
        return allTransports(this.upgrade === null ? this.#http : { ...this.#http, webSocket: this.upgrade });
      case 'sse':
        return [sseTransport(this.#http)];
      case 'poll':
        return [longPollTransport(this.#http)];
      case 'short-poll':
        return [shortPollTransport({ ...this.#http, everyMs })];
    }
  }
}

/** Each visit begins with the WebSocket again. */
const forgetful: FailureMemory = { load: () => ({}), save: () => {} };

/** Four guests in one page: none of them is the browser's. */
function inMemory(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
    key: (index) => [...items.keys()][index] ?? null,
  };
}
