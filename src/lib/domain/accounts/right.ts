/** What a device, a program or a person may ask for. */
export type Right = 'tap' | 'sell' | 'lookup' | 'monitor';

/** What stands at the edge of the operation. A gate cannot sell, a till cannot admit. */
export type Face = 'gate' | 'sales';

export const rightsOf: Record<Face, readonly Right[]> = {
  gate: ['tap', 'lookup'],
  sales: ['sell', 'lookup'],
};

/** Who is asking: a paired device, or a program with an API key. */
export type Principal =
  | { kind: 'device'; deviceId: string; face: Face; rights: readonly Right[] }
  | { kind: 'api-key'; name: string; rights: readonly Right[] };

/** The device that is asking; undefined for programs. What a device does is booked to it, whatever it says. */
export const deviceOf = (principal: Principal): string | undefined =>
  principal.kind === 'device' ? principal.deviceId : undefined;
