import { Choice, TextField } from "../../ui/field";
import { DAYS, scheduleProblem, scheduleWords, type ScheduleForm } from "./schedule";
import { MODES, t } from "./text";

/** When to back up, in words. */
export function ScheduleFields(props: {
  form: ScheduleForm;
  onForm: (form: ScheduleForm) => void;
  zone?: string;
  tried: boolean;
}) {
  const { form, onForm } = props;
  const problem = props.tried ? (scheduleProblem(form) ?? undefined) : undefined;
  return (
    <div class="stack">
      <fieldset>
        <legend class="unseen">{t.schedule}</legend>
        {MODES.map((mode) => (
          <Choice
            key={mode.value}
            type="radio"
            name="schedule"
            checked={form.mode === mode.value}
            onChange={() => onForm({ ...form, mode: mode.value })}
            label={mode.label}
          />
        ))}
      </fieldset>
      {form.mode === "weekly" && (
        <fieldset class="days">
          <legend class="unseen">{t.days}</legend>
          {DAYS.map((day) => (
            <Choice
              key={day.value}
              type="checkbox"
              label={day.label}
              checked={form.days.includes(day.value)}
              onChange={(checked) =>
                onForm({
                  ...form,
                  days: checked
                    ? [...form.days, day.value]
                    : form.days.filter((other) => other !== day.value),
                })
              }
            />
          ))}
        </fieldset>
      )}
      {(form.mode === "daily" || form.mode === "weekly") && (
        <TextField
          label={t.time}
          type="time"
          value={form.time}
          onValue={(time) => onForm({ ...form, time })}
          hint={props.zone === undefined ? t.zone : `${t.zone}, ${props.zone}`}
          error={problem}
          required
        />
      )}
      {form.mode === "hourly" && (
        <TextField
          label={t.minute}
          type="number"
          min={0}
          max={59}
          value={String(form.minute)}
          onValue={(minute) => onForm({ ...form, minute: Math.trunc(Number(minute)) })}
          error={problem}
          required
        />
      )}
      {form.mode === "custom" && (
        <TextField
          label={t.cron}
          value={form.cron}
          onValue={(cron) => onForm({ ...form, cron })}
          hint={t.cronHint}
          error={problem}
          spellcheck={false}
          autocomplete="off"
          required
        />
      )}
      <p class="soft" role="status">
        {scheduleWords(form)}
        {props.zone !== undefined && form.mode !== "off" ? ` (${props.zone})` : ""}.
      </p>
    </div>
  );
}
