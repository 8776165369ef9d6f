const MASK = '[redacted]';
/** Shorter values would blank out ordinary words. */
const SHORTEST_SECRET = 4;
const SECRET_VARIABLE = /SECRET|PASSWORD|PASSWD|PASSPHRASE|TOKEN|CREDENTIAL|(?:^|_)(?:KEY|PAT)$/i;
const URL_PASSWORD = /:\/\/[^:/?#\s]*:(.*)@[^@]*$/s;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (malformed) {
    if (malformed instanceof URIError) return text;
    throw malformed;
  }
}

/** A password as it may turn up anywhere: as written in the URL, decoded, and encoded again. */
function spellings(password: string): string[] {
  const plain = decoded(password);
  return [password, plain, encodeURIComponent(password), encodeURIComponent(plain)];
}

function secretValues(environment: NodeJS.ProcessEnv): string[] {
  const values = new Set<string>();
  for (const [name, value] of Object.entries(environment)) {
    if (!value) continue;
    if (SECRET_VARIABLE.test(name)) for (const spelling of spellings(value)) values.add(spelling);
    const inUrl = URL_PASSWORD.exec(value)?.[1] ?? /[?&]password=([^&#]*)/i.exec(value)?.[1];
    if (inUrl) for (const spelling of spellings(inUrl)) values.add(spelling);
  }
  return [...values].filter((value) => value.length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length);
}

/**
 * The text without secrets: the values of secret environment variables and of passwords in connection URLs (in every
 * spelling), `://user:password@`, `password=…` and the like, and authorization headers. Rather too much than too little.
 */
export function redact(text: string, environment: NodeJS.ProcessEnv = process.env): string {
  let clean = text;
  for (const value of secretValues(environment)) clean = clean.replaceAll(value, MASK);
  return (
    clean
      .replace(/(:\/\/[^:/?#\s@'"]*:)\S*@/g, `$1${MASK}@`)
      // A password may have spaces: up to the last `@` that a host and a path or port follow, before the next URL.
      .replace(/(:\/\/[^:/?#\s@'"]*:)(?!\[redacted\]@)(?:(?!:\/\/)[^\n])*@(?=[\w.[\]-]+[:/?])/g, `$1${MASK}@`)
      .replace(
        /(pass(?:word|wd|phrase)?["']?\s*[=:]\s*)('(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|[^\s&,;'"]+)/gi,
        `$1${MASK}`,
      )
      .replace(/((?:secret|token|api_?key)["']?\s*[=:]\s*)('[^']*'|"[^"]*"|[^\s&,;'"]+)/gi, `$1${MASK}`)
      .replace(/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${MASK}`)
  );
}
