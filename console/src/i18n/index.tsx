/** The language switch. The choice is remembered in the browser; Chinese unless the person chose otherwise. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { lasting } from "../shared/storage";
import { en } from "./en";
import { type MessageKey, zh } from "./zh";

export type Language = "zh" | "en";
export type Translate = (key: MessageKey, values?: Record<string, string | number>) => string;

const STORED = "zhiyin.language";
const TABLES: Record<Language, Record<MessageKey, string>> = { zh, en };

interface Words {
  language: Language;
  locale: string;
  t: Translate;
  /** Name of something the service sends as a code, such as an emotion; the code itself if it is new to the console. */
  name: (group: string, code: string) => string;
  choose: (language: Language) => void;
}

/** The message with its `{placeholders}` filled in. */
export function fill(message: string, values: Record<string, string | number>): string {
  return message.replace(/\{(\w+)\}/g, (whole, key: string) => (key in values ? String(values[key]) : whole));
}

function isKey(key: string): key is MessageKey {
  return Object.hasOwn(zh, key);
}

function stored(): Language {
  return lasting.getItem(STORED) === "en" ? "en" : "zh";
}

const Context = createContext<Words | null>(null);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(stored);
  const locale = language === "zh" ? "zh-CN" : "en";

  useEffect(() => {
    document.documentElement.lang = locale;
    document.title = TABLES[language]["app.name"];
  }, [language, locale]);

  const words = useMemo<Words>(() => {
    const t: Translate = (key, values = {}) => fill(TABLES[language][key], values);
    const name = (group: string, code: string) => {
      const key = `${group}.${code}`;
      return isKey(key) ? t(key) : code;
    };
    const choose = (next: Language) => {
      lasting.setItem(STORED, next);
      setLanguage(next);
    };
    return { language, locale, t, name, choose };
  }, [language, locale]);

  return <Context value={words}>{children}</Context>;
}

export function useWords(): Words {
  const words = useContext(Context);
  if (!words) throw new Error("useWords needs a LanguageProvider above it");
  return words;
}
