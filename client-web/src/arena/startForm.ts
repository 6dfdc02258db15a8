import { element } from '../look/elements.ts';
import { showRefusal } from '../look/nameRefusal.ts';
import { problemWith } from '../look/names.ts';
import { wishOf } from './address.ts';
import type { Wanted } from './flow.ts';
import { readCode, writeCode } from './roomCode.ts';
import { invitation } from './sentences.ts';

/** The name and the ways in: any room, one's own, one whose code a friend told, or the one that the link leads to. */
export class StartForm {
  readonly #start = element('start', HTMLElement);
  readonly #name = element('name', HTMLInputElement);
  readonly #play = element('play', HTMLButtonElement);
  readonly #problem = element('name-problem', HTMLElement);
  readonly #invitation = element('invitation', HTMLElement);
  readonly #anyRoom = element('any-room-button', HTMLButtonElement);
  readonly #codeButton = element('code-button', HTMLButtonElement);
  readonly #codeForm = element('code-form', HTMLFormElement);
  readonly #code = element('code', HTMLInputElement);
  readonly #codeProblem = element('code-problem', HTMLElement);
  readonly #enter: (name: string, wanted: Wanted) => void;

  constructor(offered: string, enter: (name: string, wanted: Wanted) => void) {
    this.#enter = enter;
    this.#name.value = offered;
    element('entry', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#go('asLinked');
    });
    element('friends-button', HTMLButtonElement).addEventListener('click', () => this.#go('ownRoom'));
    this.#anyRoom.addEventListener('click', () => this.#go('anyRoom'));
    this.#codeButton.addEventListener('click', () => {
      if (this.#codeForm.hidden) this.askForCode();
      else this.#hideCode();
    });
    this.#codeForm.addEventListener('submit', (event) => {
      event.preventDefault();
      const code = readCode(this.#code.value);
      this.#codeProblem.textContent =
        code === null ? 'A code has 10 letters and digits, such as 7KQ2M-X9T4B.' : '';
      this.#code.toggleAttribute('aria-invalid', code === null);
      if (code !== null) this.#go({ code: writeCode(code) });
    });
  }

  /** `hasLeft`: the address leads to a room that the player has just left. */
  show(visible: boolean, hasLeft: boolean): void {
    if (this.#start.hidden !== visible) return;
    this.#start.hidden = !visible;
    if (!visible) return;
    this.#hideCode();
    this.#invite(hasLeft);
    this.#name.focus();
    this.#name.select();
  }

  /** What the server said to the name. */
  refuse(code: string): void {
    showRefusal(this.#problem, code, this.#name.value.trim());
    this.#name.toggleAttribute('aria-invalid', true);
  }

  #tell(problem: string): void {
    this.#problem.textContent = problem;
    this.#name.toggleAttribute('aria-invalid', problem !== '');
  }

  askForCode(): void {
    this.#codeForm.hidden = false;
    this.#codeButton.setAttribute('aria-expanded', 'true');
    this.#code.focus();
  }

  #hideCode(): void {
    this.#codeForm.hidden = true;
    this.#codeButton.setAttribute('aria-expanded', 'false');
    this.#codeProblem.textContent = '';
  }

  /** Whoever comes by a link sees where it leads, and may still go elsewhere. */
  #invite(hasLeft: boolean): void {
    const { how, target } = wishOf(location.search);
    const isLinked = how !== 'quick';
    const room = writeCode(target);
    this.#invitation.hidden = this.#anyRoom.hidden = !isLinked;
    this.#invitation.textContent = isLinked ? invitation(room, hasLeft) : '';
    this.#play.textContent = !isLinked ? 'Play' : hasLeft ? 'Go back' : 'Join';
  }

  #go(wanted: Wanted): void {
    const name = this.#name.value.trim();
    const problem = problemWith(name);
    this.#tell(problem ?? '');
    if (problem === null) this.#enter(name, wanted);
    else this.#name.focus();
  }
}
