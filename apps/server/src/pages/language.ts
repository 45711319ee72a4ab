import type { Text } from "@purse/contract";

export type Language = keyof Text;

/** In which language a page speaks, and where its links lead. */
export interface View {
  readonly language: Language;
  /** A page of ours, in the language that was chosen by hand, if one was. */
  readonly link: (path: string) => string;
  readonly isChosen: boolean;
}

/** `chosen` comes from the address and wins over what the browser prefers. */
export function viewOf(chosen: unknown, preferred: Language): View {
  const isChosen = chosen === "zh" || chosen === "en";
  return {
    language: isChosen ? chosen : preferred,
    isChosen,
    link: (path) => (isChosen ? `${path}?lang=${chosen}` : path),
  };
}
