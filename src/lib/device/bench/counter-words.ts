import * as m from '$lib/i18n/paraglide/messages';

const words: Readonly<Record<string, () => string>> = {
  up: m.bench_up,
  rdr: m.bench_rdr,
  fire: m.bench_fire,
  ev: m.bench_ev,
  lost: m.bench_lost,
  crc: m.bench_crc,
  len: m.bench_len,
  form: m.bench_form,
  ovr: m.bench_ovr,
  rep: m.bench_rep,
};

/** What a counter of the board is called; one of a later firmware by its own name. */
export const counterName = (counter: string): string => words[counter]?.() ?? counter;
