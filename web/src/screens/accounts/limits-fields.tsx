import type { AccountSettings } from "../../api/types";
import { Choice, LinesField, SelectField, TextField } from "../../ui/field";
import { limitsProblems, type LimitsForm } from "./limits";
import { CONNECTIONS, t, WATCH } from "./text";

/** How much the server is asked for, and where new mail is waited for. */
export function LimitsFields(props: {
  form: LimitsForm;
  kind: AccountSettings["kind"];
  onForm: (form: LimitsForm) => void;
  tried: boolean;
}) {
  const { form, onForm } = props;
  const problems = props.tried ? limitsProblems(form) : {};
  return (
    <div class="form">
      <TextField
        label={t.perDay}
        hint={t.perDayHint}
        error={problems.perDay}
        value={form.perDay}
        onValue={(perDay) => onForm({ ...form, perDay })}
        inputMode="decimal"
        placeholder={t.noLimit}
        autocomplete="off"
      />
      <div class="form-row">
        {props.kind === "imap" && (
          <SelectField
            label={t.connections}
            value={form.connections}
            options={CONNECTIONS}
            onValue={(value) => {
              const chosen = CONNECTIONS.find((option) => option.value === value);
              if (chosen !== undefined) {
                onForm({ ...form, connections: chosen.value });
              }
            }}
          />
        )}
        <TextField
          label={t.commands}
          error={problems.commands}
          value={form.commands}
          onValue={(commands) => onForm({ ...form, commands })}
          inputMode="numeric"
          placeholder={t.noLimit}
          autocomplete="off"
        />
      </div>
      {props.kind === "imap" && (
        <fieldset>
          <legend>{t.watch}</legend>
          {WATCH.map((mode) => (
            <Choice
              key={mode.value}
              type="radio"
              name="watch"
              checked={form.watch === mode.value}
              onChange={() => onForm({ ...form, watch: mode.value })}
              label={mode.label}
            />
          ))}
        </fieldset>
      )}
      {props.kind === "imap" && form.watch === "own" && (
        <LinesField
          label={t.watchFolders}
          hint={t.watchHint}
          error={problems.folders}
          value={form.folders}
          onValue={(folders) => onForm({ ...form, folders })}
        />
      )}
    </div>
  );
}
