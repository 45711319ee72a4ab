export const success = <Data>(data: Data) => ({ code: 0, message: "success", data });

export const failure = (detail: string) => ({
  code: 10002,
  message: `param_error: ${detail}`,
  data: null,
});
