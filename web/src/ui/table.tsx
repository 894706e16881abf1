import type { ComponentChildren } from "preact";

/** A table that scrolls by itself where it is too wide, by keyboard, too. */
export function Table(props: { label: string; class?: string; children: ComponentChildren }) {
  return (
    <div class="table-scroll" role="group" aria-label={props.label} tabIndex={0}>
      <table class={props.class === undefined ? "table" : `table ${props.class}`}>
        {props.children}
      </table>
    </div>
  );
}
