// Nothing of Scalar's speaks to a host other than this one.
globalThis.Scalar.createApiReference("#reference", {
  url: "/openapi.yaml",
  localization: { locale: document.documentElement.lang },
  telemetry: false,
  withDefaultFonts: false,
  hideClientButton: true,
  showDeveloperTools: "never",
  agent: { disabled: true },
  mcp: { disabled: true },
  persistAuth: false,
  // Scalar's own colours are too faint to be read by everyone.
  customCss: `
    .light-mode {
      --scalar-color-2: #595959;
      --scalar-color-3: #636363;
      --scalar-color-green: #007a4d;
      --scalar-color-blue: #0068a8;
      --scalar-color-orange: #b83d00;
    }
    .dark-mode {
      --scalar-color-2: #b4b4b4;
      --scalar-color-3: #a8a8a8;
    }
  `,
});
