/** A cask that holds a letter. */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg class="logo" viewBox="0 0 48 48" width={size} height={size} aria-hidden="true">
      <path
        class="stave"
        d="M10 5h28c4 6 6 12.500 6 19s-2 13-6 19H10C6 37 4 30.500 4 24S6 11 10 5z"
      />
      <path
        class="hoops"
        d="M8 8.500c.600-1.200 1.300-2.400 2-3.500h28c.700 1.100 1.400 2.300 2 3.500zM8 39.500h32c-.600 1.200-1.300 2.400-2 3.500H10c-.700-1.100-1.400-2.300-2-3.500z"
      />
      <path
        class="letter"
        d="M11 16.500h26a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H11a2 2 0 0 1-2-2v-12a2 2 0 0 1 2-2z"
      />
      <path class="flap" d="M11.500 19.500 24 28l12.500-8.500" />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span class="wordmark">
      <Logo />
      <span>Mailcask</span>
    </span>
  );
}
