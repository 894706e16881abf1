import { Button } from "../../ui/button";
import { OPERATORS } from "./text";

/** What can be written into the box; each example can be tried. */
export function SearchHelp(props: { onTry: (query: string) => void; onShortcuts: () => void }) {
  return (
    <section class="search-help panel" aria-label="Search help">
      <ul>
        {OPERATORS.map(({ write, finds }) => (
          <li key={write}>
            <button type="button" onClick={() => props.onTry(write)}>
              <code>{write}</code>
            </button>
            <span class="soft">{finds}</span>
          </li>
        ))}
      </ul>
      <div class="buttons">
        <Button small kind="quiet" onClick={props.onShortcuts}>
          Keyboard shortcuts
        </Button>
      </div>
    </section>
  );
}
