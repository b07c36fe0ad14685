/** The mark; drawn, so that it follows the colour scheme. */
export function Brand() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <rect x="1" y="1" width="22" height="22" rx="6" fill="var(--primary)" />
      <path
        d="M7 6h5a3 3 0 0 1 0 6H7zm0 6h5.6a3 3 0 0 1 0 6H7z"
        fill="none"
        stroke="#fff"
        strokeWidth="2"
        strokeLinejoin="round"
      />
      <path d="M17.8 7v10" stroke="#fff" strokeWidth="2" strokeLinecap="round" opacity=".6" />
    </svg>
  );
}
