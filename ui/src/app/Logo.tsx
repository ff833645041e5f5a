/** Postern's logo: a gate in a wall. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 20 20" width={size} height={size} className="shrink-0">
      <rect width="20" height="20" rx="5.5" fill="#5f7df3" />
      <path d="M5 20V9.5a5 5 0 0 1 10 0V20Z" fill="#eef2ff" />
      <path d="M6.6 20V9.5a3.4 3.4 0 0 1 6.8 0V20Z" fill="#16235a" />
      <path d="M6.6 20V9.5A3.4 3.4 0 0 1 10 6.1l1.2 1.5V20Z" fill="#b5c4ff" />
    </svg>
  );
}
