/* Brings something to where it stood in the window. Rows above it may still be measured, so it is held for a few frames. */

const FRAMES_MOST = 30;
const FRAMES_STILL = 3;

function scrollerOf(of: Element): Element {
  for (let at = of.parentElement; at; at = at.parentElement)
    if (at.scrollHeight > at.clientHeight && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  return document.documentElement;
}

/** `top`: below the upper edge of the window, in pixels; null = in the middle. */
export function stand(find: () => Element | null | undefined, top: number | null): void {
  let frames = 0;
  let still = 0;
  function hold(): void {
    const found = find();
    if (found) {
      const box = found.getBoundingClientRect();
      const off = box.top - (top ?? (window.innerHeight - box.height) / 2);
      if (Math.abs(off) >= 1) scrollerOf(found).scrollTop += off;
      still = Math.abs(found.getBoundingClientRect().top - box.top) < 1 ? still + 1 : 0;
    }
    frames += 1;
    if (frames < FRAMES_MOST && still < FRAMES_STILL) requestAnimationFrame(hold);
  }
  hold();
}
