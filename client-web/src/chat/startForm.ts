import { element } from '../look/elements.ts';
import { showRefusal } from '../look/nameRefusal.ts';
import { problemWith } from '../look/names.ts';

/** Asks for the name that others will see. */
export class StartForm {
  readonly #start = element('start', HTMLElement);
  readonly #name = element('name', HTMLInputElement);
  readonly #problem = element('name-problem', HTMLElement);
  readonly #invitation = element('invitation', HTMLElement);

  constructor(enter: (name: string) => void) {
    element('entry', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      const name = this.#name.value.trim();
      const problem = problemWith(name);
      this.#tell(problem ?? '');
      if (problem === null) enter(name);
      else this.#name.focus();
    });
  }

  show(offered: string, room: string): void {
    this.#start.hidden = false;
    this.#name.value = offered;
    this.#invitation.textContent = `You will come to #${room}.`;
    this.#name.focus();
    this.#name.select();
  }

  hide(): void {
    this.#start.hidden = true;
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
}
