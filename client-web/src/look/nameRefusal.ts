import { make } from './elements.ts';
import { playerProblem } from './sentences.ts';

/** Says why a name was refused; for one that is somebody's, with the way to sign in as them. */
export function showRefusal(target: HTMLElement, code: string, name: string): void {
  target.textContent = playerProblem(code);
  if (code !== 'name_claimed') return;
  const way = make('a', '', 'Is it you? Sign in.');
  way.href = `/?name=${encodeURIComponent(name)}`;
  target.append(' ', way);
}
