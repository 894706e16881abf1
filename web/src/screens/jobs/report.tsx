// What a job came to, in figures and with everything that failed.
import type { components } from "../../api/schema";
import type { Job, MessageProblem, RestoreResult } from "../../api/types";
import { bytes, count, duration, plural } from "../../format";
import { href } from "../../router";
import { Note } from "../../ui/note";
import { coverageWords } from "../search/summary";

type Result = NonNullable<Job["result"]>;
type Verified = components["schemas"]["VerifyResult"];
type Copy = components["schemas"]["CopyResult"];

interface Figure {
  name: string;
  value: string;
  tone?: "ok" | "bad" | undefined;
}

function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl class="figures">
      {figures.map((figure) => (
        <div key={figure.name} class={figure.tone ?? ""}>
          <dt>{figure.name}</dt>
          <dd>{figure.value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function JobReport({ result }: { result: Result }) {
  switch (result.kind) {
    case "backup":
      return (
        <Figures
          figures={[
            { name: "New messages", value: count(result.summary.fetched) },
            { name: "Fetched", value: bytes(result.summary.bytesFetched) },
            { name: "Archived before", value: count(result.summary.known) },
            { name: "Gone from the server", value: count(result.summary.gone) },
            { name: "With other flags", value: count(result.summary.flagsChanged) },
            failed(result.summary.failed),
            { name: "Folders", value: count(result.summary.folders) },
          ]}
        />
      );
    case "restore":
      return <Restored result={result} />;
    case "verify":
      return <Checked result={result} />;
    case "copy":
      return <Copied result={result} />;
    case "rebuild":
      return (
        <div class="stack">
          <Figures
            figures={[
              { name: "Messages", value: count(result.messages) },
              { name: "Took", value: duration(result.seconds) },
            ]}
          />
          <p class="soft">{coverageWords(result.coverage)}.</p>
        </div>
      );
    case "compact":
      return (
        <Figures
          figures={[
            { name: "Stored before", value: bytes(result.before.storedBytes) },
            { name: "Stored after", value: bytes(result.after.storedBytes) },
            { name: "Packs before", value: count(result.before.packs) },
            { name: "Packs after", value: count(result.after.packs) },
            { ...failed(result.damaged.length), name: "Damaged packs, left as they are" },
            { name: "Took", value: duration(result.seconds) },
          ]}
        />
      );
    case "prune":
      return (
        <Figures
          figures={[
            { name: "Dropped", value: count(result.dropped) },
            { name: "Stored before", value: bytes(result.before.storedBytes) },
            { name: "Stored after", value: bytes(result.after.storedBytes) },
            { name: "Took", value: duration(result.seconds) },
          ]}
        />
      );
  }
}

function failed(n: number): Figure {
  return { name: "Failed", value: count(n), tone: n > 0 ? "bad" : undefined };
}

function Restored({ result }: { result: RestoreResult }) {
  const proven = result.appended > 0 && result.verified === result.appended && result.failed === 0;
  return (
    <div class="stack wide">
      {proven && (
        <Note
          tone="ok"
          what={`${count(result.verified)} of ${count(result.appended)} restored messages are proven.`}
        >
          <p>Each was read back from the server and compared: same bytes, same date, same flags.</p>
        </Note>
      )}
      {result.appended === 0 && result.failed === 0 && (
        <Note tone="ok" what="Nothing had to be added.">
          <p>All {plural(result.planned, "message")} were there already.</p>
        </Note>
      )}
      <Figures
        figures={[
          { name: "Added", value: count(result.appended) },
          {
            name: "Read back and equal",
            value: count(result.verified),
            tone: proven ? "ok" : undefined,
          },
          { name: "Already there", value: count(result.alreadyThere) },
          failed(result.failed),
        ]}
      />
      <Problems title="Not restored" problems={result.failures} />
      <Problems title="Restored, but not exactly as it was" problems={result.notes} />
    </div>
  );
}

function Problems({ title, problems }: { title: string; problems: readonly MessageProblem[] }) {
  if (problems.length === 0) {
    return null;
  }
  return (
    <section class="stack" aria-label={title}>
      <h3>
        {title} ({count(problems.length)})
      </h3>
      <ul class="failures">
        {problems.map((problem) => (
          <li key={`${problem.folder} ${problem.id}`}>
            <a href={href(["message", problem.id])}>
              <code>{problem.id.slice(0, 12)}</code>
            </a>{" "}
            in {problem.folder}: {problem.reason}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Copied({ result }: { result: Copy }) {
  return (
    <div class="stack wide">
      <Figures
        figures={[
          { name: "Files copied", value: count(result.files) },
          { name: "Copied", value: bytes(result.bytes) },
          { name: "In the copy", value: bytes(result.bytesInCopy) },
          { name: "Replaced packs removed", value: count(result.removed) },
          { name: "Read back", value: count(result.checked) },
          {
            name: "Damaged and written again",
            value: count(result.mended),
            tone: result.mended > 0 ? "bad" : undefined,
          },
          { name: "Took", value: duration(result.seconds) },
        ]}
      />
      <p class="soft">The copy lies in {result.to}.</p>
      {result.problems.length > 0 && (
        <ul class="failures" aria-label="Problems">
          {result.problems.map((problem) => (
            <li key={problem.file}>
              <code>{problem.file}</code>: {problem.problem}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What a verification without findings proves, and no more than that. */
function Proven({ result }: { result: Verified }) {
  if (result.shares === 0) {
    return (
      <Note tone="ok" what="The chain of the journals is whole.">
        <p>{plural(result.segments, "segment")} read, and no mail.</p>
      </Note>
    );
  }
  if (result.shares > 1) {
    return (
      <Note tone="ok" what="What was read is as it was archived.">
        <p>
          Another of {count(result.shares)} parts of the mail was read:{" "}
          {plural(result.messages, "message")}, byte for byte. Only a full check proves the rest.
        </p>
      </Note>
    );
  }
  return result.lost === 0 ? (
    <Note tone="ok" what="The archive is sound.">
      <p>Every message was read and is what was archived, byte for byte.</p>
    </Note>
  ) : (
    <Note tone="warn" what={`${plural(result.lost, "message")} known to be lost.`}>
      <p>
        An earlier repair found them nowhere. All others were read and are what was archived, byte
        for byte.
      </p>
    </Note>
  );
}

function Checked({ result }: { result: Verified }) {
  const clean = result.found === 0;
  const mended = !clean && result.left === 0;
  return (
    <div class="stack wide">
      {clean && <Proven result={result} />}
      {mended && (
        <Note tone="ok" what="What was damaged is mended.">
          <p>
            {plural(result.broughtBack, "message")} brought back. Look at the health of the disk all
            the same.
          </p>
        </Note>
      )}
      <Figures
        figures={[
          { name: "Messages", value: count(result.messages), tone: clean ? "ok" : undefined },
          { name: "Read", value: bytes(result.bytes) },
          { name: "Took", value: duration(result.seconds) },
          { name: "Damaged", value: count(result.found), tone: clean ? undefined : "bad" },
          { name: "Mended", value: count(result.repaired), tone: mended ? "ok" : undefined },
          ...(result.lost === 0
            ? []
            : [{ name: "Known to be lost", value: count(result.lost), tone: "bad" as const }]),
        ]}
      />
      {!clean && (
        <ul class="failures">
          {result.damaged.map((damage) => (
            <li key={`${damage.kind} ${damage.file} ${damage.problem}`}>
              <code>{damage.file}</code>: {damage.problem}
              {damage.touched > 0 && (
                <span class="soft"> ({plural(damage.touched, "message")} affected)</span>
              )}
              <p class="soft">{damage.remedy}</p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
