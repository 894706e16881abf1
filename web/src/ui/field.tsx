import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { useId, useState } from "preact/hooks";
import { IconButton } from "./button";
import { Icon } from "./icon";

interface Frame {
  label: string;
  hint?: ComponentChildren;
  error?: string | undefined;
}

interface Ids {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
}

function FieldFrame({
  label,
  hint,
  error,
  children,
}: Frame & { children: (ids: Ids) => ComponentChildren }) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter((x) => x !== "");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        describedBy: described.length > 0 ? described.join(" ") : undefined,
        invalid: Boolean(error),
      })}
      {hint && (
        <div class="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && (
        <div class="error" id={`${id}-error`}>
          <Icon name="bad" size={18} />
          <span>{error}</span>
        </div>
      )}
    </div>
  );
}

type Rest = Omit<InputHTMLAttributes, "onInput" | "value" | "class" | "id" | "label">;

export function TextField(
  props: Frame & Rest & { value: string; onValue: (value: string) => void },
) {
  const { label, hint, error, value, onValue, ...rest } = props;
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      {(ids) => (
        <input
          {...rest}
          class="input"
          id={ids.id}
          value={value}
          aria-describedby={ids.describedBy}
          aria-invalid={ids.invalid}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </FieldFrame>
  );
}

/** Several values, one a line. */
export function LinesField(props: Frame & { value: string; onValue: (value: string) => void }) {
  return (
    <FieldFrame label={props.label} hint={props.hint} error={props.error}>
      {(ids) => (
        <textarea
          class="input"
          id={ids.id}
          rows={3}
          value={props.value}
          spellcheck={false}
          autocapitalize="none"
          aria-describedby={ids.describedBy}
          aria-invalid={ids.invalid}
          onInput={(event) => props.onValue(event.currentTarget.value)}
        />
      )}
    </FieldFrame>
  );
}

export function PasswordField(
  props: Frame & {
    value: string;
    onValue: (value: string) => void;
    autocomplete: "current-password" | "new-password" | "off";
    required?: boolean;
    placeholder?: string;
  },
) {
  const [shown, setShown] = useState(false);
  const { label, hint, error, value, onValue, ...rest } = props;
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      {(ids) => (
        <div class="reveal">
          <input
            {...rest}
            class="input"
            id={ids.id}
            type={shown ? "text" : "password"}
            value={value}
            spellcheck={false}
            autocapitalize="none"
            aria-describedby={ids.describedBy}
            aria-invalid={ids.invalid}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
          <IconButton
            kind="quiet"
            small
            icon={shown ? "eyeOff" : "eye"}
            label={shown ? "Hide password" : "Show password"}
            onClick={() => setShown(!shown)}
          />
        </div>
      )}
    </FieldFrame>
  );
}

export interface Option {
  value: string;
  label: string;
}

export function SelectField(
  props: Frame & { value: string; options: readonly Option[]; onValue: (value: string) => void },
) {
  const { label, hint, error, value, options, onValue } = props;
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      {(ids) => (
        <select
          class="input"
          id={ids.id}
          aria-describedby={ids.describedBy}
          aria-invalid={ids.invalid}
          onChange={(event) => onValue(event.currentTarget.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}

/** A checkbox or radio button with its words. */
export function Choice(props: {
  type: "checkbox" | "radio";
  name?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: ComponentChildren;
  hint?: ComponentChildren;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div class="choice">
      <input
        type={props.type}
        id={id}
        name={props.name}
        checked={props.checked}
        disabled={props.disabled}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <label for={id}>{props.label}</label>
      {props.hint && (
        <div class="hint" id={`${id}-hint`}>
          {props.hint}
        </div>
      )}
    </div>
  );
}

/** A few choices of which one holds, in one line. */
export function Segments<T extends string>(props: {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onValue: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset class="segments" aria-label={props.label}>
      {props.options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === props.value}
            onChange={() => props.onValue(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
