// The box one writes into. It searches at every key and offers what the text may become: a combobox
// as WAI-ARIA describes it, which never takes Enter away from who has chosen nothing.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import type { SavedSearch } from "../../api/types";
import { Icon, type IconName } from "../../ui/icon";
import { offers, recentSearches, remember, useSuggestions, type Offer } from "./suggest";
import { OFFERED, t } from "./text";

const ICONS: Record<Offer["kind"], IconName> = {
  operator: "filter",
  address: "account",
  subject: "search",
  folder: "folder",
  account: "account",
  saved: "star",
  recent: "clock",
};

export function SearchBox(props: {
  text: string;
  saved: readonly SavedSearch[];
  /** Grows when the text came from elsewhere: what was offered for the old one is over then. */
  came: number;
  /** Whether a message is open: then keys are for that. */
  reading: boolean;
  onEnter: () => void;
  /** What Esc does instead of leaving the box; null where there is nothing. */
  onEscape: (() => void) | null;
  onLeave: () => void;
  /** The text changed; `now` where it should be searched for without waiting. */
  onText: (text: string, now: boolean) => void;
  children: ComponentChildren;
}) {
  const { text } = props;
  const [open, setOpen] = useState(false);
  const [cursor, setCursor] = useState(text.length);
  const [active, setActive] = useState(-1);
  const box = useRef<HTMLInputElement>(null);
  const place = useRef<number | null>(null);
  const list = useId();
  const suggested = useSuggestions(text, Math.min(cursor, text.length), open);
  const shown = open ? offers(text, suggested, props.saved, recentSearches()) : [];
  const chosen = active < shown.length ? active : -1;

  useEffect(() => {
    if (place.current !== null) {
      box.current?.setSelectionRange(place.current, place.current);
      place.current = null;
    }
  }, [text]);

  useEffect(() => {
    setOpen(false);
    setActive(-1);
  }, [props.came]);

  const accept = (offer: Offer) => {
    place.current = offer.cursor;
    setCursor(offer.cursor);
    setActive(-1);
    // After an operator one goes on with its value.
    setOpen(offer.kind === "operator");
    props.onText(offer.query, true);
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const offer = shown[chosen];
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        event.preventDefault();
        if (!open) {
          setOpen(true);
        } else if (shown.length > 0) {
          const by = event.key === "ArrowDown" ? 1 : -1;
          // One step beyond either end nothing is chosen.
          setActive(((chosen + 1 + by + shown.length + 1) % (shown.length + 1)) - 1);
        }
        return;
      }
      case "Tab":
      case "Enter":
        if (offer !== undefined && !event.shiftKey) {
          event.preventDefault();
          accept(offer);
        } else if (event.key === "Enter") {
          setOpen(false);
        }
        return;
      case "Escape":
        event.preventDefault();
        if (shown.length > 0) {
          setOpen(false);
          setActive(-1);
        } else if (props.onEscape !== null) {
          props.onEscape();
        } else {
          box.current?.blur();
        }
        return;
      default:
    }
  };
  return (
    <form
      role="search"
      class="search-box"
      onSubmit={(event) => {
        event.preventDefault();
        remember(text.trim());
        props.onText(text, true);
        props.onEnter();
      }}
    >
      <Icon name="search" size={22} />
      <input
        id="query"
        ref={box}
        type="search"
        class="input"
        role="combobox"
        aria-expanded={shown.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={chosen < 0 ? undefined : `${list}-${chosen}`}
        value={text}
        placeholder={t.placeholder}
        aria-label={t.label}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        autofocus={!props.reading}
        enterkeyhint="search"
        onInput={(event) => {
          setCursor(event.currentTarget.selectionStart ?? event.currentTarget.value.length);
          setActive(-1);
          setOpen(true);
          props.onText(event.currentTarget.value, false);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setOpen(false);
          props.onLeave();
        }}
      />
      {props.children}
      <ul class="offers popover" id={list} role="listbox" aria-label={t.offers} hidden={shown.length === 0}>
        {shown.map((offer, i) => (
          <li
            key={`${offer.kind} ${offer.query}`}
            id={`${list}-${i}`}
            role="option"
            aria-selected={i === chosen}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => accept(offer)}
          >
            <Icon name={ICONS[offer.kind]} size={16} />
            <span class="offer" dir="auto">
              {offer.text}
              {offer.more !== "" && <span class="soft"> {offer.more}</span>}
            </span>
            <span class="small soft">{OFFERED[offer.kind]}</span>
          </li>
        ))}
      </ul>
    </form>
  );
}
