/** Puts texts of different origin into one paragraph: each begins with a capital and ends with a full stop. */
export function sentences(...texts: (string | null | undefined)[]): string {
  return texts
    .map((text) => text?.trim() ?? '')
    .filter((text) => text !== '')
    .map((text) => text.charAt(0).toLocaleUpperCase() + text.slice(1))
    .map((text) => (/[.!?…؟]$/.test(text) ? text : `${text}.`))
    .join(' ');
}
