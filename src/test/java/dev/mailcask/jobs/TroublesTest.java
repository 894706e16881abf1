package dev.mailcask.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.AccountId;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.replica.Replica;
import dev.mailcask.verify.Verify;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TroublesTest {

  private static final Instant AT = Instant.parse("2026-11-23T03:00:00Z");
  private static final Work ALL = new Work.VerifyArchive(Verify.Request.ALL);
  private static final Work SAMPLE = new Work.VerifyArchive(Verify.Request.share(5));
  private static final Work CHAIN =
      new Work.VerifyArchive(new Verify.Request(100, false, true, null));
  private static final Work COPY = new Work.CopyArchive(new Replica.Request(null, false));

  private int jobs;

  private Job job(Work work, Status status) {
    return new Job("j" + ++jobs, work, status, "schedule", AT, AT, AT, null, null, null, "", "");
  }

  @Test
  void damageStandsUntilAllMailIsReadWithoutFindingAny() {
    Job damage = job(SAMPLE, Status.PARTIAL);
    assertThat(Troubles.of(List.of(damage))).containsExactly(damage);
    assertThat(Troubles.of(List.of(job(SAMPLE, Status.DONE), job(CHAIN, Status.DONE), damage)))
        .as("others read elsewhere")
        .containsExactly(damage);
    assertThat(Troubles.of(List.of(job(ALL, Status.DONE), damage))).isEmpty();
    Job again = job(SAMPLE, Status.PARTIAL);
    assertThat(Troubles.of(List.of(again, job(ALL, Status.DONE), damage))).containsExactly(again);
  }

  @Test
  void aCopyThatFailedStandsUntilTheNextOne() {
    Job failed = job(COPY, Status.FAILED);
    assertThat(Troubles.of(List.of(failed, job(COPY, Status.DONE)))).containsExactly(failed);
    assertThat(Troubles.of(List.of(job(COPY, Status.DONE), failed))).isEmpty();
    assertThat(Troubles.of(List.of(job(COPY, Status.RUNNING), failed))).containsExactly(failed);
    assertThat(Troubles.of(List.of(job(COPY, Status.CANCELLED), failed))).containsExactly(failed);
  }

  @Test
  void backupsSpeakForThemselves() {
    Work backup = new Work.BackupAccount(new AccountId("work"));
    assertThat(Troubles.of(List.of(job(backup, Status.FAILED)))).isEmpty();
  }
}
