import { element } from '../look/elements.ts';
import { offerName } from '../look/names.ts';
import { allTransports, Players } from '../sdk/index.ts';
import { Controls } from './controls.ts';
import { qualityOf } from './draw/quality.ts';
import { View } from './draw/view.ts';
import { Flow } from './flow.ts';
import { showFocus } from './focusCue.ts';
import { Game } from './game.ts';
import type { GameEvent } from './gameEvents.ts';
import { Helmsman } from './helmsman.ts';
import { Announcer } from './hud/announcer.ts';
import { Chat } from './hud/chat.ts';
import { ControlsHint } from './hud/controlsHint.ts';
import { Diagnostics } from './hud/diagnostics.ts';
import { Hud } from './hud/hud.ts';
import { Panels } from './hud/panels.ts';
import { ShakeSwitch } from './hud/shakeSwitch.ts';
import { WatchBar } from './hud/watchBar.ts';
import { exposeProbe } from './probe.ts';
import { renamed, type Standing, standing } from './sentences.ts';
import { SharePanel } from './sharePanel.ts';
import { Sound } from './sound.ts';
import { Spectator } from './spectator.ts';
import { StartForm } from './startForm.ts';
import { StatusPanel } from './statusPanel.ts';
import { type Happening, type ShownShip, World } from './world.ts';

const canvas = element('view', HTMLCanvasElement);
const players = new Players();
const view = new View(canvas, qualityOf(location.search));
const controls = new Controls(canvas);
const helmsman = new Helmsman(controls);
const announcer = new Announcer();
const hud = new Hud(announcer);
const panels = new Panels();
const backToGame = () => canvas.focus();
const chat = new Chat(backToGame);
const sound = new Sound(backToGame);
new ShakeSwitch((isOn) => {
  view.shakes = isOn;
}, backToGame);
const status = new StatusPanel((way) => void flow.goOn(way));
const form = new StartForm(
  players.current?.name ?? offerName(),
  (name, wanted) => void flow.play(name, wanted),
);
const share = new SharePanel(() => flow.room?.info ?? null, backToGame);
const hint = new ControlsHint(backToGame);
const watchBar = new WatchBar(canvas, announcer, () => void flow.takeSeat());
let world: World | null = null;
let game: Game | null = null;
let spectator: Spectator | null = null;
/** Whether the player was told the name that the room gave. */
let knowsName = false;

const flow: Flow = new Flow(
  players,
  {
    phase(phase) {
      const isInRoom = (phase === 'playing' || phase === 'reconnecting') && flow.room?.info != null;
      form.show(phase === 'start', flow.hasLeft);
      hud.show(isInRoom, flow.isWatching);
      chat.enter(isInRoom && !flow.isWatching ? flow.room : null);
      if (!isInRoom) share.close();
      if (phase === 'start') world = game = spectator = null;
      // Who is typing goes on typing when the connection is back.
      if (phase === 'playing' && !chat.isOpen) canvas.focus();
      updateStatus();
    },
    room(room) {
      hud.clear();
      view.clear();
      world = new World(room, helmsman, happen);
      game = new Game(room, world, view, told, (by) => sound.play('shot', distanceTo(by)));
      spectator = flow.isWatching ? new Spectator() : null;
      knowsName = flow.isWatching;
      controls.pointers.isResting = flow.isWatching;
      watchBar.enter(spectator, game);
      hint.begin(flow.isWatching);
    },
    ownRoom() {
      share.open();
    },
    askForCode() {
      form.askForCode();
    },
    ended(ending) {
      status.ending(ending);
    },
    notice(sentence) {
      status.notice(sentence);
    },
    nameRefused(code) {
      form.refuse(code);
    },
  },
  allTransports(),
);
const diagnostics = new Diagnostics(flow, backToGame);
element('leave-button', HTMLButtonElement).addEventListener('click', () => void flow.leave());

function happen(happening: Happening): void {
  view.happen(happening);
  hud.happen(happening, performance.now());
  if (happening.what === 'hit') sound.play('hit', distanceTo(happening.at));
  if (happening.what === 'kill') sound.play('explosion', distanceTo(happening.at));
}

function told(event: GameEvent): void {
  hud.tell(event);
  if (event.what === 'said')
    chat.hear(event.name, event.text, event.seat === flow.room?.info?.seat, performance.now());
  if (event.what !== 'took' && event.what !== 'banked') return;
  // The gains of others are theirs alone.
  if (event.ship === world?.own?.key) sound.play(event.what === 'took' ? 'take' : 'bank', 0);
}

function eye(): { readonly x: number; readonly y: number } | null {
  return spectator?.eye ?? world?.own ?? null;
}

function distanceTo({ x, y }: ShownShip): number {
  const here = eye();
  return here === null ? 0 : Math.hypot(x - here.x, y - here.y);
}

function tellName(): void {
  const wished = flow.session?.identity?.name;
  const own = world?.own;
  if (knowsName || wished === undefined || !own) return;
  knowsName = true;
  if (own.ship.name !== wished) status.notice(renamed(wished, own.ship.name));
}

function updateStatus(): void {
  tellName();
  watchBar.update();
  if (flow.phase === 'ended') return;
  const { phase, room, session, everOpen } = flow;
  const now: Standing = {
    session: session?.status ?? null,
    everOpen,
    isOnTheWay: phase !== 'start',
    isInside: phase !== 'connecting' && room?.info != null,
    isRejoining: phase === 'reconnecting',
    isHeldUp: room?.isHeldUp ?? false,
  };
  status.line(standing(now, performance.now()));
}

showFocus(canvas);
controls.onChange(() => helmsman.changed());
exposeProbe(flow, () => world);
setInterval(updateStatus, 250);

/** Effects move on by so many milliseconds a frame at most. */
const longestMs = 100;
let drawnAt = performance.now();
function frame(now: number): void {
  // After a pause the world has moved on by its own clock; effects must not leap by the same time.
  const passed = now - drawnAt;
  const elapsed = passed < 0 ? 0 : passed < longestMs ? passed : longestMs;
  drawnAt = now;
  if (world !== null) {
    controls.pointers.advance(now);
    world.advance(now);
    controls.pointers.flight = world.own?.ship.alive === 1 ? world.own.ship : null;
    spectator?.advance(world.ships, elapsed);
    hint.update(controls.buttons, elapsed);
    if (game !== null) {
      game.stage.advance(elapsed, now);
      hud.update(world, game.stage, now);
    }
    chat.update(now);
    diagnostics.update(world, now);
  }
  view.draw(world, game?.stage ?? null, controls.pointers, panels, eye(), elapsed);
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);
flow.begin();
