import { notifications } from "@mantine/notifications";
import { TRPCClientError } from "@trpc/client";
import i18next from "i18next";

/** Says that something was done, where screen readers hear it. */
export function sayDone(message: string): void {
  notifications.show({ message, color: "teal", role: "status" });
}

/** Says why something was not done. */
export function sayRefused(error: Error): void {
  const code: unknown = error instanceof TRPCClientError ? error.data?.registry?.code : undefined;
  const message = code === undefined ? i18next.t("unreachable") : `${code} ${error.message}`;
  notifications.show({ title: i18next.t("refused"), message, color: "red", role: "alert" });
}
