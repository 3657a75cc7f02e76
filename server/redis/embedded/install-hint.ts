import { readFileSync } from 'node:fs';

const BY_SYSTEM: Record<string, string> = {
  darwin: 'brew install valkey',
  debian: 'sudo apt-get install redis-server',
  ubuntu: 'sudo apt-get install redis-server',
  fedora: 'sudo dnf install valkey',
  rhel: 'sudo dnf install valkey',
  arch: 'sudo pacman -S valkey',
  alpine: 'sudo apk add valkey',
  suse: 'sudo zypper install redis',
};

/** One phrase that says how to get a Redis on this system. */
export function installHint(): string {
  if (process.platform === 'win32') return 'run Tapline inside WSL, where Redis can be installed';
  const known = systemNames().find((name) => name in BY_SYSTEM);
  return known ? `run "${BY_SYSTEM[known]}"` : 'install it with the package manager of this system';
}

/** What this system calls itself, most specific first: `ubuntu`, then `debian`. */
export function systemNames(): string[] {
  if (process.platform !== 'linux') return [process.platform];
  const { ID = '', ID_LIKE = '' } = osRelease();
  return [ID, ...ID_LIKE.split(' ')].filter(Boolean);
}

/** The fields of /etc/os-release, none where there is no such file. */
export function osRelease(): Record<string, string> {
  try {
    const lines = readFileSync('/etc/os-release', 'utf8').matchAll(/^(\w+)="?([^"\n]*)"?$/gm);
    return Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
