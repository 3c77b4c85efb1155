/** Query: what stands behind the `?` of a call. */

/** Parts that are empty, or not given, are left out; numbers and switches are written as they read. */
export function queryString(parts: Readonly<Record<string, string | number | boolean | null | undefined>>): string {
  const told = Object.entries(parts).filter(([, part]) => part !== "" && part !== null && part !== undefined);
  return new URLSearchParams(told.map(([name, part]): [string, string] => [name, String(part)])).toString();
}

/** What stands in the page's address: those parts of a filter that are not at their default. */
export function toldOf(filter: object, plain: object): URLSearchParams {
  const usual = new Map(Object.entries(plain).map(([name, part]) => [name, String(part)]));
  const told = Object.entries(filter).map(([name, part]): [string, string] => [name, String(part)]);
  return new URLSearchParams(told.filter(([name, part]) => part !== usual.get(name)));
}
