import { asRefusal, Refusal, unavailable } from '#contract/error-codes';
import { commandSchemas, type CommandName } from '#contract/events';
import { parse } from '#contract/parse';
import { failed, ok, type Result } from '#contract/result';
import { demand } from '#server/accounts/authenticate';
import type { Services } from '#server/services';
import type { Report } from '#server/report';
import type { Caller, Command } from './command';
import type { CommandLimits } from './command-limits';
import { commands } from './commands';
import type { IoSocket } from './io';
import type { Seats } from './seats';

/** Answers the commands of sockets: authorised, validated and acknowledged in one place. */
export interface Handler {
  listen(socket: IoSocket): void;
  /** Refuses what comes from now on; resolves when everything begun is answered. */
  drain(): Promise<void>;
}

export function createHandler(parts: {
  services: Services;
  seats: Seats;
  report: Report;
  commandLimits: CommandLimits;
  /** More are refused at once, rather than wait for longer than anybody does. */
  mostUnderWay: number;
}): Handler {
  const { services, seats, report, commandLimits, mostUnderWay } = parts;
  const inFlight = new Set<Promise<void>>();
  let draining = false;

  function listen(socket: IoSocket): void {
    socket.onAny((name: string, ...args: unknown[]) => {
      const ack = args.at(-1);
      if (!isAck(ack)) return;
      const payload = args.length > 1 ? args[0] : undefined;
      const answering = answer(socket, name, payload).then(ack);
      inFlight.add(answering);
      void answering.finally(() => inFlight.delete(answering));
    });
  }

  async function answer(socket: IoSocket, name: string, payload: unknown): Promise<Result<unknown>> {
    try {
      if (draining || inFlight.size >= mostUnderWay) throw unavailable();
      commandLimits.demand(socket, name);
      const { principal } = socket.data;
      const caller = { services, principal, socket, reseat: () => seats.recheck(socket) };
      return ok(await run(name, caller, payload));
    } catch (error) {
      const refusal = asRefusal(error);
      if (!refusal) report(error, { command: name });
      return failed(refusal ?? unavailable());
    }
  }

  return {
    listen,
    drain: async () => {
      draining = true;
      await Promise.all(inFlight);
    },
  };
}

/** Socket.IO itself made the function: what came over the wire cannot be one. */
const isAck = (value: unknown): value is (result: Result<unknown>) => void => typeof value === 'function';

function run(name: string, caller: Caller, payload: unknown): Promise<unknown> {
  if (!isCommand(name)) throw new Refusal('invalid', 'There is no such command');
  return runCommand(name, caller, payload);
}

function runCommand<N extends CommandName>(name: N, caller: Caller, payload: unknown): Promise<unknown> {
  const command: Command<N> = commands[name];
  const input = parse(commandSchemas[name], payload);
  demand(caller.principal, command.right);
  return command.run(caller, input);
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);
