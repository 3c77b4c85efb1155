/** The desk inside a page of another system: whom it may tell that a reply was chosen. */

export interface Inserted {
  type: "zhiyin.insert";
  text: string;
  conversation: string;
}

/** The host page's origin if it is one of the configured ones; the browser tells it by the referrer. */
export function hostOrigin(origins: readonly string[], referrer: string, framed: boolean): string | null {
  if (!framed || !URL.canParse(referrer)) return null;
  const { origin } = new URL(referrer);
  return origins.includes(origin) ? origin : null;
}

/** Only the named origin can read it: the browser drops the message if another page holds us. */
export function tellHost(origin: string, text: string, conversation: string): void {
  const message: Inserted = { type: "zhiyin.insert", text, conversation };
  window.parent.postMessage(message, origin);
}
