import type { Context } from "koa";
import type { Payment } from "../books/payments.ts";
import type { House } from "../house.ts";
import type { Notices } from "./notices.ts";
import { yuanOf } from "./yuan.ts";

/** Who pays on the page. */
const payer = "2088000000000000";

/** The page behind a code or a redirection: looking at it is scanning the code. */
export function showCashier(ctx: Context, { books }: House, found: Payment): void {
  const payment = books.payments.setDetails(found, { seen: "yes" });
  page(ctx, payment, payment.state === "open" ? payForm : `<p>${payment.state}</p>`);
}

/** A person pays there. */
export function payAtCashier(
  ctx: Context,
  { books }: House,
  notices: Notices,
  found: Payment,
): void {
  if (found.state !== "open") {
    ctx.status = 409;
    page(ctx, found, `<p>${found.state}</p>`);
    return;
  }
  const paid = books.atomically(() =>
    books.payments.pay(books.payments.setDetails(found, { seen: "yes" }), payer),
  );
  notices.ofTrade(paid);
  if (paid.details.return_url) ctx.redirect(paid.details.return_url);
  else page(ctx, paid, "<p>paid</p>");
}

const payForm = `<form method="post"><button>Pay</button></form>`;

function page(ctx: Context, payment: Payment, rest: string): void {
  ctx.type = "text/html; charset=utf-8";
  ctx.body = `<!DOCTYPE html>
<html><head><title>Alipay sandbox</title></head><body>
<h1>${escaped(payment.subject)}</h1><p>${yuanOf(payment.amount)} CNY</p>${rest}
</body></html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
