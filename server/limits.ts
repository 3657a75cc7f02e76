import { StartError } from './start-error';

/** How often what may be asked. */
export interface Limits {
  /** Failed sign-ins a minute under one name. */
  signInPerAccount: number;
  /** Failed sign-ins and joins a minute from one address. */
  signInPerAddress: number;
}

const defaults: Limits = { signInPerAccount: 10, signInPerAddress: 100 };

/** TAPLINE_LIMITS over the defaults. @throws StartError */
export function readLimits(text: string | undefined): Limits {
  if (!text) return defaults;
  const wanted = parseObject(text);
  for (const [name, value] of Object.entries(wanted)) {
    if (!Object.hasOwn(defaults, name)) throw nonsense(`there is no limit ${name}`);
    if (!Number.isSafeInteger(value) || Number(value) < 1) throw nonsense(`${name} must be 1 or more`);
  }
  return { ...defaults, ...wanted };
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw nonsense(`it must be JSON such as ${JSON.stringify(defaults)}`);
}

const nonsense = (what: string): StartError => new StartError(`TAPLINE_LIMITS: ${what}`);
