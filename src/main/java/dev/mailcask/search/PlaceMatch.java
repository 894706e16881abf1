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
///
/// Where neither folder nor account is asked for, being gone is said of the message: it is in no
/// folder any more. With one of these it is said of the place. Flags count where the message still
/// is; those of places that it left only if it is nowhere else, or if these places are asked for.
///
/// @param messageGone whether the message is in no folder any more
record PlaceMatch(PlaceCondition condition, boolean messageGone) implements Predicate<Placement> {

  @Override
  public boolean test(Placement placement) {
    return holds(condition, placement, false, messageGone);
  }

  /// Whether it makes a difference to the condition that a message is gone.
  static boolean asksForState(PlaceCondition condition) {
    return switch (condition) {
      case InFolder in -> false;
      case Labelled label -> false;
      case InAccount in -> false;
      case Being being -> being.state() != State.CURRENT;
      case AllOf all -> all.all().stream().anyMatch(PlaceMatch::asksForState);
      case AnyOf any -> any.any().stream().anyMatch(PlaceMatch::asksForState);
    };
  }

  /// @param located whether a folder or an account is asked for besides
  /// @param past whether flags of places that it left count
  private boolean holds(
      PlaceCondition condition, Placement placement, boolean located, boolean past) {
    return switch (condition) {
      case InFolder in -> new Phrase(in.words(), in.prefix()).isIn(placement.path());
      case Labelled label -> {
        Phrase phrase = new Phrase(label.words(), label.prefix());
        yield placement.keywords().stream().anyMatch(phrase::isIn) || phrase.isIn(placement.path());
      }
      case InAccount in -> placement.account().name().equalsIgnoreCase(in.name());
      case Being being when being.state() == State.GONE -> located ? placement.gone() : messageGone;
      case Being being -> (past || !placement.gone()) && is(being.state(), placement);
      case AllOf all -> {
        boolean there = located || locates(all);
        boolean left = past || (there && all.all().contains(new Being(State.GONE)));
        yield all.all().stream().allMatch(each -> holds(each, placement, there, left));
      }
      case AnyOf any -> any.any().stream().anyMatch(each -> holds(each, placement, located, past));
    };
  }

  private static boolean locates(PlaceCondition condition) {
    return switch (condition) {
      case InFolder in -> true;
      case Labelled label -> true;
      case InAccount in -> true;
      case Being being -> false;
      case AllOf all -> all.all().stream().anyMatch(PlaceMatch::locates);
      case AnyOf any -> any.any().stream().allMatch(PlaceMatch::locates);
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
