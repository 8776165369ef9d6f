/** Still percent-encoded, the parameters apart. Empty text where a part is missing. */
export interface ConnectionUrlParts {
  user: string;
  password: string;
  host: string;
  port: string;
  database: string;
  /** Decoded. */
  parameters: Map<string, string>;
}

const HOST_AND_PATH =
  /^(?<host>\[[0-9A-Fa-f:.%]+\]|[^\s/?#@:[\]]*)(?::(?<port>[\d,]*))?(?:\/(?<database>[^/?#@]*))?(?:\?(?<query>.*))?$/s;
const HOST_LIST = /^(?<list>[^/?#@]*,[^/?#@]*)(?:\/(?<database>[^/?#@]*))?(?:\?(?<query>.*))?$/s;
/** Values in which a raw `@` is natural. Elsewhere it means that the question mark belonged to a password. */
const MAY_HOLD_AT = new Set(['user', 'password', 'options', 'application_name', 'host', 'sslrootcert']);

/** Decodes each valid escape and leaves every other percent sign as it stands: `100%`, `%zz` and `%40` all mean something. */
export function decodeLeniently(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

function readParameters(query: string | undefined): Map<string, string> | null {
  const parameters = new Map<string, string>();
  for (const pair of (query ?? '').split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals);
    const value = pair.slice(equals + 1);
    if (equals < 1 || !/^[A-Za-z_][\w.-]*$/.test(name)) return null;
    if (value.includes('@') && !MAY_HOLD_AT.has(name)) return null;
    parameters.set(name, decodeLeniently(value));
  }
  return parameters;
}

function readHostAndPath(text: string): Omit<ConnectionUrlParts, 'user' | 'password'> | null {
  const match = HOST_AND_PATH.exec(text) ?? HOST_LIST.exec(text);
  const parameters = match && readParameters(match.groups?.query);
  if (!match || !parameters) return null;
  const { host = match.groups?.list ?? '', port = '', database = '' } = match.groups ?? {};
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port, database, parameters };
}

/**
 * Splits what follows `postgres://`. A raw password makes the text ambiguous, so the first `@` wins whose remainder
 * reads as host, port, database and parameters from end to end; null where there is none.
 */
export function splitConnectionUrl(text: string): ConnectionUrlParts | null {
  const alone = readHostAndPath(text);
  if (alone) return { user: '', password: '', ...alone };
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const rest = readHostAndPath(text.slice(at + 1));
    if (!rest) continue;
    const credentials = text.slice(0, at);
    const colon = credentials.indexOf(':');
    const user = colon < 0 ? credentials : credentials.slice(0, colon);
    return { user, password: colon < 0 ? '' : credentials.slice(colon + 1), ...rest };
  }
  return null;
}
