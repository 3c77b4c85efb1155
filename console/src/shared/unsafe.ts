import type { Unsafe } from "../api/types";
import { fill, type useWords } from "../i18n";

/** What is set unsafely, in the language of the console; in the service's own words if the console does not know it. */
export function unsafeText({ code, text, values }: Unsafe, name: ReturnType<typeof useWords>["name"]): string {
  const known = name("unsafe", code);
  return known === code ? text : fill(known, values);
}
