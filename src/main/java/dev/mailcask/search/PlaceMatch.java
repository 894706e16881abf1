package dev.mailcask.search;

import dev.mailcask.index.Placement;
import dev.mailcask.index.Placement.Flag;
import dev.mailcask.search.PlaceCondition.AllOf;
import dev.mailcask.search.PlaceCondition.AnyOf;
import dev.mailcask.search.PlaceCondition.Being;
import dev.mailcask.search.PlaceCondition.InAccount;
import dev.mailcask.search.PlaceCondition.InFolder;
import dev.mailcask.search.PlaceCondition.Labelled;
import java.util.function.Predicate;

/// Whether a condition holds for one placement of a message.
record PlaceMatch(PlaceCondition condition) implements Predicate<Placement> {

  @Override
  public boolean test(Placement placement) {
    return holds(condition, placement);
  }

  private static boolean holds(PlaceCondition condition, Placement placement) {
    return switch (condition) {
      case InFolder in -> new Phrase(in.words(), in.prefix()).isIn(placement.path());
      case Labelled label -> {
        Phrase phrase = new Phrase(label.words(), label.prefix());
        yield placement.keywords().stream().anyMatch(phrase::isIn) || phrase.isIn(placement.path());
      }
      case InAccount in -> placement.account().name().equalsIgnoreCase(in.name());
      case Being being -> is(being.state(), placement);
      case AllOf all -> all.all().stream().allMatch(each -> holds(each, placement));
      case AnyOf any -> any.any().stream().anyMatch(each -> holds(each, placement));
    };
  }

  private static boolean is(State state, Placement placement) {
    return switch (state) {
      case UNREAD -> !placement.flags().contains(Flag.SEEN);
      case READ -> placement.flags().contains(Flag.SEEN);
      case FLAGGED -> placement.flags().contains(Flag.FLAGGED);
      case REPLIED -> placement.flags().contains(Flag.ANSWERED);
      case FORWARDED -> placement.flags().contains(Flag.FORWARDED);
      case DRAFT -> placement.flags().contains(Flag.DRAFT);
      case CURRENT -> !placement.gone();
      case GONE -> placement.gone();
    };
  }
}
