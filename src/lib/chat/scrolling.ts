/** Older messages are fetched this far ahead of the reader. */
const AHEAD_PX = 800;

/** How many pixels there are below what is in sight. */
export const belowSight = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number =>
  scrollHeight - scrollTop - clientHeight;

/** Notes where the reader is, before the rows change; the function returned puts them back there afterwards. */
export function keepPlace(scroller: HTMLElement, atEnd: boolean): () => void {
  const anchor = atEnd ? null : firstInSight(scroller);
  const before = anchor?.getBoundingClientRect().top ?? 0;
  return () => {
    if (!anchor) {
      if (atEnd) scroller.scrollTop = scroller.scrollHeight;
    } else if (anchor.isConnected) {
      scroller.scrollTop += anchor.getBoundingClientRect().top - before;
    }
  };
}

/** Calls `run` once the end of the scroller at which an element stands comes near. Returns how to stop. */
export function whenNear(scroller: HTMLElement, element: HTMLElement, run: () => unknown): () => void {
  const observer = new IntersectionObserver(
    ([entry]) => {
      if (entry?.isIntersecting) run();
    },
    { root: scroller, rootMargin: `${AHEAD_PX}px 0px` },
  );
  observer.observe(element);
  return () => observer.disconnect();
}

/** Calls `run` when an element, or what is in it, changes its size. Returns how to stop. */
export function onResize(element: HTMLElement | undefined, run: () => unknown): () => void {
  const observer = new ResizeObserver(run);
  for (const each of [element, element?.firstElementChild]) if (each) observer.observe(each);
  return () => observer.disconnect();
}

function firstInSight(scroller: HTMLElement): Element | null {
  const { top } = scroller.getBoundingClientRect();
  const rows = scroller.querySelectorAll('[data-message-id]');
  return [...rows].find((row) => row.getBoundingClientRect().bottom > top) ?? null;
}
