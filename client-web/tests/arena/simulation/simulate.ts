import { Button, noAim } from '../../../src/arena/contract.ts';
import { Helmsman } from '../../../src/arena/helmsman.ts';
import { World } from '../../../src/arena/world.ts';
import { EstimatedClock } from '../../../src/sdk/clock.ts';
import type { Payload, Room } from '../../../src/sdk/index.ts';
import { ReplicatedState } from '../../../src/sdk/state.ts';
import { Latency } from './latency.ts';
import { Link, type Network } from './link.ts';
import { SimulatedPlayer } from './player.ts';
import { seeded } from './random.ts';
import { firstTick, SimulatedRoom, shipColumns, shotColumns } from './room.ts';
import { Schedule } from './schedule.ts';

const tickMs = 1000 / 30;
const frameMs = 1000 / 60;

/** What a player saw of a simulated game. */
export interface Outcome {
  readonly world: World;
  readonly minutes: number;
  /** Keys whose effect was looked for, and the most frames until it showed. */
  readonly turns: number;
  readonly turnFrames: number;
  readonly shots: number;
  readonly shotFrames: number;
  /** Shots that the room told of without one of ours standing in for it before. */
  readonly guessesLeft: number;
  readonly droppedInputs: number;
}

export function simulate(network: Network, minutes: number, seed: number): Outcome {
  const schedule = new Schedule();
  const room = new SimulatedRoom(seeded(seed));
  const up = new Link(schedule, network, seeded(seed + 1));
  const down = new Link(schedule, network, seeded(seed + 2));
  const player = new SimulatedPlayer(seeded(seed + 3));
  const frameRandom = seeded(seed + 4);
  const state = new ReplicatedState();
  const clock = new EstimatedClock(() => schedule.now);
  let nextInput = 1;
  let tickedAt = 0;
  const roomTime = () => room.tick * tickMs + (schedule.now - tickedAt);
  const client = {
    state,
    clock,
    info: { seat: 0, tickRate: 30 },
    status: { phase: 'joined' },
    onEvent: () => {},
    onStatus: () => {},
    input(payload: Payload): number {
      const n = nextInput++;
      const said = [...(payload as readonly number[])];
      up.send(() => room.offer(n, said));
      return n;
    },
  } as unknown as Room;
  const helmsman = new Helmsman(player);
  const world = new World(
    client,
    helmsman,
    () => {},
    () => schedule.now,
  );
  const ping = () => {
    const sentAt = schedule.now;
    up.send(() => {
      const time = roomTime();
      down.send(() => clock.observePong(time, sentAt));
    });
  };

  clock.restart(30, firstTick);
  const { tick, applied } = room;
  const full = room.full();
  down.send(() =>
    state.applyFull({
      type: 'full',
      handle: 0,
      input: applied,
      epoch: 1,
      epochId: 'e',
      tick,
      schema: [
        ['ships', shipColumns],
        ['shots', shotColumns],
      ],
      tables: full,
    }),
  );
  let lost = 0;
  const step = () => {
    const tables = room.step();
    tickedAt = schedule.now;
    const { tick, applied } = room;
    down.send(() => {
      clock.observeTick(tick);
      state.applyDelta({ type: 'delta', handle: 0, input: applied, from: tick - 1, tick, tables });
    });
    if (tick % 1800 === 0) lost += network.heldUp ?? 0;
    schedule.at((tick + 1 - firstTick) * tickMs + lost, step);
  };
  schedule.at(tickMs, step);
  let pings = 0;
  const keepPinging = () => {
    ping();
    schedule.at(schedule.now + (pings++ < 4 ? 300 : 2500), keepPinging);
  };
  keepPinging();

  const turns = new Latency();
  const shots = new Latency();
  let frameNumber = 0;
  let angle = 0;
  let steady = 0;
  let firedAt = 0;
  let guessesLeft = 0;
  const frame = () => {
    frameNumber++;
    const before = player.buttons;
    const beforeAim = player.aim;
    if (player.play(schedule.now)) {
      helmsman.changed();
      const turn = player.buttons & (Button.left | Button.right);
      const wasSteady = steady > 20 && beforeAim === noAim;
      turns.cancel();
      if (turn !== 0 && wasSteady && world.own !== null) turns.pressed(frameNumber);
      shots.cancel();
      const fires = player.buttons & ~before & Button.fire;
      if (fires !== 0 && schedule.now - firedAt > 1000) shots.pressed(frameNumber);
    }
    if ((player.buttons & Button.fire) !== 0) firedAt = schedule.now;
    world.advance(schedule.now);
    const shown = world.own?.angle ?? 0;
    const turned = ((shown - angle + 1536) % 1024) - 512;
    const turning = player.buttons & (Button.left | Button.right);
    turns.frame(frameNumber, turning === Button.left ? turned < 0 : turned > 0);
    steady = turning === 0 && player.aim === noAim && Math.abs(turned) < 1e-6 ? steady + 1 : 0;
    angle = shown;
    let own = 0;
    for (let i = 0; i < world.shots.count; i++) if (world.shots.at(i).owner === 1) own++;
    shots.frame(frameNumber, own > 0);
    guessesLeft = world.shots.guessed;
    schedule.at(schedule.now + frameMs + (frameRandom() - 0.5) * 3, frame);
  };
  // The player begins to play when the page has the room's state and clock.
  schedule.at(3000, frame);
  schedule.runUntil(minutes * 60_000);
  return {
    world,
    minutes,
    turns: turns.count,
    turnFrames: turns.most,
    shots: shots.count,
    shotFrames: shots.most,
    guessesLeft,
    droppedInputs: room.dropped,
  };
}
