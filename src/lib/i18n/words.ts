import type { Role } from '#domain/accounts/account';
import type { Reason } from '#domain/transit/tap';
import * as m from './paraglide/messages';

const products: Record<string, () => string> = {
  SINGLE_USE: m.app_product_single,
  TEN_TRIP: m.app_product_ten,
  TWO_HOUR: m.app_product_two_hour,
};

/** A product in words. One that the operator added is called by its code. */
export const productName = (code: string): string => products[code]?.() ?? code;

const reasons: Record<Reason, () => string> = {
  ok: m.app_reason_ok,
  no_pass: m.app_reason_no_pass,
  expired: m.app_reason_expired,
  used_up: m.app_reason_used_up,
  blocked: m.app_reason_blocked,
  unreadable: m.app_reason_unreadable,
  too_soon: m.app_reason_too_soon,
  unknown_offline: m.app_reason_unknown_offline,
};

/** Why a gate opened or stayed shut, in words. */
export const reasonText = (reason: Reason): string => reasons[reason]();

const devices: Record<string, () => string> = {
  'gate-north': m.app_gate_north,
  'gate-south': m.app_gate_south,
  'sales-1': m.app_sales_one,
};

/** A device in words. One that the operator paired is called by its id. */
export const deviceName = (deviceId: string): string => devices[deviceId]?.() ?? deviceId;

const roles: Record<Role, () => string> = {
  rider: m.account_role_rider,
  clerk: m.account_role_clerk,
  duty: m.account_role_duty,
  admin: m.account_role_admin,
};

/** What somebody is to the operation, in words. */
export const roleName = (role: Role): string => roles[role]();
