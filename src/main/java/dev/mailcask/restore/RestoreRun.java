package dev.mailcask.restore;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.JournalEvent.Restored;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.restore.Planner.Job;
import dev.mailcask.restore.Readback.Compared;
import dev.mailcask.restore.Readback.Sent;
import dev.mailcask.restore.Restore.Problem;
import dev.mailcask.restore.Restore.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out the plans of one restore, folder by folder and batch by batch: append, read back,
/// compare, write into the ledger. Used by one thread.
final class RestoreRun {

  private static final Logger LOG = LoggerFactory.getLogger(RestoreRun.class);

  private final Archive archive;
  private final Connection connection;
  private final Ledger ledger;
  private final AccountId to;
  private final String subject;
  private final Progress progress;
  private final List<Problem> failures = new ArrayList<>();
  private final List<Problem> notes = new ArrayList<>();
  private int settled;
  private ListIterator<Wanted> left = Collections.emptyListIterator();
  private long others;
  private long total;
  private long planned;
  private long alreadyThere;
  private long appended;
  private long verified;
  private long done;
  private long bytes;

  RestoreRun(
      Archive archive, Connection connection, Ledger ledger, AccountId to, Progress progress) {
    this.archive = archive;
    this.connection = connection;
    this.ledger = ledger;
    this.to = to;
    this.subject = "restore to account " + to;
    this.progress = progress;
  }

  /// Counts a folder that cannot be planned: none of its messages can be put there.
  void unplannable(String target, List<Wanted> wanted, Failure reason) {
    planned += wanted.size();
    wanted.forEach(its -> fail(its, target, reason.problem()));
  }

  /// Carries out the plans.
  ///
  /// Where the server takes nothing any more, or the owner asked to stop, what was appended until
  /// then is written down, and the rest fails with the reason.
  ///
  /// @throws Failure that reason, if nothing was done until then
  void carryOut(List<Job> jobs) {
    for (Job job : jobs) {
      planned += job.plan().planned();
      alreadyThere += job.plan().alreadyThere();
      total += job.plan().missing();
    }
    boolean ended = false;
    try {
      for (Job job : jobs) {
        left = job.missing().listIterator();
        progress.checkCancelled(subject);
        folder(job);
        settled++;
      }
      ended = true;
    } catch (Failure e) {
      if (appended == 0 && failures.isEmpty()) {
        throw e;
      }
      LOG.info("{}: ended early: {}", subject, e.getMessage());
      untried(jobs, e);
    } finally {
      List<Restored> unwritten = ledger.finish(ended);
      unwritten.stream()
          .findFirst()
          .ifPresent(
              first ->
                  notes.add(
                      new Problem(
                          first.id(),
                          first.toFolder(),
                          "%s: %d restored messages are not noted in it"
                              .formatted(ledger.obstacle(), unwritten.size()))));
    }
  }

  /// Adds a note about the archive as a whole; notes are about messages, so it goes to the first.
  void warn(List<Job> jobs, String text) {
    jobs.stream()
        .filter(job -> !job.missing().isEmpty())
        .findFirst()
        .ifPresent(job -> note(job, job.missing().getFirst(), text));
  }

  Report report(double seconds) {
    LOG.info(
        "{}: {} planned, {} appended, {} there already, {} failed, {} verified",
        subject,
        planned,
        appended,
        alreadyThere,
        failures.size() + others,
        verified);
    return new Report(
        planned,
        appended,
        alreadyThere,
        failures.size() + others,
        verified,
        seconds,
        failures,
        notes);
  }

  /// One failure a folder for all of its messages whose turn never came.
  private void untried(List<Job> jobs, Failure reason) {
    untried(jobs.get(settled), left, reason);
    for (Job job : jobs.subList(settled + 1, jobs.size())) {
      untried(job, job.missing().iterator(), reason);
    }
  }

  private void untried(Job job, Iterator<Wanted> rest, Failure reason) {
    if (!rest.hasNext()) {
      return;
    }
    Wanted first = rest.next();
    long more = 0;
    for (; rest.hasNext(); rest.next()) {
      more++;
    }
    others += more;
    String text = reason.problem() + "; " + reason.hint();
    fail(
        first,
        job.plan().target(),
        more == 0 ? text : "it and %d more were not tried: %s".formatted(more, text));
  }

  private void folder(Job job) {
    try {
      if (!job.plan().exists()) {
        connection.repeating(mailbox -> create(mailbox, job.plan().target(), job.name()));
      }
    } catch (Failure.Refused e) {
      job.missing().forEach(wanted -> fail(wanted, job.plan().target(), e.problem()));
      return;
    }
    if (!job.missing().isEmpty()) {
      fill(job);
    }
  }

  /// Most servers make the folders above by themselves (RFC 3501 section 6.3.3); others want them
  /// made first.
  private static FolderName create(Mailbox mailbox, String path, FolderName name) {
    try {
      mailbox.create(name);
    } catch (Failure.Refused e) {
      int end = path.lastIndexOf('/');
      if (end < 0) {
        throw e;
      }
      String parent = path.substring(0, end);
      create(mailbox, parent, mailbox.nameFor(parent));
      mailbox.create(name);
    }
    return name;
  }

  private void fill(Job job) {
    try (ReadAhead ahead = new ReadAhead(archive, job.missing())) {
      while (left.hasNext()) {
        Batch batch = new Batch(connection, job.name());
        Optional<Failure> end = append(job, batch, ahead);
        readBack(job, batch);
        if (end.isPresent()) {
          if (end.get() instanceof Failure.Refused refused) {
            left.forEachRemaining(wanted -> fail(wanted, job.plan().target(), refused.problem()));
            return;
          }
          throw end.get();
        }
      }
    }
  }

  /// @return what ended it before the batch was full
  private Optional<Failure> append(Job job, Batch batch, ReadAhead ahead) {
    String target = job.plan().target();
    while (left.hasNext() && !batch.full()) {
      if (progress.cancelled()) {
        return Optional.of(new Failure.Cancelled(subject));
      }
      ReadAhead.Read next;
      try {
        next = ahead.next();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.of(new Failure.Cancelled(subject));
      }
      Wanted wanted = left.next();
      Content content = next.content();
      if (content == null) {
        fail(wanted, target, next.problem());
      } else {
        try {
          batch.append(wanted, content).ifPresent(reason -> fail(wanted, target, reason));
        } catch (Failure e) {
          if (e instanceof Failure.Refused) {
            fail(wanted, target, e.problem());
          } else {
            left.previous(); // it is as untried as those behind it
          }
          return Optional.of(e);
        }
      }
      bytes += wanted.size();
      progress.at(new Progress.Step("restoring", target, ++done, total, bytes));
    }
    return Optional.empty();
  }

  private void readBack(Job job, Batch batch) {
    List<Compared> all;
    try {
      all = batch.compare();
    } catch (Failure e) {
      batch.sent().forEach(sent -> unverified(job, batch, sent, e));
      if (e instanceof Failure.Refused) {
        return;
      }
      throw e;
    }
    List<Compared> otherText = new ArrayList<>();
    for (Compared its : all) {
      Wanted wanted = its.sent().wanted();
      if (!its.found()) {
        fail(wanted, job.plan().target(), "the server took it, but does not show it");
        continue;
      }
      count(job, batch, wanted, its.uid());
      verified += its.equal() ? 1 : 0;
      if (!its.differences().isEmpty()) {
        note(job, wanted, String.join("; ", its.differences()));
      } else if (its.otherText()) {
        otherText.add(its);
      }
    }
    if (!otherText.isEmpty()) {
      note(
          job,
          otherText.getFirst().sent().wanted(),
          "the server tells INTERNALDATE in another time zone, for %d messages; it is the same instant"
              .formatted(otherText.size()));
    }
  }

  private void unverified(Job job, Batch batch, Sent sent, Failure reason) {
    count(job, batch, sent.wanted(), sent.uid());
    note(job, sent.wanted(), "it could not be read back: " + reason.problem());
  }

  private void count(Job job, Batch batch, Wanted wanted, long uid) {
    appended++;
    ledger.add(
        new Restored(
            wanted.id(), wanted.source(), to, job.plan().target(), batch.uidValidity(), uid));
  }

  private void note(Job job, Wanted wanted, String text) {
    notes.add(new Problem(wanted.id(), job.plan().target(), text));
  }

  private void fail(Wanted wanted, String target, String reason) {
    failures.add(new Problem(wanted.id(), target, reason));
  }
}
