package dev.mailcask.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.ArchiveEvent;
import dev.mailcask.archive.Maintenance.Compacted;
import dev.mailcask.archive.Maintenance.Figures;
import dev.mailcask.base.ContentId;
import dev.mailcask.testing.MemoryTerminal;
import dev.mailcask.testing.Verifications;
import dev.mailcask.verify.Verify.Finding;
import dev.mailcask.verify.Verify.Request;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Looking after the archive.
class UpkeepCommandsTest extends CommandCase {
  @Test
  void verifyFindsDamage() {
    world.fill();
    assertThat(world.ok("--json", "verify"))
        .isEqualTo(
            "{\"shares\":1,\"foreignHeads\":0,\"blobs\":2,\"messages\":2,\"bytes\":99,\"placed\":2,\"segments\":1,\"damaged\":[],"
                + "\"found\":0,\"repaired\":0,\"left\":0,\"broughtBack\":0,\"lost\":0,"
                + "\"seconds\":0.25}\n");
    Finding damaged = Verifications.pack("packs/ab", "a block is damaged", CommandWorld.ID);
    world.damage = List.of(damaged);
    assertThat(world.run(terminal, "verify")).isEqualTo(4);
    assertThat(terminal.text())
        .contains("DAMAGE in 1 place")
        .contains("packs/ab: a block is damaged; 1 message cannot be read for it")
        .contains(ID)
        .contains("bring it back");
    assertThat(world.verified).isEqualTo(Request.ALL);
  }

  @Test
  void verifySaysWhatWasMended() {
    world.fill();
    Finding damaged = Verifications.pack("packs/ab", "a block is damaged", CommandWorld.ID);
    world.damage = List.of(Verifications.mended(damaged));
    assertThat(world.ok("verify", "--repair"))
        .contains("DAMAGE in 1 place, all of it mended; 1 message was brought back");
    assertThat(world.verified).isEqualTo(new Request(100, true, false, null));
    world.damage = List.of(Verifications.mended(damaged), damaged);
    assertThat(world.run(terminal, "--json", "verify", "--repair")).isEqualTo(3);
    JsonNode report = json(terminal.text());
    assertThat(report.get("left").intValue()).isEqualTo(1);
    assertThat(report.at("/damaged/0/repaired").booleanValue()).isTrue();
    assertThat(report.at("/damaged/1/messages/0").stringValue()).isEqualTo(ID);
    world.damage = List.of(damaged);
    assertThat(world.run(new MemoryTerminal(), "verify", "--repair")).isEqualTo(4);
  }

  @Test
  void whatIsKnownToBeLostIsNotAsItWasWritten() {
    world.fill();
    world.lost = 240;
    assertThat(world.ok("verify"))
        .contains(
            "all as it was written, but for 240 messages that are known to be lost since an earlier"
                + " repair");
    world.own.append(
        world.instant(),
        new ArchiveEvent.PacksReplaced(
            List.of(),
            List.of(),
            ArchiveEvent.Reason.REPAIR,
            0,
            List.of(ContentId.of(new byte[] {1}))));
    assertThat(world.ok("stats")).containsPattern("known to be lost +1\n").contains("_archive");
    assertThat(json(world.ok("--json", "stats")).get("lost").intValue()).isEqualTo(1);
  }

  @Test
  void verifyTakesASampleOrTheChain() {
    world.fill();
    for (String share : List.of("5", "5%", "5 %")) {
      world.verified = null;
      assertThat(world.ok("verify", "--sample", share))
          .contains("a sample, one of 20 parts: 2 messages")
          .endsWith("all that was read is as it was written\n");
      assertThat(world.verified).isEqualTo(Request.share(5));
    }
    assertThat(world.run(terminal, "verify", "--sample", "0.5")).isEqualTo(2);
    assertThat(terminal.errors()).contains("a whole number").contains("1 to 100");
    assertThat(world.ok("verify", "--chain", "--heads", "/mnt/heads"))
        .contains("1 segment of journals read");
    assertThat(world.verified).isEqualTo(new Request(100, false, true, Path.of("/mnt/heads")));
    assertThat(world.run(terminal, "verify", "--sample", "0")).isEqualTo(2);
    assertThat(world.run(terminal, "verify", "--repair", "--sample", "5")).isEqualTo(2);
  }

  @Test
  void rebuildAndStatsGiveFigures() {
    world.fill();
    JsonNode rebuilt = json(world.ok("--json", "rebuild"));
    assertThat(rebuilt.get("before")).isEqualTo(rebuilt.get("after"));
    assertThat(rebuilt.get("after").get("messages").intValue()).isEqualTo(1);
    assertThat(world.ok("rebuild", "--index")).contains("before").contains("Rebuilt in");
    JsonNode stats = json(world.ok("--json", "stats"));
    assertThat(stats.get("messages").intValue()).isEqualTo(1);
    assertThat(stats.get("indexBytes").intValue()).isEqualTo(4096);
    assertThat(world.ok("stats")).startsWith("messages").contains("% of raw");
  }

  @Test
  void compactAndPruneGiveFiguresBeforeAndAfter() {
    JsonNode compacted = json(world.ok("--json", "compact"));
    assertThat(compacted.at("/before/packs").intValue()).isEqualTo(3);
    assertThat(compacted.at("/after/storedBytes").intValue()).isEqualTo(1000);
    assertThat(compacted.get("replaced").intValue()).isEqualTo(3);
    assertThat(compacted.get("written").intValue()).isEqualTo(1);
    assertThat(compacted.get("damaged")).isEmpty();
    assertThat(world.ok("compact")).contains("before", "after", "3 packs became 1");
    JsonNode pruned = json(world.ok("--json", "prune"));
    assertThat(pruned.get("dropped").intValue()).isEqualTo(2);
    assertThat(pruned.get("droppedBytes").intValue()).isEqualTo(200);
    assertThat(world.ok("prune")).contains("2 blobs dropped");
    world.maintenance.compacted =
        new Compacted(new Figures(1, 1, 1, 1), new Figures(1, 1, 1, 1), 0, 0, List.of("packs/a"));
    assertThat(world.run(terminal, "compact")).isEqualTo(3);
    assertThat(terminal.text()).contains("nothing to compact", "packs/a is damaged");
  }
}
