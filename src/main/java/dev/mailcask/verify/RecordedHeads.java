package dev.mailcask.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Counted;
import dev.mailcask.base.DiskFailure;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.verify.Verify.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holds the journals against heads that were written down at an earlier time.
final class RecordedHeads {

  private final Means means;

  RecordedHeads(Means means) {
    this.means = means;
  }

  /// Compares line by line, each head once. Lines of another archive, with which this one shares
  /// its configuration, are passed over and counted; where all are, that is a finding: whoever
  /// wrote all journals anew made another archive of this one.
  ///
  /// @return how many lines are of another archive
  /// @throws Failure.Misconfigured if the file is not there or holds no heads at all
  long compare(Path file, Findings findings, Progress progress) {
    String id = ArchiveId.of(means.archive());
    long foreign = 0;
    Set<String> told = new HashSet<>();
    long heads = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        RecordedHead head = RecordedHead.read(line);
        if (head == null) {
          continue;
        }
        heads++;
        progress.checkCancelled("verify");
        progress.at(new Progress.Step("comparing heads", head.account(), heads, -1, 0));
        if (head.isForeign(id)) {
          foreign++;
          continue;
        }
        String problem = problem(head);
        String name = JournalPass.fileOf(head.account(), head.segment());
        if (problem != null && told.add(name)) {
          findings.add(Kind.HEAD, name, problem);
        }
      }
    } catch (NoSuchFileException e) {
      throw new Failure.Misconfigured(
          "heads file " + file, "there is no such file", "name the file that archive.heads names");
    } catch (MalformedInputException e) {
      throw notHeads(file);
    } catch (IOException e) {
      throw DiskFailure.of("heads file " + file, e);
    }
    if (heads == 0) {
      throw notHeads(file);
    }
    if (foreign == heads) {
      findings.add(
          Kind.HEAD,
          String.valueOf(file),
          "none of its %s is of this archive: it is the file of another one, or every journal was"
                  .formatted(Counted.of(heads, "head", "heads"))
              + " written anew");
    }
    return foreign;
  }

  private @Nullable String problem(RecordedHead head) {
    String now =
        head.account().equals(JournalPass.OWN)
            ? means.maintenance().journal().hash(head.segment())
            : means.archive().journal(new AccountId(head.account())).hash(head.segment());
    if (now.equals(head.hash())) {
      return null;
    }
    return now.isEmpty()
        ? "it was there on %s and is missing: the journal is shorter than it was"
            .formatted(head.time())
        : "it is another file than on %s: the journal was altered".formatted(head.time());
  }

  private static Failure notHeads(Path file) {
    return new Failure.Misconfigured(
        "heads file " + file,
        "no line of it is a head as Mailcask writes them",
        "name the file that archive.heads names");
  }
}
