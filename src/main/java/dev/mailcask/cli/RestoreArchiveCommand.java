package dev.mailcask.cli;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.DiskFailure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.Account;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.replica.ArchiveRestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Gives an empty data directory the archive of a copy.
@Command(
    name = "restore-archive",
    description = {
      "Bring the archive, its accounts and schedules back from a copy into an empty data directory"
          + " (--data), and build catalog and index.",
      "Nothing in the copy changes. Killed or cancelled, it goes on when it is given again."
    },
    sortOptions = false)
final class RestoreArchiveCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "FROM", description = "The directory of the copy.")
  String from = "";

  @Option(
      names = "--master-key",
      paramLabel = "FILE",
      description = "The file secrets/master.key of the old appliance: opens the passwords.")
  @Nullable String masterKey;

  RestoreArchiveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path copy = session.terminal().resolve(from);
    byte[] key = key();
    Rooms rooms = session.roomsForRestore(copy);
    ArchiveRestore.Report report = files(rooms.archiveRestore(), copy, key);
    Job job = JobRun.run(session, rooms.jobs(), new Work.Rebuild(false, true));
    List<String> without =
        rooms.accounts().list().stream()
            .map(Account::id)
            .filter(account -> !report.passwords().contains(account))
            .map(AccountId::name)
            .toList();
    show(rooms, report, without);
    return report.problems().isEmpty() ? JobRun.exitCode(job) : Commands.IN_PART;
  }

  private ArchiveRestore.Report files(ArchiveRestore restore, Path copy, byte @Nullable [] key) {
    ProgressLine line =
        new ProgressLine(session.err(), session.terminal().live(), session.terminal().columns());
    AtomicBoolean cancelled = new AtomicBoolean();
    session.terminal().onCancel(() -> cancelled.set(true));
    try {
      return restore.run(
          copy,
          key,
          new Progress() {
            @Override
            public void at(Step step) {
              line.show("restore-archive", step);
            }

            @Override
            public boolean cancelled() {
              return cancelled.get();
            }
          });
    } finally {
      line.clear();
    }
  }

  private byte @Nullable [] key() {
    if (masterKey == null) {
      return null;
    }
    Path file = session.terminal().resolve(masterKey);
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw Session.wrong(
          "--master-key", "there is no file " + file, "name the file, or leave the option out");
    } catch (IOException e) {
      throw DiskFailure.of(file.toString(), e);
    }
  }

  private void show(Rooms rooms, ArchiveRestore.Report report, List<String> without) {
    long messages = rooms.catalog().counts().messages();
    List<String> accounts =
        rooms.accounts().list().stream().map(account -> account.id().name()).toList();
    if (session.json()) {
      session.print(
          new Json()
              .put("files", report.files())
              .put("bytes", report.bytes())
              .put("messages", messages)
              .put("accounts", accounts)
              .put("withoutPassword", without)
              .put("problems", report.problems().stream().map(CopyCommand::json).toList())
              .put("seconds", report.seconds()));
      return;
    }
    session.print(
        "%s brought back (%s) in %s: %s of %s."
            .formatted(
                Units.count(report.files(), "file", "files"),
                Units.bytes(report.bytes()),
                Units.seconds(report.seconds()),
                Units.count(messages, "message", "messages"),
                Units.count(accounts.size(), "account", "accounts")));
    CopyCommand.show(session, report.problems());
    if (!without.isEmpty()) {
      session.print(
          "Enter the passwords of these accounts again, in the settings of each: %s."
              .formatted(String.join(", ", without)));
    }
    session.print("Start the appliance with 'mailcask serve'; it makes a link for its first user.");
  }
}
