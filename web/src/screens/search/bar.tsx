import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Operator, SavedSearch } from "../../api/types";
import { useKeys, type KeyMap } from "../../keys";
import { IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { now } from "../../ui/time";
import { SearchBox } from "./box";
import { SearchHelp } from "./help";
import { fieldValue, hasTerm, toggleTerm, withField, yearBefore } from "./query";
import { t } from "./text";

/**
 * Between two searches at the least, in ms. A key is answered at once: a pause after every one would
 * make each answer late, and people who type have longer ones anyway. Only keys that come quicker,
 * as of one that is held down, wait for each other.
 */
const APART = 60;

const NO_KEYS: KeyMap = {};

/** The box, and buttons that write into it. It searches while one writes. */
export function SearchBar(props: {
  query: string;
  operators: readonly Operator[];
  accounts: readonly string[];
  saved: readonly SavedSearch[];
  /** Whether a message is open: then the box does not take the focus by itself. */
  reading: boolean;
  onQuery: (query: string, replace: boolean) => void;
  /** Whether one is at it in the box; Enter and leaving end that. */
  onTyping: (typing: boolean) => void;
  /** Enter was pressed: one wants to go on with what this finds. */
  onEnter: (query: string) => void;
  onKeep: () => void;
  onShortcuts: () => void;
}) {
  const [text, setText] = useState(props.query);
  const [help, setHelp] = useState(false);
  const [came, setCame] = useState(0);
  const helpId = useId();
  const sent = useRef(props.query);
  const timer = useRef(0);
  const asked = useRef(-APART);

  // Going back in the history brings an earlier query; the box follows, but never under the hands.
  useEffect(() => {
    if (props.query !== sent.current) {
      clearTimeout(timer.current);
      sent.current = props.query;
      setText(props.query);
      setCame((n) => n + 1);
      props.onTyping(false);
    }
  }, [props.query]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const send = (query: string, replace: boolean) => {
    clearTimeout(timer.current);
    const trimmed = query.trim();
    if (trimmed !== sent.current) {
      sent.current = trimmed;
      asked.current = performance.now();
      props.onQuery(trimmed, replace);
    }
  };
  const close = () => setHelp(false);
  useKeys(help ? { Escape: close } : NO_KEYS);
  const write = (query: string) => {
    setText(query);
    send(query, false);
    document.getElementById("query")?.focus();
  };
  const since = yearBefore(now.value);
  const kept = props.saved.some((search) => search.query === props.query);
  return (
    <div class="search-head">
      <SearchBox
        text={text}
        saved={props.saved}
        came={came}
        reading={props.reading}
        onEnter={() => {
          close();
          props.onTyping(false);
          props.onEnter(text.trim());
        }}
        onEscape={help ? close : null}
        onLeave={() => props.onTyping(false)}
        onText={(value, immediately) => {
          setText(value);
          props.onTyping(true);
          clearTimeout(timer.current);
          const wait = asked.current + APART - performance.now();
          if (immediately || wait <= 0) {
            send(value, !immediately);
          } else {
            timer.current = window.setTimeout(() => send(value, true), wait);
          }
        }}
      >
        {text !== "" && (
          <>
            <IconButton kind="quiet" small icon="close" label={t.clear} onClick={() => write("")} />
            <button
              type="button"
              class={kept ? "button quiet small icon-only kept" : "button quiet small icon-only"}
              aria-label={kept ? t.keptAlready : t.keep}
              title={kept ? t.keptAlready : t.keep}
              onClick={props.onKeep}
            >
              <Icon name="star" size={20} />
            </button>
          </>
        )}
        <button
          type="button"
          class="button quiet small icon-only"
          aria-label={t.help}
          title={t.help}
          aria-expanded={help}
          aria-controls={helpId}
          onClick={() => setHelp(!help)}
        >
          <Icon name="help" size={20} />
        </button>
      </SearchBox>
      <div class="chips">
        <Chip
          label={t.withAttachment}
          on={hasTerm(text, "has:attachment")}
          onClick={() => write(toggleTerm(text, "has:attachment"))}
        />
        <Chip
          label={t.lastYear}
          on={fieldValue(text, "after") === since}
          onClick={() =>
            write(withField(text, "after", fieldValue(text, "after") === since ? "" : since))
          }
        />
        <Chip
          label={t.gone}
          on={hasTerm(text, "is:gone")}
          onClick={() => write(toggleTerm(text, "is:gone"))}
        />
        {props.accounts.length > 1 && (
          <select
            class="chip"
            aria-label={t.account}
            onChange={(event) => write(withField(text, "account", event.currentTarget.value))}
          >
            <option value="" selected={fieldValue(text, "account") === ""}>
              {t.allAccounts}
            </option>
            {props.accounts.map((name) => (
              <option key={name} value={name} selected={fieldValue(text, "account") === name}>
                {name}
              </option>
            ))}
          </select>
        )}
      </div>
      <div id={helpId} hidden={!help}>
        {help && (
          <SearchHelp
            operators={props.operators}
            onTry={(query) => {
              setHelp(false);
              write(query);
            }}
            onShortcuts={props.onShortcuts}
          />
        )}
      </div>
    </div>
  );
}

function Chip({ label, on, onClick }: { label: string; on: boolean; onClick: () => void }) {
  return (
    <button type="button" class="chip" aria-pressed={on} onClick={onClick}>
      {label}
    </button>
  );
}
