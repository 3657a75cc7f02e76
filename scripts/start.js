// npm start: the production server, with whatever is missing installed and built first.
import { ensureDependencies } from './tools/dependencies.js';
import { ensureBuild, isBuildCurrent } from './tools/fresh-build.js';
import { demandNode } from './tools/node-version.js';

demandNode();
if (isBuildCurrent()) {
  await ensureDependencies({ dev: false });
} else {
  await ensureDependencies({ dev: true });
  await ensureBuild({ quiet: true });
}
// In this very process, so that signals reach the server and nothing stands between it and its terminal.
await import(new URL('../build/main.js', import.meta.url).href);
