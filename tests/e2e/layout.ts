import type { Page } from 'playwright/test';

/**
 * What is wrong with the layout of a page, in words: sideways scrolling, text that is cut off, text upon text.
 * Empty when all is well.
 */
export const layoutFaults = (page: Page): Promise<string[]> => page.evaluate(findFaults);

/** Runs in the page, so it stands alone. */
function findFaults(): string[] {
  const SLACK = 1.5;
  const faults: string[] = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    faults.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth} px`);

  const texts = visibleTexts();
  for (const { node, rect } of texts) {
    if (rect.left < -SLACK || rect.right > root.clientWidth + SLACK)
      faults.push(`sticks out: ${words(node)}`);
    const cut = ancestors(node).find((element) => clips(element, rect));
    if (cut)
      faults.push(
        `cut off by <${cut.tagName.toLowerCase()} class="${cut.getAttribute('class') ?? ''}">: ${words(node)}`,
      );
  }
  texts.forEach((one, n) => {
    const other = texts
      .slice(n + 1)
      .find((later) => later.node !== one.node && overlap(one.rect, later.rect));
    if (other) faults.push(`upon each other: ${words(one.node)} / ${words(other.node)}`);
  });
  return faults;

  function visibleTexts(): { node: Text; rect: DOMRect }[] {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: { node: Text; rect: DOMRect }[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.textContent?.trim() || isForReadersOnly(node.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        const seen = ancestors(node).reduce(seenWithin, rect);
        if (seen.width > 1 && seen.height > 1) found.push({ node: node as Text, rect: seen });
      }
    }
    return found;
  }

  /** What is seen of a text in a frame that scrolls down to the rest, or says with dots that there is more. */
  function seenWithin(rect: DOMRect, frame: Element): DOMRect {
    const { overflowX, overflowY, textOverflow } = getComputedStyle(frame);
    const box = frame.getBoundingClientRect();
    const [left, right] =
      textOverflow === 'ellipsis' && overflowX === 'hidden'
        ? [Math.max(rect.left, box.left), Math.min(rect.right, box.right)]
        : [rect.left, rect.right];
    const [top, bottom] = /auto|scroll/.test(overflowY)
      ? [Math.max(rect.top, box.top), Math.min(rect.bottom, box.bottom)]
      : [rect.top, rect.bottom];
    return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
  }

  /** Hidden, or clipped away so that only screen readers find it. */
  function isForReadersOnly(element: Element | null): boolean {
    if (!element?.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return true;
    return [element, ...ancestors(element)].some((each) => getComputedStyle(each).clipPath !== 'none');
  }

  function ancestors(node: Node): Element[] {
    const chain: Element[] = [];
    for (let each = node.parentElement; each && each !== document.body; each = each.parentElement)
      chain.push(each);
    return chain;
  }

  /** Along an axis on which it scrolls, text may lie outside: people can get there. */
  function clips(element: Element, rect: DOMRect): boolean {
    const { overflowX, overflowY } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
    const sideways =
      overflowX !== 'visible' && (rect.left < box.left - SLACK || rect.right > box.right + SLACK);
    const upright = hides(overflowY) && (rect.top < box.top - SLACK || rect.bottom > box.bottom + SLACK);
    return sideways || upright;
  }

  /** Line boxes of big type reach into one another; letters do not. */
  function overlap(a: DOMRect, b: DOMRect): boolean {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return wide > 2 && high > 0.4 * Math.min(a.height, b.height);
  }

  function words(node: Node): string {
    return `"${(node.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 60)}"`;
  }
}

/** Whether everything of an element that is to be seen lies on the screen without scrolling. */
export const fitsOnScreen = (page: Page, selector: string): Promise<boolean> =>
  page.locator(selector).evaluate((element) => {
    const lowest = (parent: Element): number =>
      [...parent.children]
        .filter((child) => child.checkVisibility() && getComputedStyle(child).clipPath === 'none')
        .reduce((low, child) => Math.max(low, lowest(child)), parent.getBoundingClientRect().bottom);
    return element.getBoundingClientRect().top >= -1 && lowest(element) <= window.innerHeight + 1;
  });
