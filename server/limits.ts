import { StartError } from './start-error';

/** How often what may be asked, and how much may wait. What is counted in seconds is counted by each process. */
export interface Limits {
  /** Failed sign-ins a minute under one name. */
  signInPerAccount: number;
  /** Failed sign-ins and joins a minute from one address. */
  signInPerAddress: number;
  /** Guests and joins a minute from one address, and so many at once after a quiet while. */
  newcomersPerMinute: number;
  newcomerBurst: number;
  /** Commands a second on one socket, of one person on all of theirs, and from one address. */
  commandsPerSocket: number;
  commandsPerPerson: number;
  commandsPerAddress: number;
  /** Messages a second of one person, and so many at once after a quiet while. */
  postsPerPerson: number;
  postBurst: number;
  /** Requests a second to the HTTP API with one key or session, and from one address. */
  requestsPerKey: number;
  requestsPerAddress: number;
  /** Connections at a time from one address, which may be that of a whole campus. */
  linesPerAddress: number;
  /** Requests a second of devices that sign in from one address; each needs two. */
  deviceRequestsPerAddress: number;
  /** Bytes that may wait for a client that takes too little of what it is sent. */
  unsentBytes: number;
  /** Commands under way in one process. */
  commandsUnderWay: number;
}

const defaults: Limits = {
  signInPerAccount: 10,
  signInPerAddress: 100,
  // A school class comes at once, behind one address.
  newcomersPerMinute: 30,
  newcomerBurst: 60,
  commandsPerSocket: 500,
  commandsPerPerson: 1_000,
  commandsPerAddress: 5_000,
  postsPerPerson: 20,
  postBurst: 200,
  requestsPerKey: 1_000,
  requestsPerAddress: 5_000,
  linesPerAddress: 2_000,
  deviceRequestsPerAddress: 100,
  unsentBytes: 4 * 1024 * 1024,
  commandsUnderWay: 10_000,
};

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
  throw nonsense(`it must be JSON such as {"signInPerAccount":10}`);
}

const nonsense = (what: string): StartError => new StartError(`TAPLINE_LIMITS: ${what}`);
