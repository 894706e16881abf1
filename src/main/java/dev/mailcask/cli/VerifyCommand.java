package dev.mailcask.cli;

import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Result;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.verify.Verify.Finding;
import dev.mailcask.verify.Verify.Place;
import dev.mailcask.verify.Verify.Report;
import dev.mailcask.verify.Verify.Request;
import dev.mailcask.verify.Verify.Touched;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Reads everything back.
@Command(
    name = "verify",
    description = {
      "Read the archive back and compare every message with its SHA-256, the journals with their"
          + " chain, the catalog with the journals, the index with the catalog.",
      "Exit code 4: damage was found and is left; 3: some of it was mended; 0: there is none, or"
          + " all was mended."
    },
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {

  /// Messages of a finding that are shown to people.
  private static final int SHOWN = 10;

  private final Session session;

  @Option(
      names = "--sample",
      paramLabel = "PERCENT",
      description = "Read so much of the mail only, 1 to 100, another share each day.")
  @Nullable String sample;

  @Option(
      names = "--repair",
      description =
          "Bring what is damaged back, from the second copy or from the accounts, and build catalog"
              + " and index anew where they differ.")
  boolean repair;

  @Option(names = "--chain", description = "Read the journals only: is their chain whole?")
  boolean chain;

  @Option(
      names = "--heads",
      paramLabel = "FILE",
      description = "Compare the journals with the heads recorded in this file (archive.heads).")
  @Nullable String heads;

  VerifyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (repair && (chain || sample != null)) {
      throw Session.wrong(
          "--repair", "it reads everything", "leave out --chain and --sample beside it");
    }
    Path file = heads == null ? null : session.terminal().resolve(heads);
    Request request = new Request(percent(sample), repair, chain, file);
    Job job = JobRun.run(session, session.rooms().jobs(), new Work.VerifyArchive(request));
    if (job.result() instanceof Result.Verified(Report report)) {
      show(report);
    }
    return JobRun.exitCode(job);
  }

  /// `5`, `5%` or `5 %`.
  private static int percent(@Nullable String sample) {
    if (sample == null) {
      return 100;
    }
    String number = sample.endsWith("%") ? sample.substring(0, sample.length() - 1) : sample;
    try {
      return Integer.parseInt(number.strip());
    } catch (NumberFormatException e) {
      throw Session.wrong(
          "--sample", "'" + sample + "' is not a whole number of percent", "use 1 to 100");
    }
  }

  private void show(Report report) {
    if (session.json()) {
      session.print(
          new Json()
              .put("shares", report.shares())
              .put("foreignHeads", report.foreignHeads())
              .put("blobs", report.blobs())
              .put("messages", report.messages())
              .put("bytes", report.bytes())
              .put("placed", report.placed())
              .put("segments", report.segments())
              .put("damaged", report.damaged().stream().map(VerifyCommand::json).toList())
              .put("found", report.found())
              .put("repaired", report.repaired())
              .put("left", report.left())
              .put("broughtBack", report.broughtBack())
              .put("lost", report.lost())
              .put("seconds", report.seconds()));
      return;
    }
    session.print(
        "%s in %s: %s".formatted(read(report), Units.seconds(report.seconds()), outcome(report)));
    if (report.foreignHeads() > 0) {
      session.print(
          Units.count(report.foreignHeads(), "recorded head", "recorded heads")
              + " of another archive passed over");
    }
    report.damaged().forEach(this::show);
    if (report.found() > report.damaged().size()) {
      session.print(
          "  and %d more; mend these first".formatted(report.found() - report.damaged().size()));
    }
    if (report.lost() > 0 && report.found() > 0) {
      session.print(
          Units.count(report.lost(), "message is", "messages are")
              + " known to be lost since an earlier repair");
    }
  }

  private static String read(Report report) {
    return report.shares() == 0
        ? Units.count(report.segments(), "segment of journals", "segments of journals") + " read"
        : (report.isSample() ? "a sample, one of %d parts: ".formatted(report.shares()) : "")
            + "%s, %s read, %s of journals, "
                .formatted(
                    Units.count(report.messages(), "message", "messages"),
                    Units.bytes(report.bytes()),
                    Units.count(report.segments(), "segment", "segments"))
            + Units.count(report.placed(), "place", "places")
            + " looked up";
  }

  private static String outcome(Report report) {
    if (report.found() == 0) {
      return (report.isSample()
              ? "all that was read is as it was written"
              : "all as it was written")
          + (report.lost() == 0
              ? ""
              : ", but for "
                  + Units.count(report.lost(), "message that is", "messages that are")
                  + " known to be lost since an earlier repair");
    }
    String damage = "DAMAGE in " + Units.count(report.found(), "place", "places");
    if (report.left() == 0) {
      return damage
          + ", all of it mended; "
          + Units.count(report.broughtBack(), "message was", "messages were")
          + " brought back";
    }
    return report.repaired() == 0
        ? damage
        : damage + ", %s mended".formatted(Units.count(report.repaired()));
  }

  private void show(Finding finding) {
    String touched =
        finding.messages() == 0
            ? ""
            : "; "
                + Units.count(
                    finding.messages(),
                    "message cannot be read for it",
                    "messages cannot be read for it");
    session.print("  %s: %s%s".formatted(finding.file(), Plain.line(finding.problem()), touched));
    if (!finding.repaired()) {
      for (Touched message : finding.touched().stream().limit(SHOWN).toList()) {
        session.print("    " + message.id() + places(message));
      }
      if (finding.messages() > SHOWN) {
        session.print("    … and more; --json lists them");
      }
    }
    session.print("    " + Plain.line(finding.remedy()));
  }

  private static String places(Touched message) {
    StringBuilder text = new StringBuilder();
    for (Place place : message.places()) {
      text.append(text.isEmpty() ? " in " : ", ")
          .append(place.account())
          .append(", ")
          .append(Plain.line(place.folder()))
          .append(", UID ")
          .append(place.uid());
    }
    return text.toString();
  }

  private static Json json(Finding finding) {
    return new Json()
        .put("kind", finding.kind().name().toLowerCase(Locale.ROOT))
        .put("file", finding.file())
        .put("problem", finding.problem())
        .put("messages", finding.touched().stream().map(Touched::id).toList())
        .put("blobs", finding.blobs())
        .put("places", finding.touched().stream().flatMap(VerifyCommand::json).toList())
        .put("touched", finding.messages())
        .put("repaired", finding.repaired())
        .put("remedy", finding.remedy());
  }

  private static Stream<Json> json(Touched message) {
    return message.places().stream()
        .map(
            place ->
                new Json()
                    .put("id", message.id())
                    .put("account", place.account())
                    .put("folder", place.folder())
                    .put("uid", place.uid()));
  }
}
