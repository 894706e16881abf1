package dev.mailcask.web;

import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.RaisedAlarm;
import java.time.Instant;
import java.util.List;

/// An alarm that its owner has not seen yet.
record AlarmView(
    long run, Instant at, String kind, String folder, long before, long left, String problem) {

  static List<AlarmView> of(Catalog catalog, AccountId account) {
    return catalog.alarms(account).stream().map(AlarmView::of).toList();
  }

  private static AlarmView of(RaisedAlarm raised) {
    return new AlarmView(
        raised.run(),
        raised.at(),
        raised.alarm().kind(),
        raised.path(),
        raised.alarm().before(),
        raised.alarm().left(),
        raised.alarm().problem());
  }
}
