import { useEffect, useId, useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import { clock, day, dateTime, plural } from "../../format";
import { useResource } from "../../resource";
import { Button } from "../../ui/button";
import { TextField } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { Loaded } from "../../ui/loaded";
import { browsable, byDay, instantOfLocal, localOfInstant } from "./as-of";
import { t } from "./text";

/** Takes the account back to what a backup found, or to any time. */
export function AsOfPicker(props: {
  account: string;
  at: string | null;
  onAt: (at: string | null) => void;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) {
      return;
    }
    const outside = (event: Event) => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) {
        setOpen(false);
      }
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
    };
  }, [open]);
  const choose = (at: string | null) => {
    setOpen(false);
    box.current?.querySelector<HTMLElement>("button")?.focus();
    props.onAt(at);
  };
  return (
    <div
      class="as-of"
      ref={box}
      onKeyDown={(event) => {
        if (event.key === "Escape" && open) {
          setOpen(false);
          box.current?.querySelector<HTMLElement>("button")?.focus();
        }
      }}
    >
      <button
        type="button"
        class={props.at === null ? "as-of-button" : "as-of-button past"}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name="clock" size={18} />
        <span>{props.at === null ? t.now : dateTime(new Date(props.at))}</span>
        <Icon name="down" size={14} />
      </button>
      <div id={id} class="popover as-of-popover" hidden={!open}>
        {open && <Choices account={props.account} at={props.at} onAt={choose} />}
      </div>
    </div>
  );
}

function Choices(props: { account: string; at: string | null; onAt: (at: string | null) => void }) {
  const { account } = props;
  const runs = useResource(`runs ${account}`, (signal) =>
    api.get("/api/v1/accounts/{name}/runs", {
      path: { name: account },
      query: { limit: 1000 },
      signal,
    }),
  );
  const [local, setLocal] = useState(
    localOfInstant(props.at === null ? new Date() : new Date(props.at)),
  );
  return (
    <div class="stack">
      {props.at !== null && (
        <Button small icon="back" onClick={() => props.onAt(null)}>
          {t.backToNow}
        </Button>
      )}
      <section aria-label={t.pickRun}>
        <h3 class="small">{t.pickRun}</h3>
        <Loaded of={runs}>
          {(data) => {
            const days = byDay(browsable(data.runs), day);
            return days.length === 0 ? (
              <p class="soft small">{t.noRuns}</p>
            ) : (
              <ol class="as-of-days">
                {days.map((group) => (
                  <li key={group.day}>
                    <span class="day">{group.day}</span>
                    <ul>
                      {group.runs.map((run) => (
                        <li key={run.number}>
                          <button
                            type="button"
                            class="as-of-run"
                            aria-current={run.browseAt === props.at ? "true" : undefined}
                            onClick={() => props.onAt(run.browseAt)}
                          >
                            <span class="strong">
                              {clock(new Date(run.finished ?? run.started))}
                            </span>
                            <span class="soft">{changes(run.summary)}</span>
                          </button>
                        </li>
                      ))}
                    </ul>
                  </li>
                ))}
              </ol>
            );
          }}
        </Loaded>
      </section>
      <form
        class="as-of-time"
        onSubmit={(event) => {
          event.preventDefault();
          const at = instantOfLocal(local);
          if (at !== "") {
            props.onAt(at);
          }
        }}
      >
        <TextField
          label={t.pickTime}
          type="datetime-local"
          value={local}
          onValue={setLocal}
          required
        />
        <Button type="submit">{t.show}</Button>
      </form>
    </div>
  );
}

function changes(summary: { fetched: number; gone: number } | null): string {
  if (summary === null || (summary.fetched === 0 && summary.gone === 0)) {
    return "nothing new";
  }
  const parts = [
    summary.fetched > 0 ? plural(summary.fetched, "new message") : "",
    summary.gone > 0 ? `${summary.gone.toLocaleString()} gone` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}
