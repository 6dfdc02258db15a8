import { Interpolator, Predictor, type Room } from '../../../src/sdk/index.ts';

interface Picker {
  x: number;
  y: number;
}

type Step = readonly [dx: number, dy: number];

declare function heldKeys(): Step;
declare function drawPicker(key: number, pose: Float64Array | undefined): void;
declare function drawSky(tick: number): void;

const within = (place: number) => Math.max(0, Math.min(99, place));

/** What docs/writing-a-game.md shows of smooth motion; a test holds that it is shown as it stands here. */
export async function play(room: Room): Promise<void> {
  // The guide begins.
  const { seat, tickRate } = await room.joined;
  const pickers = room.state.table<Picker>('pickers');
  const pose = ({ x, y }: Picker, shown: Float64Array) => {
    shown[0] = x;
    shown[1] = y;
  };
  const others = new Interpolator(room, pickers, { pose, wraps: [0, 0], popDistance: 1 });
  const own = new Predictor<Picker, Step>({
    tickRate,
    step: (picker, [dx, dy], _tick, into) => {
      into.x = within(picker.x + dx);
      into.y = within(picker.y + dy);
    },
    blank: () => ({ x: 0, y: 0 }),
    copy: ({ x, y }, into) => {
      into.x = x;
      into.y = y;
    },
    idle: [0, 0],
    holdTicks: 1,
    send: (step) => room.input(step),
    pose,
    wraps: [0, 0],
    distance: (a, b) => Math.hypot(a.x - b.x, a.y - b.y),
    largeCorrection: 1,
    snapDistance: 10,
  });
  room.onStatus(({ phase }) => phase === 'joined' && own.reset());
  room.state.onUpdate((tick) => {
    const picker = pickers.get(seat)?.fields;
    if (picker) own.reconcile(tick, room.state.appliedInput, { x: picker.x, y: picker.y });
  });

  let before = performance.now();
  const frame = (now: number) => {
    own.advance(now - before, room.clock, heldKeys());
    others.advance();
    before = now;
    for (const { key } of pickers.rows()) drawPicker(key, key === seat ? own.pose : others.pose(key));
    drawSky(room.clock.smoothTick());
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  // The guide ends.
}
