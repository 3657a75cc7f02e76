// Of the page that is shown without a line: it goes on by itself, and says so by the page that one came for.

const LOOK_MS = 3_000;
// A line that swallows everything must not keep us from the one that comes after it.
const ANSWER_WITHIN_MS = 2_500;

let looking = false;

async function look() {
  if (looking) return;
  looking = true;
  try {
    const { ok } = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    if (ok) goOn();
  } catch {
    // Not yet.
  } finally {
    looking = false;
  }
}

function goOn() {
  // Somebody may have changed the language here, and has come to the page itself.
  if (location.pathname === '/offline') location.replace('/');
  else location.reload();
}

addEventListener('online', () => void look());
setInterval(() => void look(), LOOK_MS);
