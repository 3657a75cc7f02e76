import { ensureDependencies } from './dependencies.js';
import { ensureBuild, isBuildCurrent } from './fresh-build.js';
import { demandNode } from './node-version.js';

/** Makes sure that build/ is there and current, with whatever it needs to run; installs and builds what is missing. */
export async function ensureRunnable() {
  demandNode();
  if (isBuildCurrent()) {
    await ensureDependencies({ dev: false });
  } else {
    await ensureDependencies({ dev: true });
    await ensureBuild({ quiet: true });
  }
}
