/**
 * Keeps `--visible-height` at the height that a phone's keyboard leaves, for browsers that lay it over the page. Returns
 * how to stop.
 */
export function followVisibleHeight(): () => void {
  const { visualViewport } = globalThis;
  if (!visualViewport) return () => {};
  const { style } = document.documentElement;
  const follow = () => {
    // Magnified, less is visible, and the page shall stay as it is.
    if (visualViewport.scale === 1) style.setProperty('--visible-height', `${visualViewport.height}px`);
  };
  visualViewport.addEventListener('resize', follow);
  return () => {
    visualViewport.removeEventListener('resize', follow);
    style.removeProperty('--visible-height');
  };
}
