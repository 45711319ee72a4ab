import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./texts/en.ts";
import { zh } from "./texts/zh.ts";

export type Language = "en" | "zh";
const storedUnder = "purse.language";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

/** Loads the texts in the language that was chosen last, else in the browser's own. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: localStorage.getItem(storedUnder) ?? (navigator.language.startsWith("zh") ? "zh" : "en"),
    fallbackLng: "en",
    resources: { en: { translation: en }, zh: { translation: zh } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = i18next.language;
}

export async function speak(language: Language): Promise<void> {
  localStorage.setItem(storedUnder, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
