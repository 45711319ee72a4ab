import type { ReactNode } from "react";
import { useSession } from "../session.tsx";

/** What a viewer's token may not do is not offered either. */
export function OperatorOnly({ children }: { readonly children: ReactNode }) {
  return useSession().role === "operator" ? children : null;
}
