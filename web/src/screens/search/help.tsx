import type { Operator } from "../../api/types";
import { Button } from "../../ui/button";
import { SYNTAX, VALUES } from "./text";

/** What can be written into the box; each example can be tried. */
export function SearchHelp(props: {
  operators: readonly Operator[];
  onTry: (query: string) => void;
  onShortcuts: () => void;
}) {
  const all = [
    ...SYNTAX,
    ...props.operators.map(({ example, meaning }) => ({ write: example, finds: meaning })),
    ...VALUES,
  ];
  return (
    <section class="search-help panel" aria-label="Search help">
      <ul>
        {all.map(({ write, finds }) => (
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
