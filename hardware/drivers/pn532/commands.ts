/** What the host sends before the first command: the chip sleeps until it sees edges, and is up 2 ms later. */
export const WAKE_UP = Uint8Array.of(0x55, 0x55, ...Array<number>(14).fill(0x00));

/** A command's code and its arguments. */
export type Command = readonly [code: number, ...args: number[]];

/** SAMConfiguration: none is there. Before this, a chip that has woken does nothing else. */
export const USE_NO_SAM: Command = [0x14, 0x01];

/** GetFirmwareVersion answers IC, version, revision, support. */
export const GET_VERSION: Command = [0x02];
export const PN532 = 0x32;

/** RFConfiguration, MaxRetries: of looking for a card, one. Without this it looks until there is one. */
export const LOOK_TWICE: Command = [0x32, 0x05, 0xff, 0x01, 0x01];

/** InListPassiveTarget: up to two cards of ISO 14443 type A. Switches the field on. */
export const LIST_CARDS: Command = [0x4a, 0x02, 0x00];

/** RFConfiguration: the field. */
export const FIELD_OFF: Command = [0x32, 0x01, 0x00];
