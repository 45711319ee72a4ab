import { createContext, useContext } from "react";
import type { Credentials } from "./trpc.ts";

/** An operator or a viewer who has signed in. */
export interface Session extends Credentials {
  readonly role: "viewer" | "operator";
  readonly actor: string;
  readonly signOut: () => void;
}

const SessionContext = createContext<Session | undefined>(undefined);
export const SessionProvider = SessionContext.Provider;

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error("nobody has signed in");
  return session;
}

// As long as the tab: a token is no thing to keep on a disk.
const storedUnder = "purse.session";

export function storedCredentials(): Credentials | undefined {
  const [token, name] = (sessionStorage.getItem(storedUnder) ?? "").split("\n");
  return token === undefined || token === "" ? undefined : { token, name: name ?? "" };
}

export function storeCredentials(credentials: Credentials | undefined): void {
  if (credentials === undefined) sessionStorage.removeItem(storedUnder);
  else sessionStorage.setItem(storedUnder, `${credentials.token}\n${credentials.name}`);
}
