import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";

type Kind = "primary" | "danger" | "quiet";

interface Look {
  kind?: Kind | undefined;
  icon?: IconName | undefined;
  small?: boolean | undefined;
}

function classes({ kind, small }: Look, more = ""): string {
  return ["button", kind ?? "", small === true ? "small" : "", more]
    .filter((c) => c !== "")
    .join(" ");
}

interface ButtonProps extends Look {
  children: ComponentChildren;
  onClick?: (() => void) | undefined;
  type?: "button" | "submit";
  busy?: boolean | undefined;
  disabled?: boolean | undefined;
  expanded?: boolean | undefined;
  controls?: string | undefined;
}

/** A busy button keeps the focus and does nothing. */
export function Button(props: ButtonProps) {
  const { children, onClick, type = "button", busy = false, disabled = false } = props;
  return (
    <button
      type={type}
      class={classes(props)}
      disabled={disabled}
      aria-disabled={busy}
      aria-expanded={props.expanded}
      aria-controls={props.controls}
      onClick={(event) => {
        if (busy) {
          event.preventDefault();
        } else {
          onClick?.();
        }
      }}
    >
      {busy ? (
        <span class="spinner" aria-hidden="true" />
      ) : (
        props.icon && <Icon name={props.icon} size={18} />
      )}
      {children}
    </button>
  );
}

export function IconButton(
  props: Look & { icon: IconName; label: string; onClick: () => void; expanded?: boolean },
) {
  return (
    <button
      type="button"
      class={classes(props, "icon-only")}
      aria-label={props.label}
      title={props.label}
      aria-expanded={props.expanded}
      onClick={props.onClick}
    >
      <Icon name={props.icon} size={18} />
    </button>
  );
}

/** A link that looks like a button: it leads somewhere. */
export function LinkButton(
  props: Look & { href: string; children: ComponentChildren; download?: boolean | string },
) {
  return (
    <a class={classes(props)} href={props.href} download={props.download}>
      {props.icon && <Icon name={props.icon} size={18} />}
      {props.children}
    </a>
  );
}
