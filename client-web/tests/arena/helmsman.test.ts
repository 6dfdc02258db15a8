import { expect, test } from 'vitest';
import { Button, noAim } from '../../src/arena/contract.ts';
import { Helmsman } from '../../src/arena/helmsman.ts';

test('The quickest tap counts, once', () => {
  const held = { buttons: 0, aim: noAim };
  const helmsman = new Helmsman(held);
  held.buttons = Button.fire;
  helmsman.changed();
  held.buttons = Button.thrust;
  helmsman.changed();
  expect(helmsman.now()).toEqual({ buttons: Button.fire | Button.thrust, aim: noAim });
  helmsman.sent();
  held.aim = 512;
  expect(helmsman.now()).toEqual({ buttons: Button.thrust, aim: 512 });
});
