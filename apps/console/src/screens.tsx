import { Navigate, Route, Routes } from "react-router";
import { Wallets } from "./screens/wallets.tsx";
import { Shell } from "./shell.tsx";

/** Which screen each path shows. */
export function Screens() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<Navigate to="/wallets" replace />} />
        <Route path="wallets" element={<Wallets />} />
      </Route>
    </Routes>
  );
}
