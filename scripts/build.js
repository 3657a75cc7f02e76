// npm run build: build/main.js, the whole server, made from the sources as they are.
import { ensureDependencies } from './tools/dependencies.js';
import { ensureBuild, isBuildCurrent } from './tools/fresh-build.js';
import { demandNode } from './tools/node-version.js';

demandNode();
await ensureDependencies({ dev: true });
if (isBuildCurrent()) console.log('build/ is up to date');
else await ensureBuild({ quiet: false });
