import json, os, uuid

import purse
from purse.models.error_code import ErrorCode
from signing import SigningPool

client = purse.ApiClient(purse.Configuration(host=os.environ["PURSE_URL"]))
client.rest_client.pool_manager = SigningPool(
    os.environ["PURSE_API_KEY"], os.environ["PURSE_KEY_ID"], os.environ["PURSE_SECRET"]
)
wallets, charges, refunds = purse.WalletsApi(client), purse.ChargesApi(client), purse.RefundsApi(client)


def pay(shop, amount):
    request = purse.ChargeRequest(
        channel="balance",
        wallet_id=shop,
        payer_wallet_id=os.environ["PURSE_PAYER_WALLET_ID"],
        order_no=str(uuid.uuid4()),
        amount=amount,
    )
    return charges.charges_create(request, idempotency_key=str(uuid.uuid4())).data


def refusal(call):
    try:
        call()
    except purse.ApiException as error:
        match error.data.code:
            case ErrorCode.BALANCE_INSUFFICIENT:
                return "the payer is short of money"
            case ErrorCode.RESOURCE_NOT_EXIST:
                return "there is no such charge"
            case ErrorCode.API_KEY_ALREADY_EXISTS_WALLET:
                return "there is a wallet already"
        raise


def open_wallet():
    return wallets.wallets_create(purse.WalletsCreateRequest(type="merchant")).data


shop = open_wallet().id
charge = pay(shop, 300)
request = purse.RefundRequest(charge_id=charge.id, refund_no=str(uuid.uuid4()), amount=100)
refund = refunds.refunds_create(request).data
refusals = [refusal(lambda: pay(shop, 1_000_000)), refusal(lambda: charges.charges_get("chg_none")), refusal(open_wallet)]
print(json.dumps({"charge": charge.status, "refund": refund.status, "refusals": refusals}))
