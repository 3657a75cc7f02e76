import { Refusal } from '#contract/error-codes';
import { readerOf } from '#domain/accounts/right';
import type { Limits } from '#server/limits';
import { createTokenBucket, type Rate, type TokenBucket } from '#server/token-bucket';
import { createTokenBuckets } from '#server/token-buckets';
import type { IoSocket } from './io';

/** How often what may be asked over sockets: by one socket, one person, one address. */
export interface CommandLimits {
  /** Begins to count a socket's commands. */
  arrive(socket: IoSocket): void;
  /** Counts a command. @throws Refusal `too_many_requests` */
  demand(socket: IoSocket, command: string): void;
}

export function createCommandLimits(limits: Limits): CommandLimits {
  const bySocket = new WeakMap<IoSocket, TokenBucket>();
  const perPerson = createTokenBuckets(steady(limits.commandsPerPerson));
  const perAddress = createTokenBuckets(steady(limits.commandsPerAddress));
  const posts = createTokenBuckets({ perSecond: limits.postsPerPerson, burst: limits.postBurst });

  function mayAsk(socket: IoSocket, command: string): boolean {
    const { principal, address } = socket.data;
    const person = readerOf(principal);
    if (!bySocket.get(socket)?.take()) return false;
    if (!perAddress.take(address).allowed) return false;
    if (person === null) return true;
    if (!perPerson.take(person).allowed) return false;
    return command !== 'message:post' || posts.take(person).allowed;
  }

  return {
    arrive(socket) {
      bySocket.set(socket, createTokenBucket(steady(limits.commandsPerSocket)));
    },
    demand(socket, command) {
      if (!mayAsk(socket, command)) throw new Refusal('too_many_requests', 'Too many requests');
    },
  };
}

const steady = (perSecond: number): Rate => ({ perSecond, burst: perSecond });
