import { Players } from '../sdk/index.ts';
import { Controls } from './controls.ts';
import { Renderer } from './draw/renderer.ts';
import { element } from './elements.ts';
import { Flow } from './flow.ts';
import { Game } from './game.ts';
import { Helmsman } from './helmsman.ts';
import { Hud } from './hud.ts';
import { offerName } from './names.ts';
import { exposeProbe } from './probe.ts';
import { reconnecting } from './sentences.ts';
import { StartForm } from './startForm.ts';
import { StatusPanel } from './statusPanel.ts';
import { type Happening, type ShownShip, World } from './world.ts';

const keysHint = 'W thrust · A D turn · S brake · Space fire · or aim and fire with the mouse';
const touchHint = 'Left thumb steers and thrusts · right thumb fires';

const canvas = element('view', HTMLCanvasElement);
const players = new Players();
const renderer = new Renderer(canvas);
const controls = new Controls(canvas);
const helmsman = new Helmsman(controls);
const hud = new Hud();
const status = new StatusPanel((way) => void flow.goOn(way));
const form = new StartForm(players.current?.name ?? offerName(), (name) => void flow.play(name));
let world: World | null = null;
let game: Game | null = null;

const flow: Flow = new Flow(players, {
  phase(phase) {
    form.show(phase === 'start');
    hud.show((phase === 'playing' || phase === 'reconnecting') && flow.room?.info != null);
    if (phase === 'start') world = game = null;
    if (phase === 'playing') canvas.focus();
    updateStatus();
  },
  room(room) {
    hud.clear();
    renderer.clear();
    world = new World(room, helmsman, happen);
    game = new Game(
      room,
      world,
      renderer,
      () => {},
      () => {},
    );
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
});

function happen(happening: Happening): void {
  renderer.happen(happening);
  if (happening.what === 'news') hud.tell(happening.text);
  if (happening.what === 'kill') hud.tell(killLine(happening.at, happening.by));
}

function killLine(target: ShownShip, by: ShownShip | undefined): string {
  const victim = target.own ? 'you' : target.ship.name;
  if (by === undefined || by === target) return target.own ? 'You are out' : `${victim} is out`;
  return `${by.own ? 'You' : by.ship.name} took out ${victim}`;
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
  const own = world?.own?.ship;
  const { info, clock } = flow.room ?? {};
  if (flow.phase !== 'playing' || own === undefined || own.alive === 1 || !info || !clock) return '';
  const seconds = Math.max(0, Math.ceil((own.respawn - clock.smoothTick()) / info.tickRate));
  return seconds > 0 ? `You are out. Back in ${seconds} s.` : 'You are out. Back in a moment.';
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
    game?.stage.advance(elapsed);
    hud.update(world, now);
  }
  renderer.draw(world, game?.stage ?? null, controls.pointers, elapsed);
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);
flow.begin();
