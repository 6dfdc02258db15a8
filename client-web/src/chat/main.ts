import { element } from '../look/elements.ts';
import { offerName } from '../look/names.ts';
import { PlayerError, Players } from '../sdk/index.ts';
import { Page } from './page.ts';
import { general, roomInAddress } from './roomName.ts';
import { StartForm } from './startForm.ts';

const players = new Players();
const app = element('app', HTMLElement);
const form = new StartForm((name) => void enter(name));
const page = new Page(players, {
  rename: ask,
  anew() {
    players.forget();
    ask();
  },
});

function ask(): void {
  app.hidden = true;
  form.show(players.current?.name ?? offerName(), roomInAddress(location.search) ?? general);
}

async function enter(name: string): Promise<void> {
  if (name !== players.current?.name) {
    try {
      await players.register(name);
    } catch (error) {
      form.refuse(error instanceof PlayerError ? error.code : 'network');
      return;
    }
  }
  begin();
}

function begin(): void {
  form.hide();
  app.hidden = false;
  page.begin();
}

if (players.current === null) ask();
else begin();
