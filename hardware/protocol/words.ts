import type { FrameArgs } from './frame';

/** What the value of an argument may be: a whole number in a range, or one of some words, or a word of a shape. */
export type ArgRule = { min: number; max: number; also?: readonly number[] } | readonly string[] | RegExp;

export type ArgRules = Readonly<Record<string, ArgRule>>;

const WHOLE = /^(0|[1-9][0-9]{0,6})$/;

/** Whether every argument that the rules name is there and as they say. Others are left for later versions. */
export const fits = (args: FrameArgs, rules: ArgRules): boolean =>
  Object.entries(rules).every(([key, rule]) => {
    const value = Object.hasOwn(args, key) ? args[key] : undefined;
    return value !== undefined && isOf(rule, value);
  });

function isOf(rule: ArgRule, value: string): boolean {
  if (rule instanceof RegExp) return rule.test(value);
  if (isWords(rule)) return rule.includes(value);
  if (!WHOLE.test(value)) return false;
  const number = Number(value);
  return (number >= rule.min && number <= rule.max) || (rule.also?.includes(number) ?? false);
}

const isWords = (rule: ArgRule): rule is readonly string[] => Array.isArray(rule);
