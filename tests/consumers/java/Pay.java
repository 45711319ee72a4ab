import com.google.gson.Gson;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import purse.ApiClient;
import purse.ApiException;
import purse.JSON;
import purse.api.ChargesApi;
import purse.api.RefundsApi;
import purse.api.WalletsApi;
import purse.model.Charge;
import purse.model.ChargeRequest;
import purse.model.Failure;
import purse.model.RefundRequest;
import purse.model.Wallet;
import purse.model.WalletType;
import purse.model.WalletsCreateRequest;

public class Pay {
  interface Call {
    void run() throws ApiException;
  }

  public static void main(String[] arguments) throws ApiException {
    var client = new ApiClient().setBasePath(System.getenv("PURSE_URL"));
    var signing =
        new Signing(
            System.getenv("PURSE_API_KEY"),
            System.getenv("PURSE_KEY_ID"),
            System.getenv("PURSE_SECRET"));
    client.setHttpClient(client.getHttpClient().newBuilder().addInterceptor(signing).build());
    var wallets = new WalletsApi(client);
    var charges = new ChargesApi(client);

    var shop = openWallet(wallets);
    var charge = pay(charges, shop, 300);
    var request =
        new RefundRequest().chargeId(charge.getId()).refundNo(UUID.randomUUID().toString()).amount(100L);
    var refund = new RefundsApi(client).refundsCreate(request).execute().getData();
    var refusals =
        List.of(
            refusal(() -> pay(charges, shop, 1_000_000)),
            refusal(() -> charges.chargesGet("chg_none").execute()),
            refusal(() -> openWallet(wallets)));
    System.out.println(
        new Gson()
            .toJson(
                Map.of(
                    "charge", charge.getStatus().getValue(),
                    "refund", refund.getStatus().getValue(),
                    "refusals", refusals)));
  }

  static Wallet openWallet(WalletsApi wallets) throws ApiException {
    return wallets.walletsCreate(new WalletsCreateRequest().type(WalletType.MERCHANT)).execute().getData();
  }

  static Charge pay(ChargesApi charges, Wallet shop, long amount) throws ApiException {
    var request =
        new ChargeRequest()
            .channel(ChargeRequest.ChannelEnum.BALANCE)
            .walletId(shop.getId())
            .payerWalletId(System.getenv("PURSE_PAYER_WALLET_ID"))
            .orderNo(UUID.randomUUID().toString())
            .amount(amount);
    return charges.chargesCreate(request).idempotencyKey(UUID.randomUUID().toString()).execute().getData();
  }

  static String refusal(Call call) throws ApiException {
    try {
      call.run();
      throw new IllegalStateException("the call succeeded");
    } catch (ApiException error) {
      return switch (JSON.<Failure>deserialize(error.getResponseBody(), Failure.class).getCode()) {
        case BALANCE_INSUFFICIENT -> "the payer is short of money";
        case RESOURCE_NOT_EXIST -> "there is no such charge";
        case API_KEY_ALREADY_EXISTS_WALLET -> "there is a wallet already";
        default -> throw error;
      };
    }
  }
}
