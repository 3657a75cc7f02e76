// npm start: the production server, with whatever is missing installed and built first.
import { ensureRunnable } from './tools/ready-to-run.js';

await ensureRunnable();
// In this very process, so that signals reach the server and nothing stands between it and its terminal.
await import(new URL('../build/main.js', import.meta.url).href);
