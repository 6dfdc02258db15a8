import { allTransports, Players } from '../sdk/index.ts';
import { Controls } from './controls.ts';
import { Renderer } from './draw/renderer.ts';
import { element } from './elements.ts';
import { Flow } from './flow.ts';
import { Game } from './game.ts';
import type { GameEvent } from './gameEvents.ts';
import { Helmsman } from './helmsman.ts';
import { Chat } from './hud/chat.ts';
import { Diagnostics } from './hud/diagnostics.ts';
import { Hud } from './hud/hud.ts';
import { offerName } from './names.ts';
import { exposeProbe } from './probe.ts';
import { reconnecting } from './sentences.ts';
import { Sound } from './sound.ts';
import { StartForm } from './startForm.ts';
import { StatusPanel } from './statusPanel.ts';
import { type Happening, type ShownShip, World } from './world.ts';

const keysHint = 'W thrust · A D turn · S brake · Space fire · or aim and fire with the mouse · Enter chat';
const touchHint = 'Left thumb steers and thrusts · right thumb fires';

const canvas = element('view', HTMLCanvasElement);
const players = new Players();
const renderer = new Renderer(canvas);
const controls = new Controls(canvas);
const helmsman = new Helmsman(controls);
const hud = new Hud();
const backToGame = () => canvas.focus();
const chat = new Chat(backToGame);
const sound = new Sound(backToGame);
const status = new StatusPanel((way) => void flow.goOn(way));
const form = new StartForm(players.current?.name ?? offerName(), (name) => void flow.play(name));
let world: World | null = null;
let game: Game | null = null;

const flow: Flow = new Flow(
  players,
  {
    phase(phase) {
      const isInRoom = (phase === 'playing' || phase === 'reconnecting') && flow.room?.info != null;
      form.show(phase === 'start');
      hud.show(isInRoom);
      chat.enter(isInRoom ? flow.room : null);
      if (phase === 'start') world = game = null;
      // Who is typing goes on typing when the connection is back.
      if (phase === 'playing' && !chat.isOpen) canvas.focus();
      updateStatus();
    },
    room(room) {
      hud.clear();
      renderer.clear();
      world = new World(room, helmsman, happen);
      game = new Game(room, world, renderer, told, (by) => sound.play('shot', distanceTo(by)));
    },
    ended(ending) {
      status.ending(ending);
    },
    notice(sentence) {
      status.notice(sentence);
    },
    nameProblem(sentence) {
      form.tell(sentence);
    },
  },
  allTransports(),
);
const diagnostics = new Diagnostics(flow, backToGame);

function happen(happening: Happening): void {
  renderer.happen(happening);
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

function distanceTo({ x, y }: ShownShip): number {
  const own = world?.own;
  return own ? Math.hypot(x - own.x, y - own.y) : 0;
}

function updateStatus(): void {
  if (flow.phase === 'ended') return;
  status.line(statusSentence());
}

function statusSentence(): string {
  const session = flow.session?.status;
  if (session?.phase === 'reconnecting') return reconnecting(session, performance.now(), flow.everOpen);
  if (flow.phase === 'connecting' || (flow.phase === 'reconnecting' && flow.room?.info == null))
    return 'Joining …';
  if (flow.phase === 'reconnecting') return 'Connected. Taking your seat again …';
  return '';
}

const hint = matchMedia('(pointer: coarse)').matches ? touchHint : keysHint;
element('hint', HTMLElement).textContent = hint;
element('start-hint', HTMLElement).textContent = hint;
controls.onChange(() => helmsman.changed());
exposeProbe(flow, () => world?.stats ?? null);
setInterval(updateStatus, 250);

let drawnAt = performance.now();
function frame(now: number): void {
  // After a pause the world has moved on by its own clock; effects must not leap by the same time.
  const elapsed = Math.min(100, Math.max(0, now - drawnAt));
  drawnAt = now;
  if (world !== null) {
    world.advance();
    if (game !== null) {
      game.stage.advance(elapsed);
      hud.update(world, game.stage, now);
    }
    chat.update(now);
    diagnostics.update(world, now);
  }
  renderer.draw(world, game?.stage ?? null, controls.pointers, elapsed);
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);
flow.begin();
