import type { Ship, Shot } from './contract.ts';
import type { Flow } from './flow.ts';
import type { World, WorldStats } from './world.ts';

/** What end-to-end tests, and the curious, can read of the page: values only, nothing that acts. */
export interface ArenaProbe {
  state(): ProbedState;
}

interface ProbedState {
  readonly phase: string;
  readonly connection: string;
  readonly transport: string | null;
  readonly playerId: string | null;
  readonly seat: number | null;
  readonly shipKey: number | null;
  readonly roomId: string | null;
  /** Tick of the newest state. */
  readonly tick: number;
  readonly ships: readonly {
    readonly key: number;
    readonly seat: number;
    readonly name: string;
    readonly hue: number;
    readonly x: number;
    readonly y: number;
    readonly angle: number;
    readonly hp: number;
    readonly alive: boolean;
    readonly score: number;
  }[];
  readonly shots: number;
  /** Those of them that are ours. */
  readonly ownShots: number;
  /** Our own ship as it is drawn, and how many shots of it are; null while it does not fly. */
  readonly drawn: {
    readonly x: number;
    readonly y: number;
    readonly angle: number;
    readonly shots: number;
  } | null;
  /** Milliseconds. */
  readonly rtt: number | null;
  /** How well the picture holds; null while there is no room. */
  readonly net: WorldStats | null;
}

declare global {
  interface Window {
    readonly __arena: ArenaProbe;
  }
}

export function exposeProbe(flow: Flow, world: () => World | null): void {
  const probe: ArenaProbe = Object.freeze({ state: () => read(flow, world()) });
  Object.defineProperty(window, '__arena', { value: probe, writable: false });
}

function read(flow: Flow, world: World | null): ProbedState {
  const { room, session } = flow;
  const ships = [...(room?.state.table<Ship>('ships').rows() ?? [])].map(({ key, fields }) => ({
    key,
    seat: fields.seat,
    name: fields.name,
    hue: fields.hue,
    x: fields.x,
    y: fields.y,
    angle: fields.angle,
    hp: fields.hp,
    alive: fields.alive === 1,
    score: fields.score,
  }));
  const seat = room?.info?.seat ?? null;
  const shipKey = ships.find((ship) => seat !== null && seat >= 0 && ship.seat === seat)?.key ?? null;
  const shots = [...(room?.state.table<Shot>('shots').rows() ?? [])];
  return {
    phase: flow.phase,
    connection: session?.status.phase ?? 'none',
    transport: session?.transport ?? null,
    playerId: session?.identity?.playerId ?? null,
    seat,
    shipKey,
    roomId: room?.info?.roomId ?? null,
    tick: room?.state.tick ?? 0,
    ships,
    shots: shots.length,
    ownShots: shots.filter(({ fields }) => fields.owner === shipKey).length,
    drawn: world === null ? null : drawn(world),
    rtt: room?.clock.rtt ?? null,
    net: world?.stats ?? null,
  };
}

function drawn({ own, shots }: World): ProbedState['drawn'] {
  if (own?.ship.alive !== 1) return null;
  let count = 0;
  for (let i = 0; i < shots.count; i++) if (shots.at(i).owner === own.key) count++;
  return { x: own.x, y: own.y, angle: own.angle, shots: count };
}
