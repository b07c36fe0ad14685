import { useRef, type RefObject } from 'react';

interface MenuButton {
  /** Of the button that opens the menu. */
  button: RefObject<HTMLButtonElement | null>;
  /** What an item does, the focus being back on the button. */
  fromButton(open: () => void): () => void;
}

/**
 * For a menu whose items open dialogs.
 *
 * A dialog gives the focus back to what had it before. An item of a menu is gone by then, and whoever uses the
 * keyboard would start again at the top of the page.
 */
export function useMenuButton(): MenuButton {
  const button = useRef<HTMLButtonElement>(null);
  const fromButton = (open: () => void) => () => {
    button.current?.focus();
    open();
  };
  return { button, fromButton };
}
