import { randomInt } from 'node:crypto';
import { joinPolicies, type JoinPolicy, type SiteSettings } from '#contract/accounts';
import { Refusal } from '#contract/error-codes';
import { roles, type Role } from '#domain/accounts/account';
import type { Accounts } from './accounts';
import type { Announce } from './announce';
import type { Settings } from './settings';

/** What an operator's command may use. */
export interface Office {
  accounts: Accounts;
  settings: Settings;
  announce: Announce;
}

interface Command {
  /** The words after its name. */
  usage: string;
  what: string;
  words: { least: number; most: number };
  /** Gives what to say when it is done. @throws Refusal */
  run(office: Office, words: string[]): Promise<string>;
}

const commands: Record<string, Command> = {
  create: {
    usage: 'NAME',
    what: 'makes an admin, and shows the password once',
    words: { least: 1, most: 1 },
    async run({ accounts }, [name = '']) {
      const password = newPassword();
      await accounts.create(name, password, 'admin');
      return `${name} is an admin now. Password: ${password}`;
    },
  },
  reset: {
    usage: 'NAME',
    what: 'gives somebody a new password, shows it once, and ends their sessions',
    words: { least: 1, most: 1 },
    async run({ accounts }, [name = '']) {
      const password = newPassword();
      await accounts.setPassword(name, password);
      return `${name} has a new password: ${password}`;
    },
  },
  role: {
    usage: `NAME ${roles.join('|')}`,
    what: 'changes what somebody may do, and ends their sessions',
    words: { least: 2, most: 2 },
    async run({ accounts }, [name = '', role = '']) {
      if (!isRole(role)) throw new Refusal('invalid', `A role is one of ${roles.join(', ')}`);
      await accounts.setRole(name, role);
      return `${name} is ${role} now`;
    },
  },
  approve: {
    usage: 'NAME',
    what: 'lets in somebody who waits',
    words: { least: 1, most: 1 },
    async run({ accounts }, [name = '']) {
      await accounts.approve(name);
      return `${name} may sign in now`;
    },
  },
  invite: {
    usage: '',
    what: 'makes a code with which one person may join, within a week',
    words: { least: 0, most: 0 },
    run: async ({ accounts }) => `Path of the invitation: /join?invite=${await accounts.invite()}`,
  },
  settings: {
    usage: `[joinPolicy=${joinPolicies.join('|')}] [anonymousReading=on|off]`,
    what: 'shows the settings of the site, or changes them',
    words: { least: 0, most: 2 },
    async run({ settings }, words) {
      const changes = words.map(readSetting);
      const now =
        changes.length > 0
          ? await settings.change(Object.assign({}, ...changes) as Partial<SiteSettings>)
          : await settings.read();
      return `joinPolicy=${now.joinPolicy} anonymousReading=${now.anonymousReading ? 'on' : 'off'}`;
    },
  },
  announce: {
    usage: 'TEXT',
    what: 'tells everybody who is there',
    words: { least: 1, most: Infinity },
    async run({ announce }, words) {
      await announce(words.join(' '));
      return 'Announced';
    },
  },
};

/**
 * What the words of an operator ask for; running it gives what to say.
 * @throws Refusal `invalid`, telling how to say it
 */
export function readCommand([name = '', ...words]: string[]): (office: Office) => Promise<string> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new Refusal('invalid', usage(Object.entries(commands)));
  const { least, most } = command.words;
  if (words.length < least || words.length > most) throw new Refusal('invalid', usage([[name, command]]));
  return (office) => command.run(office, words);
}

const usage = (of: [string, Command][]): string =>
  [
    'Usage:',
    ...of.flatMap(([name, { usage: words, what }]) => [
      `  npm run admin -- ${name} ${words}`.trimEnd(),
      `      ${what}`,
    ]),
  ].join('\n');

function readSetting(word: string): Partial<SiteSettings> {
  const [, name, value = ''] = /^(\w+)=(.*)$/.exec(word) ?? [];
  if (name === 'joinPolicy' && isPolicy(value)) return { joinPolicy: value };
  if (name === 'anonymousReading' && /^(on|off)$/.test(value)) return { anonymousReading: value === 'on' };
  throw new Refusal('invalid', `${word} is no setting: ${commands['settings']?.usage}`);
}

const isPolicy = (text: string): text is JoinPolicy => joinPolicies.some((policy) => policy === text);

const isRole = (text: string): text is Role => roles.some((role) => role === text);

/** Letters and digits that are not taken for each other. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password of 99 bits, in groups that are easily read out. */
const newPassword = (): string =>
  Array.from({ length: 4 }, () =>
    Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
  ).join('-');
