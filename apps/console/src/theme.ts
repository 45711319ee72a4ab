import { type CSSVariablesResolver, createTheme, Loader } from "@mantine/core";

export const theme = createTheme({
  primaryColor: "cyan",
  // White text on it is read at 5.6 : 1, in both schemes.
  primaryShade: 9,
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  components: { Loader: Loader.extend({ defaultProps: { type: "dots" } }) },
});

/** Mantine's own greys for lesser text are too faint to read for many. */
export const readableGreys: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "var(--mantine-color-gray-7)",
    "--mantine-color-placeholder": "var(--mantine-color-gray-7)",
    "--mantine-color-error": "var(--mantine-color-red-9)",
  },
  dark: {
    "--mantine-color-dimmed": "var(--mantine-color-dark-0)",
    "--mantine-color-placeholder": "var(--mantine-color-dark-1)",
    "--mantine-color-error": "var(--mantine-color-red-4)",
  },
});
