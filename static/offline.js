// Of the page that is shown without a line: it goes on by itself, and says so by the page that one came for.

const LOOK_MS = 3_000;

async function look() {
  try {
    const { ok } = await fetch('/healthz', { cache: 'no-store' });
    if (ok) goOn();
  } catch {
    // Not yet.
  }
}

function goOn() {
  // Somebody may have changed the language here, and has come to the page itself.
  if (location.pathname === '/offline') location.replace('/');
  else location.reload();
}

addEventListener('online', () => void look());
setInterval(() => void look(), LOOK_MS);
