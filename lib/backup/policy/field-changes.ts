import type { FieldChangeView } from '../views';

/** A document as plain data, keys in the order of the file. Whole numbers keep every digit. */
export type FieldValue = null | boolean | number | bigint | string | FieldValue[] | FieldMap;
export interface FieldMap extends Map<string, FieldValue> {}

const MOST_CHANGES = 500;
const LONGEST_VALUE = 2000;
/** A list is told by its elements; the whole is there for orientation. */
const LONGEST_LIST = 300;
/** Keys by which people tell elements of a list apart, in this order. */
const IDENTITY_KEYS = ['id', 'slug', 'key', 'name', 'title', 'url'] as const;

/**
 * What differs between two documents, field by field, in the order of the file as it is after. Elements of lists are
 * told by what they are, not by where they stand; a list in another order alone has nothing removed and nothing added.
 * `undefined`: no document on that side. At most 500 changes.
 */
export function fieldChanges(before: FieldValue | undefined, after: FieldValue | undefined): FieldChangeView[] {
  const changes: FieldChangeView[] = [];
  compare('', before, after, changes);
  return changes.slice(0, MOST_CHANGES);
}

/** Every field of one document with its value on one line, for reading. At most 500. */
export function listFields(document: FieldValue): { field: string; value: string }[] {
  const changes: FieldChangeView[] = [];
  compare('', undefined, document, changes);
  return changes.slice(0, MOST_CHANGES).map(({ field, after }) => ({ field, value: after ?? '' }));
}

type Side = FieldValue | undefined;

function compare(field: string, before: Side, after: Side, changes: FieldChangeView[]): void {
  if (changes.length > MOST_CHANGES) return;
  const isMapOrNone = (value: Side) => value === undefined || value instanceof Map;
  if (isMapOrNone(before) && isMapOrNone(after) && sizeOf(before) + sizeOf(after) > 0) {
    compareMaps(field, mapOf(before), mapOf(after), changes);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    compareLists(field, before, after, changes);
  } else if (!isSame(before, after)) {
    changes.push({ field, before: oneLine(before), after: oneLine(after), list: null });
  }
}

const sizeOf = (value: Side): number => (value instanceof Map ? value.size : 0);
const mapOf = (value: Side): FieldMap => (value instanceof Map ? value : new Map());

function compareMaps(field: string, before: FieldMap, after: FieldMap, changes: FieldChangeView[]): void {
  for (const key of after.keys()) compare(join(field, key), before.get(key), after.get(key), changes);
  for (const key of before.keys()) if (!after.has(key)) compare(join(field, key), before.get(key), undefined, changes);
}

function compareLists(field: string, before: FieldValue[], after: FieldValue[], changes: FieldChangeView[]): void {
  const identity = identityOf(before, after);
  const known = new Map(before.map((element) => [identity(element), element]));
  const kept = new Set<string>();
  const added: FieldValue[] = [];
  const order: string[] = [];
  const removed = [...before];
  for (const element of after) {
    const name = identity(element);
    const at = removed.findIndex((candidate) => identity(candidate) === name);
    if (at < 0) {
      added.push(element);
      continue;
    }
    removed.splice(at, 1);
    kept.add(name);
    order.push(name);
  }
  const orderBefore = remaining(before.map(identity), removed.map(identity));
  const isMoved = order.some((name, index) => name !== orderBefore[index]);
  if (removed.length > 0 || added.length > 0 || isMoved) {
    changes.push({
      field,
      before: shorten(print(before), LONGEST_LIST),
      after: shorten(print(after), LONGEST_LIST),
      list: { removed: removed.map(elementLine), added: added.map(elementLine) },
    });
  }
  for (const [index, element] of after.entries()) {
    if (kept.has(identity(element))) compare(`${field}[${index}]`, known.get(identity(element)), element, changes);
  }
}

/** Elements that are maps with a name of their own are the same element under that name, however they changed. */
function identityOf(before: FieldValue[], after: FieldValue[]): (element: FieldValue) => string {
  const names = (list: FieldValue[], key: string) =>
    list.map((element) => (element instanceof Map ? element.get(key) : undefined));
  const key = IDENTITY_KEYS.find((candidate) =>
    [before, after].every((list) => {
      const values = names(list, candidate);
      return values.every(isScalar) && new Set(values).size === values.length;
    }),
  );
  return (element) => (key && element instanceof Map ? print(element.get(key) ?? null) : print(element));
}

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';

/** `all` without one occurrence of each of `without`. */
function remaining(all: string[], without: string[]): string[] {
  const left = [...without];
  return all.filter((name) => {
    const at = left.indexOf(name);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const isSame = (left: Side, right: Side): boolean =>
  left === undefined || right === undefined ? left === right : print(left) === print(right);

const join = (field: string, key: string): string => {
  const name = /^[\p{L}\p{N}_$-]+$/u.test(key) ? key : JSON.stringify(key);
  return field === '' ? name : `${field}.${name}`;
};

const oneLine = (value: Side): string | null => (value === undefined ? null : shorten(print(value)));
const elementLine = (value: FieldValue): string => shorten(print(value));

const shorten = (text: string, longest = LONGEST_VALUE): string =>
  text.length > longest ? `${text.slice(0, longest)}…` : text;

/** YAML's flow style. Different values never print alike. */
function print(value: FieldValue): string {
  if (typeof value === 'string') return isPlain(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(print).join(', ')}]`;
  if (value instanceof Map) {
    return `{${[...value].map(([key, element]) => `${print(key)}: ${print(element)}`).join(', ')}}`;
  }
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Whether YAML would read this text, unquoted and inside a flow, as that same text. */
const isPlain = (text: string): boolean =>
  /^[\p{L}/.(][^\p{Cc}\p{Cf}\p{Zl}\p{Zp},[\]{}"'#:]*$/u.test(text) &&
  !/\s$/.test(text) &&
  !/^(?:true|false|null|yes|no|on|off|y|n|\.inf|\.nan|infinity|nan|\.\d.*)$/i.test(text);
