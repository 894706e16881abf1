package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.jobs.Schedules;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleViewTest {

  private static ScheduleView view(String cron) {
    return ScheduleView.of(cron, ZoneId.of("Europe/Berlin"));
  }

  @Test
  void commonExpressionsHaveFields() {
    assertThat(view(""))
        .isEqualTo(
            new ScheduleView(
                "off", null, null, List.of(), "", "no scheduled backups", "Europe/Berlin"));
    assertThat(view("0 17 2 * * ?").mode()).isEqualTo("daily");
    assertThat(view("13 17 2 ? * *").words()).isEqualTo("every day at 02:17");
    assertThat(view("0 5 * * * ?").words()).isEqualTo("every hour, 5 minutes past");
    assertThat(view("0 5 22 ? * 2-6").days()).containsExactly("MON", "TUE", "WED", "THU", "FRI");
    assertThat(view("0 5 22 ? * sat,sun").words()).isEqualTo("every Saturday, Sunday at 22:05");
    assertThat(view("0 5 22 ? * FRI-MON").days()).containsExactly("MON", "FRI", "SAT", "SUN");
  }

  @Test
  void otherExpressionsStayWhatTheyAre() {
    for (String cron :
        List.of(
            "0 0/15 * * * ?",
            "0 0 2 1 * ?",
            "0 0 2 ? * MON#1",
            "0 0 2 ? * L",
            "0 0 2 ? * MON-",
            "0 0 2 * * ? 2027",
            "0 0 * ? * MON",
            "nonsense")) {
      ScheduleView view = view(cron);
      assertThat(view.mode()).as(cron).isEqualTo("custom");
      assertThat(view.cron()).isEqualTo(cron);
      assertThat(view.words()).contains(cron);
    }
  }

  @Test
  void whatAFormSendsComesBack() {
    ScheduleView.Input daily = new ScheduleView.Input("daily", 23, 59, null, null);
    ScheduleView.Input hourly = new ScheduleView.Input("hourly", null, 0, null, null);
    ScheduleView.Input weekly =
        new ScheduleView.Input("weekly", 4, 30, List.of("SUN", "TUE"), null);
    for (ScheduleView.Input input : List.of(daily, hourly, weekly)) {
      String cron = input.toCron("");
      Schedules.check(cron);
      ScheduleView view = view(cron);
      assertThat(view.mode()).isEqualTo(input.mode());
      assertThat(view.hour()).isEqualTo(input.hour());
      assertThat(view.minute()).isEqualTo(input.minute());
    }
    assertThat(view(weekly.toCron("")).days()).containsExactly("TUE", "SUN");
    assertThat(new ScheduleView.Input("nightly", null, null, null, null).toCron("0 9 3 * * ?"))
        .isEqualTo("0 9 3 * * ?");
    assertThat(new ScheduleView.Input("off", null, null, null, null).toCron("x")).isEmpty();
  }
}
