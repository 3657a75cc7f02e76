import * as v from 'valibot';
import type { LoggedEvent } from '#domain/transit/event';
import type { PassView, Payment } from '#domain/transit/pass';
import type { Totals } from '#domain/transit/totals';
import { cardId, commandId, cursor, deviceId } from './ids';

export type { Decision } from '#domain/transit/tap';
export type { LoggedEvent } from '#domain/transit/event';

export const tapPresent = v.object({ tapId: commandId, cardId });

/** A tap over HTTP; without `gateId` there is no re-tap grace. */
export const tapRequest = v.object({ tapId: commandId, cardId, gateId: v.optional(deviceId) });

export const cardLookup = v.object({ cardId });

const payment = v.picklist(
  ['cash', 'terminal', 'free', 'value'],
  'must be cash, terminal, free or value',
) satisfies v.GenericSchema<Payment>;

/** `tendered`: what the rider handed over, in minor units. */
export const saleComplete = v.object({
  saleId: commandId,
  cardId,
  product: v.pipe(v.string(), v.regex(/^[A-Z][A-Z0-9_]{0,31}$/, 'must be a product code')),
  payment,
  tendered: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
});

export const monitorWatch = v.object({ cursor: v.optional(cursor) });

export type SaleComplete = v.InferOutput<typeof saleComplete>;

/** What is known of a card. An unknown card is one without a pass. */
export interface CardView {
  cardId: string;
  blocked: boolean;
  pass: PassView | null;
}

/** `price` in minor units of `currency`; `at` ISO 8601 UTC. */
export interface Receipt {
  saleId: string;
  product: string;
  price: number;
  currency: string;
  payment: Payment;
  at: string;
}

export interface IssuedPass {
  pass: PassView;
  receipt: Receipt;
}

export interface DeviceView {
  deviceId: string;
  face: string;
  pairedAt: string;
}

/**
 * What a monitor starts from: the totals of `day` (in `timeZone`) and the log's latest events up to `cursor`, oldest first.
 * `reset`: the events do not join on to the cursor that was sent; what is on the screen must go.
 */
export interface MonitorView {
  day: string;
  timeZone: string;
  totals: Totals;
  events: LoggedEvent[];
  cursor: string;
  reset: boolean;
  devices: DeviceView[];
}
