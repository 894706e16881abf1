package dev.mailcask.jobs;

import dev.mailcask.jobs.Jobs.Work;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
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

/// What is done by schedule, in Quartz: backups of accounts, upkeep of the archive. A firing that
/// was late, because the machine slept, happens once when it wakes; what was missed while the
/// appliance was down is [MissedRuns]' matter.
///
/// Quartz keeps its plan in memory: the schedules themselves are in the journals, so there is
/// nothing to store twice.
final class Timetable implements AutoCloseable {

  private static final String GROUP = "mailcask";

  /// Of work that is due once.
  private static final String ONCE = "once";

  private final Scheduler scheduler;
  private final ZoneId zone;

  /// What is planned, by the names that Quartz has for it.
  private final Map<String, Work> planned = new ConcurrentHashMap<>();

  private final Map<String, Work> once = new ConcurrentHashMap<>();

  /// @param name unique among the timetables of this process
  /// @param due called when work is due by schedule; must return soon
  /// @param onceDue likewise for what is due once
  Timetable(String name, ZoneId zone, Consumer<Work> due, Consumer<Work> onceDue) {
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
            JobKey key = bundle.getJobDetail().getKey();
            return key.getGroup().equals(ONCE)
                ? _ -> Optional.ofNullable(once.remove(key.getName())).ifPresent(onceDue)
                : _ -> Optional.ofNullable(planned.get(key.getName())).ifPresent(due);
          });
      scheduler.start();
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not start", e);
    }
  }

  /// Plans exactly these schedules; one that did not change keeps its next time.
  void plan(Map<Work, String> crons) {
    Map<String, Work> wanted = new HashMap<>();
    crons.keySet().forEach(work -> wanted.put(nameOf(work), work));
    planned.putAll(wanted);
    planned.keySet().retainAll(wanted.keySet());
    try {
      for (JobKey key : scheduler.getJobKeys(GroupMatcher.jobGroupEquals(GROUP))) {
        if (!wanted.containsKey(key.getName())) {
          scheduler.deleteJob(key);
        }
      }
      for (Map.Entry<Work, String> entry : crons.entrySet()) {
        plan(nameOf(entry.getKey()), entry.getValue());
      }
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not take the schedules", e);
    }
  }

  /// Plans work once, at a time that may be past; in the place of what was planned so before.
  void once(Work work, Instant at) {
    String name = nameOf(work);
    try {
      scheduler.deleteJob(JobKey.jobKey(name, ONCE));
      once.put(name, work);
      scheduler.scheduleJob(
          JobBuilder.newJob(Job.class).withIdentity(name, ONCE).build(),
          TriggerBuilder.newTrigger()
              .withIdentity(TriggerKey.triggerKey(name, ONCE))
              .startAt(Date.from(at))
              .build());
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not take what is due once", e);
    }
  }

  /// One name for each kind of work, and for each account's backup.
  private static String nameOf(Work work) {
    String kind = work.getClass().getSimpleName();
    return work instanceof Work.BackupAccount backup ? kind + " " + backup.account() : kind;
  }

  private void plan(String name, String cron) throws SchedulerException {
    TriggerKey key = TriggerKey.triggerKey(name, GROUP);
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
          JobBuilder.newJob(Job.class).withIdentity(name, GROUP).build(), trigger);
    }
  }

  /// When this work is due the next time.
  Optional<Instant> next(Work work) {
    try {
      return Stream.of(next(work, GROUP), next(work, ONCE))
          .flatMap(Optional::stream)
          .min(Comparator.naturalOrder());
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not tell its plan", e);
    }
  }

  private Optional<Instant> next(Work work, String group) throws SchedulerException {
    Trigger trigger = scheduler.getTrigger(TriggerKey.triggerKey(nameOf(work), group));
    return Optional.ofNullable(trigger).map(Trigger::getNextFireTime).map(Date::toInstant);
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
