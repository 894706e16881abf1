import type { ComponentChildren } from "preact";
import type { Problem } from "../api/problem";
import { Button } from "./button";
import { Icon, type IconName } from "./icon";

export type Tone = "info" | "ok" | "warn" | "bad";

const ICONS: Record<Tone, IconName> = { info: "info", ok: "ok", warn: "warn", bad: "bad" };

export function Note(props: {
  tone: Tone;
  what?: ComponentChildren;
  children?: ComponentChildren;
  role?: "alert" | "status";
}) {
  return (
    <div class={`note ${props.tone}`} role={props.role}>
      <Icon name={ICONS[props.tone]} />
      <div>
        {props.what && <p class="what">{props.what}</p>}
        {props.children}
      </div>
    </div>
  );
}

/** What went wrong, where, and what to do about it. */
export function ProblemNote({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) {
  return (
    <Note tone="bad" role="alert" what={problem.detail}>
      {problem.hint && <p>{problem.hint}</p>}
      {problem.subject && <p class="small soft">Where: {problem.subject}</p>}
      {onRetry && problem.passing && (
        <div class="buttons">
          <Button small onClick={onRetry}>
            Try again
          </Button>
        </div>
      )}
    </Note>
  );
}

export function Badge({
  tone,
  children,
}: {
  tone?: "ok" | "warn" | "bad" | "run";
  children: ComponentChildren;
}) {
  return <span class={`badge ${tone ?? ""}`}>{children}</span>;
}

export function Empty(props: {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
  /** 1 where this is all there is on the page. */
  level?: 1 | 2;
}) {
  const Heading = props.level === 1 ? "h1" : "h2";
  return (
    <div class="empty">
      <Icon name={props.icon} size={32} />
      <Heading tabIndex={props.level === 1 ? -1 : undefined}>{props.title}</Heading>
      {props.children}
    </div>
  );
}
