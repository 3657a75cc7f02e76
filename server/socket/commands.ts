import type { Commands } from './command';
import { chatCommands } from './commands/chat';
import { transitCommands } from './commands/transit';

/** Everything a socket may ask for. */
export const commands: Commands = { ...transitCommands, ...chatCommands };
