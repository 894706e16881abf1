import { signal } from "@preact/signals";

const message = signal("");

/** Says something to people who do not see the page. */
export function announce(text: string): void {
  message.value = "";
  setTimeout(() => {
    message.value = text;
  }, 50);
}

export function Announcer() {
  return (
    <div class="unseen" role="status" aria-live="polite">
      {message.value}
    </div>
  );
}
