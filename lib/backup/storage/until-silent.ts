/** Runs a request that is given up, as a TimeoutError, when no answer begins in time; or when `signal` fires. */
export async function untilSilent<T>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  request: (abort: AbortSignal) => Promise<T>,
): Promise<T> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new DOMException('No answer came.', 'TimeoutError')), milliseconds);
  try {
    return await request(signal ? AbortSignal.any([signal, silence.signal]) : silence.signal);
  } finally {
    clearTimeout(timer);
  }
}
