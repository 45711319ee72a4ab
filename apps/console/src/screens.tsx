import { Route, Routes } from "react-router";
import { Audit } from "./screens/audit.tsx";
import { Charges } from "./screens/charges.tsx";
import { Code } from "./screens/code.tsx";
import { Codes } from "./screens/codes.tsx";
import { Endpoint } from "./screens/endpoint.tsx";
import { Endpoints } from "./screens/endpoints.tsx";
import { Keys } from "./screens/keys.tsx";
import { Ledger } from "./screens/ledger.tsx";
import { Movement } from "./screens/movement.tsx";
import { NotFound } from "./screens/not-found.tsx";
import { Notifications } from "./screens/notifications.tsx";
import { Open } from "./screens/open.tsx";
import { Overview } from "./screens/overview.tsx";
import { Recharges } from "./screens/recharges.tsx";
import { RedEnvelopes } from "./screens/red-envelopes.tsx";
import { Refunds } from "./screens/refunds.tsx";
import { Requests } from "./screens/requests.tsx";
import { Sandbox } from "./screens/sandbox.tsx";
import { Search } from "./screens/search.tsx";
import { Transfers } from "./screens/transfers.tsx";
import { Wallet } from "./screens/wallet.tsx";
import { Wallets } from "./screens/wallets.tsx";
import { Webhooks } from "./screens/webhooks.tsx";
import { Shell } from "./shell.tsx";

/** Which screen each path shows. */
export function Screens() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<Overview />} />
        <Route path="open" element={<Open />} />
        <Route path="charges" element={<Charges />} />
        <Route path="refunds" element={<Refunds />} />
        <Route path="transfers" element={<Transfers />} />
        <Route path="recharges" element={<Recharges />} />
        <Route path="red-envelopes" element={<RedEnvelopes />} />
        <Route path="movements/:id" element={<Movement />} />
        <Route path="wallets" element={<Wallets />} />
        <Route path="wallets/:id" element={<Wallet />} />
        <Route path="codes" element={<Codes />} />
        <Route path="codes/:code" element={<Code />} />
        <Route path="requests" element={<Requests />} />
        <Route path="webhooks" element={<Webhooks />} />
        <Route path="endpoints" element={<Endpoints />} />
        <Route path="endpoints/:id" element={<Endpoint />} />
        <Route path="notifications" element={<Notifications />} />
        <Route path="keys" element={<Keys />} />
        <Route path="ledger" element={<Ledger />} />
        <Route path="sandbox" element={<Sandbox />} />
        <Route path="audit" element={<Audit />} />
        <Route path="search" element={<Search />} />
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}
