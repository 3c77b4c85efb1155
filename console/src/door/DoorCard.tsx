import type { ReactNode } from "react";
import "./door.css";

/** The card in the middle that all ways in share. */
export function DoorCard({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className="door" aria-labelledby="door-title">
      <svg className="door-art" viewBox="0 0 320 48" aria-hidden="true">
        <path d="M0 28h70l12-6 14 12 12-26 16 36 14-26 10 14 10-6h162" />
      </svg>
      <h1 id="door-title">{title}</h1>
      {text && <p className="door-text">{text}</p>}
      {children}
    </section>
  );
}
