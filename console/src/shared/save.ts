/** Lets the browser save something under a name, as if it had been a link to a file. */
export function save(content: Blob, name: string): void {
  const place = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = place;
  link.download = name;
  link.click();
  // The browser has taken the content by the next turn of its loop.
  window.setTimeout(() => URL.revokeObjectURL(place), 10_000);
}
