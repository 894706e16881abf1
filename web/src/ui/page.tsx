import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

/** Names the page in the browser's tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === "" ? "Mailcask" : `${title} · Mailcask`;
  }, [title]);
}

/** A screen of one column with its heading and what can be done there. */
export function Page(props: {
  title: string;
  lead?: ComponentChildren;
  back?: { href: string; label: string };
  actions?: ComponentChildren;
  narrow?: boolean;
  children: ComponentChildren;
}) {
  useTitle(props.title);
  return (
    <div class={props.narrow === true ? "page narrow" : "page"}>
      <header class="page-head">
        <div>
          {props.back && (
            <a class="crumb" href={props.back.href}>
              <span aria-hidden="true">‹ </span>
              {props.back.label}
            </a>
          )}
          <h1 tabIndex={-1}>{props.title}</h1>
          {props.lead && <div class="lead">{props.lead}</div>}
        </div>
        {props.actions && <div class="buttons">{props.actions}</div>}
      </header>
      {props.children}
    </div>
  );
}

export function Panel(props: {
  title: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="panel" aria-label={props.title}>
      <header>
        <h2>{props.title}</h2>
        {props.aside}
      </header>
      <div class="body">{props.children}</div>
    </section>
  );
}
