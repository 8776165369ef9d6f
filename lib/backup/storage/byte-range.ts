import { failure } from '../kernel/app-error';

interface Range {
  start?: number;
  end?: number;
}

/** Whether only a part is asked for; throws INVALID_INPUT for one that cannot be. */
export function isRanged(key: string, { start = 0, end }: Range): boolean {
  const whole = (value: number) => Number.isInteger(value) && value >= 0;
  if (!whole(start) || (end !== undefined && (!whole(end) || end < start))) throw outside(key);
  return start !== 0 || end !== undefined;
}

export const outside = (key: string, cause?: unknown) =>
  failure('INVALID_INPUT', `The asked range is not inside “${key}”.`, { cause });
