/** JSON pointers (RFC 6901) into a document that is never changed in place. */

export function tokens(pointer: string): string[] {
  return pointer === "" ? [] : pointer.slice(1).split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function join(pointer: string, ...parts: (string | number)[]): string {
  return parts.reduce<string>((whole, part) => `${whole}/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`, pointer);
}

/** True for the pointer itself and for everything below it. */
export function isWithin(pointer: string, ancestor: string): boolean {
  return pointer === ancestor || pointer.startsWith(`${ancestor}/`);
}

export function getAt(document: unknown, pointer: string): unknown {
  let node = document;
  for (const token of tokens(pointer)) {
    if (Array.isArray(node)) node = node[Number(token)];
    else if (node !== null && typeof node === "object") node = (node as Record<string, unknown>)[token];
    else return undefined;
  }
  return node;
}

/** A copy with `value` at `pointer`; `undefined` removes. Untouched branches are shared with the original. */
export function setAt<T>(document: T, pointer: string, value: unknown): T {
  return place(document, tokens(pointer), value) as T;
}

function place(node: unknown, path: readonly string[], value: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (Array.isArray(node)) {
    const copy = [...(node as unknown[])];
    const index = head === "-" ? copy.length : Number(head);
    const next = place(copy[index], rest, value);
    if (next === undefined) copy.splice(index, 1);
    else copy[index] = next;
    return copy;
  }
  const copy: Record<string, unknown> = { ...(node as Record<string, unknown> | undefined) };
  const next = place(copy[head], rest, value);
  if (next === undefined) delete copy[head];
  else copy[head] = next;
  return copy;
}
