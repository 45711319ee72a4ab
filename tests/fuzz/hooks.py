"""What schemathesis cannot know of Purse from openapi.yaml alone.

- Signatures: a request that the fuzzer gives any signature header is signed as docs/signing.md says,
  when its key is ours; else it goes unsigned, as test keys may.
- Idempotency keys: well-formed ones are made fresh, for 200007 is about the request before.
- Ids: most well-formed ones become those of things that there are, so that what lies behind 404 is
  reached.
- Rules that depend on how things stand, which no schema says: see `mend`.
"""

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
import time
import uuid
import zlib

import requests
import schemathesis
from schemathesis.generation.meta import CoveragePhaseData, CoverageScenario

merchant = json.loads(os.environ["PURSE_FUZZ"])
MERCHANT_WALLET = merchant["merchant_wallet_id"]
USER_WALLETS = merchant["user_wallet_ids"]

# Ids of what there is, by their prefixes.
known = {"wal": [MERCHANT_WALLET, *USER_WALLETS]}
KIND_OF_FIELD = {
    "wallet_id": "wal",
    "payer_wallet_id": "wal",
    "to_wallet_id": "wal",
    "charge_id": "chg",
    "settle_id": "stl",
}
KIND_OF_COLLECTION = {
    "charges": "chg",
    "recharges": "rch",
    "refunds": "ref",
    "transfers": "trf",
    "red-envelopes": "red",
    "settles": "stl",
    "withdrawals": "wdr",
    "events": "evt",
    "webhook-endpoints": "whe",
}
WELL_FORMED_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
WELL_FORMED_KEY = re.compile(r"[!-~]{1,255}")
URL = re.compile(r"(?i)https?://[A-Za-z0-9._:[\]-]+(?:[/?][^#]*)?$")
SIGNATURE_HEADERS = ("Signature-Input", "Signature", "Content-Digest")
OF_MERCHANT_WALLETS = {
    "wallets.list",
    "wallets.setAlipay",
    "wallets.setWechat",
    "statements.list",
    "charges.create",
    "webhookEndpoints.create",
}
PAYER_OF = {
    "charges.create": "payer_wallet_id",
    "transfers.create": "wallet_id",
    "redEnvelopes.create": "wallet_id",
    "withdrawals.create": "wallet_id",
}
ACCOUNT_OF = {"wallets.setAlipay": "alipay", "wallets.setWechat": "wechat"}


@schemathesis.hook
def before_call(context, case, kwargs):
    operation = case.operation.definition.raw["operationId"]
    collection = case.operation.path.split("/")[2]
    for place in (case.path_parameters, case.query, case.body):
        if isinstance(place, dict):
            put_known_ids(place, collection)
            mend(place, operation)
    # A form of empty lists alone is sent as nothing.
    if operation == "notifications.receive" and isinstance(case.body, dict):
        case.body["a"] = "1"
    headers = case.headers
    if WELL_FORMED_KEY.fullmatch(str(headers.get("Idempotency-Key", ""))):
        headers["Idempotency-Key"] = uuid.uuid4().hex
    given = [headers.pop(name, None) for name in SIGNATURE_HEADERS]
    if any(value is not None for value in given):
        kwargs["auth"] = Signer()


def put_known_ids(fields, collection):
    for name, value in fields.items():
        kind = KIND_OF_COLLECTION.get(collection) if name == "id" else KIND_OF_FIELD.get(name)
        ids = known.get(kind, [])
        if not isinstance(value, str) or not WELL_FORMED_ID.fullmatch(value) or value in ids:
            continue
        # The same id becomes the same one; every fourth stays unknown.
        number = zlib.crc32(value.encode())
        if ids and number % 4 != 0:
            fields[name] = ids[number % len(ids)]


def mend(fields, operation):
    wallet = fields.get("wallet_id")
    if operation in OF_MERCHANT_WALLETS and wallet in known["wal"]:
        fields["wallet_id"] = MERCHANT_WALLET
    # What the others pay from and to stays usable.
    if operation == "wallets.disable" and wallet in (MERCHANT_WALLET, *USER_WALLETS):
        fields["wallet_id"] = known["wal"][-1] if len(known["wal"]) > 3 else "wal_none"
    for name in ("at", "date"):
        # Of a time to come nothing can be said.
        if isinstance(fields.get(name), str) and fields[name] > time.strftime("%Y-%m-%d", time.gmtime()):
            fields[name] = "2020" + fields[name][4:]
    # Nothing is sent but to this machine.
    if operation == "webhookEndpoints.create" and URL.match(str(fields.get("url"))):
        fields["url"] = "http://127.0.0.1:9/"
    # Only one wallet has money, and no password.
    payer = PAYER_OF.get(operation)
    if fields.get(payer) in known["wal"]:
        fields[payer] = USER_WALLETS[0]
        amount = fields.get("amount")
        if isinstance(amount, int) and amount > 1000 and amount % 4 != 0:
            fields["amount"] = amount % 1000 + 1
            fields.pop("payment_password", None)
    if operation == "transfers.create" and "to_wallet_id" in fields:
        if fields["to_wallet_id"] == fields.get("wallet_id"):
            fields["to_wallet_id"] = MERCHANT_WALLET
    # The channels' sandbox knows this account, and no other.
    account = merchant["accounts"].get(ACCOUNT_OF.get(operation), {})
    for name in fields.keys() & account.keys():
        if isinstance(fields[name], str) and fields[name] != "":
            fields[name] = account[name]


@schemathesis.hook
def after_call(context, case, response):
    try:
        data = response.json()["data"]
    except (ValueError, TypeError, KeyError):
        return
    rows = data.get("items", [data]) if isinstance(data, dict) else []
    for row in rows:
        made = row.get("id") if isinstance(row, dict) else None
        if isinstance(made, str) and made not in (ids := known.setdefault(made[:3], [])):
            ids.append(made)


class Signer(requests.auth.AuthBase):
    """Signs a request just before it is sent (RFC 9421, hmac-sha256)."""

    def __call__(self, request):
        api_key = request.headers.get("X-API-KEY")
        if api_key != merchant["api_key"]:
            return request
        path, _, query = request.path_url.partition("?")
        lines = [
            f'"@method": {request.method}',
            f'"@path": {path}',
            f'"@query": ?{query}',
            f'"x-api-key": {api_key}',
        ]
        if request.body:
            body = request.body.encode() if isinstance(request.body, str) else request.body
            digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
            request.headers["Content-Digest"] = digest
            lines.append(f'"content-digest": {digest}')
        names = " ".join(line.split(": ")[0] for line in lines)
        parameters = (
            f'({names});created={int(time.time())};nonce="{secrets.token_hex(16)}"'
            f';keyid="{merchant["key_id"]}";alg="hmac-sha256"'
        )
        text = "\n".join([*lines, f'"@signature-params": {parameters}'])
        secret = base64.b64decode(merchant["signing_secret"])
        signature = base64.b64encode(hmac.digest(secret, text.encode(), "sha256")).decode()
        request.headers["Signature-Input"] = f"sig1={parameters}"
        request.headers["Signature"] = f"sig1=:{signature}:"
        return request


@schemathesis.check
def undeclared_method_is_no_operation(ctx, response, case):
    """A method that a path does not have: operation_not_exist, or a list's path gone wrong."""
    phase = case.meta.phase.data if case.meta is not None else None
    if not isinstance(phase, CoveragePhaseData):
        return
    if phase.scenario != CoverageScenario.UNSPECIFIED_HTTP_METHOD:
        return
    code = response.json()["code"]
    wanted = {200004: 404, 100049: 400, 100050: 400}
    if wanted.get(code) != response.status_code:
        raise AssertionError(f"{response.request.method} is answered {response.status_code} {code}")
