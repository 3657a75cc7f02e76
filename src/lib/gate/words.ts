import type { ErrorCode } from '#contract/error-codes';
import type { Decision } from '#contract/transit';
import type { Product } from '#domain/transit/product';
import type { Reason } from '#domain/transit/tap';
import type { Shape } from '$lib/device/Sign.svelte';
import { troubleWords } from '$lib/device/trouble-words';
import type { Trouble } from '$lib/device/trouble.svelte';
import { unreadWords } from '$lib/device/unread';
import { formatDuration, formatNumber } from '$lib/i18n/format';
import * as m from '$lib/i18n/paraglide/messages';
import { productName, reasonText } from '$lib/i18n/words';
import type { GateScreen } from './gate.svelte';
import { isLastTrip } from './speech';

/** What is on the screen: a tap's outcome, else what keeps the gate from working, else idle. */
export type GateView = GateScreen | { state: 'error'; reason: Trouble };

export interface GateWords {
  shape: Shape;
  tone: 'plain' | 'granted' | 'denied' | 'warn';
  title: string;
  /** What is left on the pass, in large figures, and what they count. */
  figure?: string;
  unit?: string;
  text?: string;
}

export function wordsFor(view: GateView, catalogue: readonly Product[]): GateWords {
  switch (view.state) {
    case 'idle':
      return { shape: 'tap', tone: 'plain', title: m.gate_idle(), text: m.gate_idle_hint() };
    case 'granted':
      return {
        shape: 'yes',
        tone: 'granted',
        title: m.gate_granted(),
        ...leftWords(view.decision, catalogue),
      };
    case 'denied':
      return 'unread' in view
        ? { shape: 'no', tone: 'denied', ...unreadWords(view.unread) }
        : deniedWords(view.decision.reason);
    case 'error':
      return 'tapId' in view ? unansweredWords(view.reason) : troubleWords(view.reason);
  }
}

function leftWords(
  decision: Decision,
  catalogue: readonly Product[],
): Pick<GateWords, 'figure' | 'unit' | 'text'> {
  const { product, tripsRemaining: trips, secondsRemaining: seconds, replay } = decision;
  const again = replay ? { text: m.gate_replay() } : {};
  if (isLastTrip(decision, catalogue)) return { text: m.gate_last_trip(), ...again };
  if (trips) return { figure: formatNumber(trips), unit: m.gate_trips_left({ count: trips }), ...again };
  if (seconds) return { figure: formatDuration(seconds), unit: m.gate_time_left(), ...again };
  return { ...(product !== undefined && { text: productName(product) }), ...again };
}

const help: Record<Reason, () => string> = {
  ok: () => '',
  no_pass: m.gate_help_pass,
  expired: m.gate_help_pass,
  used_up: m.gate_help_pass,
  blocked: m.gate_help_blocked,
  unreadable: m.gate_help_again,
  too_soon: m.gate_help_blocked,
  unknown_offline: m.gate_help_blocked,
};

const deniedWords = (reason: Reason): GateWords => ({
  shape: 'no',
  tone: 'denied',
  title: m.gate_denied(),
  figure: reasonText(reason),
  text: help[reason](),
});

function unansweredWords(reason: ErrorCode): GateWords {
  const stranger = reason === 'forbidden' || reason === 'unauthenticated';
  return stranger ? troubleWords('unpaired') : noAnswerWords();
}

const noAnswerWords = (): GateWords => ({
  shape: 'warn',
  tone: 'warn',
  title: m.gate_error_no_answer(),
  text: m.gate_error_no_answer_text(),
});

/** The same in one sentence, for those who hear it. */
export const spoken = ({ title, figure, unit, text }: GateWords): string =>
  [title, [figure, unit].filter(Boolean).join(' '), text].filter(Boolean).join('. ');
