import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** Sizes and type for Mantine's parts; colours stay in tokens.css, so that there is one list of them. */
export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 9, dark: 8 },
  autoContrast: true,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '14px', xl: '16px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '8px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Popover: { defaultProps: { shadow: 'none', radius: 'md', transitionProps: { duration: 120 } } },
    Menu: {
      // The placeholder is a focusable thing inside a menu that is no item of it.
      defaultProps: {
        shadow: 'none',
        radius: 'md',
        transitionProps: { duration: 120 },
        withInitialFocusPlaceholder: false,
        // Beside its button, so that it lies in the landmark that it belongs to.
        withinPortal: false,
      },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 200 } } },
  },
});

const variables = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-2)',
  '--mantine-color-anchor': 'var(--link)',
  '--mantine-color-placeholder': 'var(--text-3)',
};

/** Mantine's names for our colours; the values change with the scheme by themselves. */
export const variablesResolver: CSSVariablesResolver = () => ({ variables, light: variables, dark: variables });
