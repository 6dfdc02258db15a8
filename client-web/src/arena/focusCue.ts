/**
 * Frames the picture when Tab has led to it, until another key or a finger shows that the player has found it. The browser's own cue
 * would stay for as long as the game is played, which has the focus all the time.
 */
export function showFocus(surface: HTMLElement): void {
  let isByTab = false;
  addEventListener(
    'keydown',
    ({ key }) => {
      isByTab = key === 'Tab' || (isByTab && key === 'Shift');
      if (!isByTab) surface.classList.remove('reached');
    },
    true,
  );
  addEventListener(
    'pointerdown',
    () => {
      isByTab = false;
      surface.classList.remove('reached');
    },
    true,
  );
  surface.addEventListener('focus', () => surface.classList.toggle('reached', isByTab));
  surface.addEventListener('blur', () => surface.classList.remove('reached'));
}
