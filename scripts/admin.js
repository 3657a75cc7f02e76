// npm run admin -- <command>: accounts and settings, from the terminal. Without a command it says what there is.
import { ensureRunnable } from './tools/ready-to-run.js';

await ensureRunnable();
await import(new URL('../build/admin.js', import.meta.url).href);
