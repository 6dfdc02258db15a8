import { element } from './elements.ts';
import { problemWith } from './names.ts';

/** The name and the way in. */
export class StartForm {
  readonly #start = element('start', HTMLElement);
  readonly #name = element('name', HTMLInputElement);
  readonly #problem = element('name-problem', HTMLElement);

  constructor(offered: string, play: (name: string) => void) {
    this.#name.value = offered;
    element('entry', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      const name = this.#name.value.trim();
      const problem = problemWith(name);
      this.tell(problem ?? '');
      if (problem === null) play(name);
    });
  }

  show(visible: boolean): void {
    if (this.#start.hidden !== visible) return;
    this.#start.hidden = !visible;
    if (!visible) return;
    this.#name.focus();
    this.#name.select();
  }

  tell(problem: string): void {
    this.#problem.textContent = problem;
    this.#name.toggleAttribute('aria-invalid', problem !== '');
  }
}
