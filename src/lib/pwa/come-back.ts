/** Spread, so that pages that met the same outage do not all come back in the same moment. */
const lookAfter = (): number => 1_000 + Math.random() * 1_000;
/** A line that swallows everything must not keep us from the one that comes after it. */
const LOOK_MS = 2_500;

/**
 * For a page that could not be made because the server cannot do its work: asks until it can, then loads the page anew.
 * Until the function given is called.
 */
export function comeBackWhenReady(): () => void {
  let timer = setTimeout(() => void look(), lookAfter());
  let ended = false;

  async function look(): Promise<void> {
    const signal = AbortSignal.timeout(LOOK_MS);
    const isReady = await fetch('/readyz', { cache: 'no-store', signal }).then(({ ok }) => ok, notYet);
    if (ended) return;
    // Not `reload`, which would ask whether to send a form again.
    if (isReady) location.replace(location.pathname + location.search);
    else timer = setTimeout(() => void look(), lookAfter());
  }

  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

const notYet = (): boolean => false;
