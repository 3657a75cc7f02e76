import type { Account, Role } from './account';

/** What a device, a program or a person may ask for. `read`: rooms that are open to them; `chat`: take part in them. */
export type Right = 'tap' | 'sell' | 'lookup' | 'monitor' | 'read' | 'chat';

/** What stands at the edge of the operation. A gate cannot sell, a till cannot admit. */
export type Face = 'gate' | 'sales';

export const rightsOf: Record<Face, readonly Right[]> = {
  gate: ['tap', 'lookup'],
  sales: ['sell', 'lookup'],
};

export const rightsOfRole: Record<Role, readonly Right[]> = {
  rider: ['read', 'chat'],
  clerk: ['read', 'chat', 'sell', 'lookup'],
  duty: ['read', 'chat', 'lookup', 'monitor'],
  admin: ['read', 'chat', 'sell', 'lookup', 'monitor'],
};

/** Somebody signed in. `sessionId` names the session; it is not its secret. */
export interface Person {
  kind: 'person';
  userId: string;
  name: string;
  role: Role;
  guest: boolean;
  sessionId: string;
  rights: readonly Right[];
}

/** Who is asking: a person, a paired device, a program with an API key, or somebody who only looks in. */
export type Principal =
  | Person
  | { kind: 'device'; deviceId: string; face: Face; rights: readonly Right[] }
  | { kind: 'api-key'; name: string; rights: readonly Right[] }
  | { kind: 'visitor'; rights: readonly Right[] };

/** Somebody who has not signed in, where the site lets them read. */
export const visitor: Principal = { kind: 'visitor', rights: ['read'] };

/** Somebody by their account and the session they have. */
export const personOf = ({ id, name, role, guest }: Account, sessionId: string): Person => ({
  kind: 'person',
  userId: id,
  name,
  role,
  guest,
  sessionId,
  rights: rightsOfRole[role],
});

/** The device that is asking; undefined for programs and people. What a device does is booked to it, whatever it says. */
export const deviceOf = (principal: Principal): string | undefined =>
  principal.kind === 'device' ? principal.deviceId : undefined;

/** The person who is asking; null for devices, programs and visitors, who may read what is public. */
export const readerOf = (principal: Principal): string | null =>
  principal.kind === 'person' ? principal.userId : null;
