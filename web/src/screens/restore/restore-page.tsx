import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import type { RestorePlan } from "../../api/types";
import { useAction, useResource } from "../../resource";
import { href, navigate } from "../../router";
import { Button } from "../../ui/button";
import { Choice, SelectField, TextField } from "../../ui/field";
import { Note, ProblemNote } from "../../ui/note";
import { Panel } from "../../ui/page";
import { now } from "../../ui/time";
import { startRestore } from "../../work/start";
import { AsOfPicker } from "../browse/as-of-picker";
import { FolderPick } from "./folder-pick";
import { missingOf, pickedIn, proposal, requestOf, type RestoreForm } from "./form";
import { PickedList } from "./picked-list";
import { PlanTable } from "./plan-table";
import { planWords, t } from "./text";

export function RestorePage(props: {
  sources: readonly string[];
  targets: readonly string[];
  start: RestoreForm;
}) {
  const [form, setForm] = useState(props.start);
  const [tried, setTried] = useState(false);
  const [plan, setPlan] = useState<{ of: string; plan: RestorePlan }>();
  const planned = useRef<HTMLDivElement>(null);
  const folders = useResource(`folders ${form.from} ${form.at ?? ""}`, (signal) =>
    api.get("/api/v1/accounts/{name}/folders", {
      path: { name: form.from },
      query: form.at === null ? {} : { at: form.at },
      signal,
    }),
  );
  const key = JSON.stringify(requestOf(form));
  const missing = missingOf(form);
  const make = useAction(async () => {
    const body = requestOf(form);
    setPlan(undefined);
    setPlan({ of: JSON.stringify(body), plan: await api.post("/api/v1/restore/plan", { body }) });
  });
  const run = useAction(async () => {
    const job = await startRestore(requestOf(form));
    navigate(href(["jobs", job.id]));
  });
  useEffect(() => {
    if (plan !== undefined) {
      planned.current?.focus({ preventScroll: true });
      planned.current?.scrollIntoView({ behavior: "smooth", block: "nearest" });
    }
  }, [plan]);
  const fits = plan !== undefined && plan.of === key;
  const options = (names: readonly string[]) => names.map((name) => ({ value: name, label: name }));
  return (
    <div class="stack wide">
      <form
        class="stack wide"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (missing === null) {
            make.start();
          }
        }}
      >
        <Panel title={t.what}>
          <div class="stack">
            <div class="restore-what">
              <SelectField
                label={t.from}
                value={form.from}
                options={options(props.sources)}
                onValue={(from) =>
                  setForm({
                    ...form,
                    from,
                    folders: new Set(),
                    to: form.to === form.from && props.targets.includes(from) ? from : form.to,
                  })
                }
              />
              <div class="field">
                <span class="label">As of</span>
                <AsOfPicker
                  account={form.from}
                  at={form.at}
                  onAt={(at) => setForm({ ...form, at })}
                />
              </div>
            </div>
            {form.picked.length > 0 ? (
              <PickedList
                picked={form.picked}
                usable={pickedIn(form)}
                account={form.from}
                onRemove={(id) =>
                  setForm({ ...form, picked: form.picked.filter((p) => p.id !== id) })
                }
                onClear={() => setForm({ ...form, picked: [] })}
              />
            ) : (
              <FolderPick
                folders={folders}
                chosen={form.folders}
                onChosen={(chosen) => setForm({ ...form, folders: chosen })}
              />
            )}
            {tried && missing === "something" && (
              <Note tone="bad" role="alert">
                {t.chooseSomething}
              </Note>
            )}
          </div>
        </Panel>
        <Panel title={t.where}>
          <div class="form">
            {props.targets.length === 0 ? (
              <Note tone="warn">{t.onlyPop3}</Note>
            ) : (
              <SelectField
                label={t.to}
                hint={t.toImap(form.from, props.sources, props.targets)}
                value={form.to}
                options={options(props.targets)}
                onValue={(to) => setForm({ ...form, to })}
              />
            )}
            <fieldset>
              <legend class="unseen">{t.where}</legend>
              <Choice
                type="radio"
                name="place"
                checked={!form.other}
                onChange={() => setForm({ ...form, other: false })}
                label={t.samePlace}
                hint={t.samePlaceHint}
              />
              <Choice
                type="radio"
                name="place"
                checked={form.other}
                onChange={() =>
                  setForm({
                    ...form,
                    other: true,
                    into: form.into === "" ? proposal(now.value) : form.into,
                  })
                }
                label={t.otherPlace}
                hint={t.otherPlaceHint}
              />
            </fieldset>
            {form.other && (
              <TextField
                label={t.into}
                hint={t.intoHint}
                value={form.into}
                onValue={(into) => setForm({ ...form, into })}
                error={tried && missing === "into" ? t.chooseFolder : undefined}
                autocomplete="off"
              />
            )}
          </div>
        </Panel>
        {make.problem && <ProblemNote problem={make.problem} />}
        <div class="buttons">
          <Button
            kind={fits ? undefined : "primary"}
            type="submit"
            busy={make.busy}
            disabled={props.targets.length === 0}
          >
            {make.busy ? `${t.planning} …` : t.plan}
          </Button>
          {plan !== undefined && !fits && <span class="soft">{t.planChanged}</span>}
        </div>
      </form>
      {plan !== undefined && fits && (
        <div ref={planned} tabIndex={-1}>
          <Panel title={t.planTitle}>
            <div class="stack wide">
              <p class="plan-line" role="status">
                {plan.plan.missing === 0 ? t.nothingToDo : planWords(plan.plan)}
              </p>
              <PlanTable plan={plan.plan} />
              {run.problem && <ProblemNote problem={run.problem} />}
              {plan.plan.missing > 0 && (
                <>
                  <p class="soft">{t.untouched}</p>
                  <div class="buttons">
                    <Button
                      kind="primary"
                      icon="restore"
                      busy={run.busy}
                      onClick={() => run.start()}
                    >
                      {t.start(plan.plan.missing)}
                    </Button>
                  </div>
                </>
              )}
            </div>
          </Panel>
        </div>
      )}
    </div>
  );
}
