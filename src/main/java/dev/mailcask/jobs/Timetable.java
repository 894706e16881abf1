package dev.mailcask.jobs;

import dev.mailcask.base.AccountId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TimeZone;
import java.util.function.Consumer;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.matchers.GroupMatcher;

/// The accounts' schedules in Quartz. A firing that was late, because the machine slept, happens
/// once when it wakes; what was missed while the appliance was down is [MissedRuns]' matter.
///
/// Quartz keeps its plan in memory: the schedules themselves are in the journals, so there is
/// nothing to store twice.
final class Timetable implements AutoCloseable {

  private static final String GROUP = "backups";

  private final Scheduler scheduler;
  private final ZoneId zone;

  /// @param name unique among the timetables of this process
  /// @param due called when an account's backup is due; must return soon
  Timetable(String name, ZoneId zone, Consumer<AccountId> due) {
    this.zone = zone;
    Properties properties = new Properties();
    properties.setProperty("org.quartz.scheduler.instanceName", name);
    properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    properties.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
    properties.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
    properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    properties.setProperty("org.quartz.threadPool.threadCount", "1");
    properties.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
    try {
      scheduler = new StdSchedulerFactory(properties).getScheduler();
      scheduler.setJobFactory(
          (bundle, _) -> {
            AccountId account = new AccountId(bundle.getJobDetail().getKey().getName());
            return _ -> due.accept(account);
          });
      scheduler.start();
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not start", e);
    }
  }

  /// Plans exactly these schedules; one that did not change keeps its next time.
  void plan(Map<AccountId, String> crons) {
    try {
      for (JobKey key : scheduler.getJobKeys(GroupMatcher.jobGroupEquals(GROUP))) {
        if (!crons.containsKey(new AccountId(key.getName()))) {
          scheduler.deleteJob(key);
        }
      }
      for (Map.Entry<AccountId, String> entry : crons.entrySet()) {
        plan(entry.getKey(), entry.getValue());
      }
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not take the schedules", e);
    }
  }

  private void plan(AccountId account, String cron) throws SchedulerException {
    TriggerKey key = TriggerKey.triggerKey(account.name(), GROUP);
    Trigger known = scheduler.getTrigger(key);
    if (known instanceof CronTrigger trigger && trigger.getCronExpression().equals(cron)) {
      return;
    }
    Trigger trigger =
        TriggerBuilder.newTrigger()
            .withIdentity(key)
            .withSchedule(
                CronScheduleBuilder.cronSchedule(cron)
                    .inTimeZone(TimeZone.getTimeZone(zone))
                    .withMisfireHandlingInstructionFireAndProceed())
            .build();
    if (known != null) {
      scheduler.rescheduleJob(key, trigger);
    } else {
      scheduler.scheduleJob(
          JobBuilder.newJob(Job.class).withIdentity(account.name(), GROUP).build(), trigger);
    }
  }

  /// When the account's next backup is due.
  Optional<Instant> next(AccountId account) {
    try {
      Trigger trigger = scheduler.getTrigger(TriggerKey.triggerKey(account.name(), GROUP));
      return Optional.ofNullable(trigger).map(Trigger::getNextFireTime).map(Date::toInstant);
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not tell its plan", e);
    }
  }

  @Override
  public void close() {
    try {
      scheduler.shutdown(false);
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not stop", e);
    }
  }
}
