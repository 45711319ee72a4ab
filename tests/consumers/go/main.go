package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"os"

	"consumer/purse"
)

func main() {
	ctx := context.Background()
	configuration := purse.NewConfiguration()
	configuration.Servers = purse.ServerConfigurations{{URL: os.Getenv("PURSE_URL")}}
	configuration.HTTPClient = &http.Client{Transport: Signing{
		APIKey: os.Getenv("PURSE_API_KEY"),
		KeyID:  os.Getenv("PURSE_KEY_ID"),
		Key:    privateKey(os.Getenv("PURSE_PRIVATE_KEY")),
	}}
	client := purse.NewAPIClient(configuration)

	openWallet := func() (*purse.WalletsCreate200Response, error) {
		request := purse.NewWalletsCreateRequest(purse.WALLETTYPE_MERCHANT)
		wallet, _, err := client.WalletsAPI.WalletsCreate(ctx).WalletsCreateRequest(*request).Execute()
		return wallet, err
	}
	shop, err := openWallet()
	check(err)
	pay := func(amount int64) (*purse.ChargesCreate200Response, error) {
		request := purse.NewChargeRequest("balance", shop.Data.Id, rand.Text(), amount)
		request.SetPayerWalletId(os.Getenv("PURSE_PAYER_WALLET_ID"))
		charge, _, err := client.ChargesAPI.ChargesCreate(ctx).ChargeRequest(*request).
			IdempotencyKey(rand.Text()).Execute()
		return charge, err
	}
	charge, err := pay(300)
	check(err)
	request := purse.NewRefundRequest(charge.Data.Id, rand.Text(), 100)
	refund, _, err := client.RefundsAPI.RefundsCreate(ctx).RefundRequest(*request).Execute()
	check(err)

	_, short := pay(1_000_000)
	_, _, missing := client.ChargesAPI.ChargesGet(ctx, "chg_none").Execute()
	_, second := openWallet()
	check(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"charge":   charge.Data.Status,
		"refund":   refund.Data.Status,
		"refusals": []string{refusal(short), refusal(missing), refusal(second)},
	}))
}

func refusal(err error) string {
	var failed *purse.GenericOpenAPIError
	if errors.As(err, &failed) {
		if failure, ok := failed.Model().(purse.Failure); ok {
			switch failure.Code {
			case purse.ERRORCODE_BALANCE_INSUFFICIENT:
				return "the payer is short of money"
			case purse.ERRORCODE_RESOURCE_NOT_EXIST:
				return "there is no such charge"
			case purse.ERRORCODE_API_KEY_ALREADY_EXISTS_WALLET:
				return "there is a wallet already"
			}
		}
	}
	panic(fmt.Sprintf("%T %v", err, err))
}

func privateKey(file string) ed25519.PrivateKey {
	text, err := os.ReadFile(file)
	check(err)
	block, _ := pem.Decode(text)
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	check(err)
	return key.(ed25519.PrivateKey)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
