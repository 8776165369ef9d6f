import type { AppError } from '../kernel/app-error';
import type { Result } from '../kernel/result';

export interface DoctorCheck {
  status: 'ok' | 'warning' | 'failed';
  message: string;
  hint: string | null;
  [fact: string]: unknown;
}

export const passed = (message: string, facts: object = {}): DoctorCheck => ({
  status: 'ok',
  message,
  hint: null,
  ...facts,
});

export const complaint = (
  status: 'warning' | 'failed',
  { message, hint }: Pick<AppError, 'message' | 'hint'>,
  facts: object = {},
) => ({ status, message, hint: hint ?? null, ...facts }) satisfies DoctorCheck;

export function judged<T>(
  outcome: Result<T>,
  whenKnown: (value: T) => DoctorCheck,
  otherwise: 'warning' | 'failed' = 'failed',
): DoctorCheck {
  return outcome.ok ? whenKnown(outcome.value) : complaint(otherwise, outcome.error, { code: outcome.error.code });
}
