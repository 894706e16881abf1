package dev.mailcask.web;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.storage.ArchiveFile;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.web.SearchResource.CoverageView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The appliance as a whole: figures, health, and the document that describes all this.
final class ApplianceResource {

  private final WebServices services;
  private final byte[] document = resource("/openapi.json");

  ApplianceResource(WebServices services) {
    this.services = services;
  }

  record StatsView(
      long accounts,
      long messages,
      long placements,
      long lost,
      long rawBytes,
      long storedBytes,
      long indexBytes,
      double ratio,
      boolean encrypted,
      CoverageView coverage,
      List<HeadView> heads) {}

  /// The end of a journal's chain.
  record HeadView(String account, long segment, String hash, Instant time) {
    static HeadView of(Catalog.Head head) {
      return new HeadView(head.account().name(), head.segment(), head.hash(), head.at());
    }

    static HeadView ofArchive(ArchiveJournal.Segment newest) {
      return new HeadView(ArchiveFile.OWN_JOURNAL, newest.number(), newest.hash(), newest.at());
    }
  }

  void install(RoutesConfig routes) {
    routes.get("/api/v1/stats", this::stats);
    routes.get("/api/v1/coverage", ctx -> ctx.json(coverage()));
    routes.get("/healthz", ctx -> ctx.contentType("text/plain").result("ok\n"), Entry.OPEN);
    routes.get("/readyz", this::ready, Entry.OPEN);
    routes.get(
        "/api/openapi.json",
        ctx -> ctx.contentType("application/json").result(document),
        Entry.OPEN);
  }

  private void ready(Context ctx) {
    boolean ready = services.ready().getAsBoolean();
    ctx.status(ready ? 200 : 503).contentType("text/plain").result(ready ? "ready\n" : "not yet\n");
  }

  private void stats(Context ctx) {
    Catalog.Counts counts = services.catalog().counts();
    Archive.Totals totals = services.archive().totals();
    ctx.json(
        new StatsView(
            services.accounts().list().size(),
            counts.messages(),
            counts.placements(),
            services.ownJournal().lost(services.archive()).size(),
            counts.bytes(),
            totals.storedBytes(),
            services.indexer().bytes(),
            totals.storedBytes() == 0 ? 0 : (double) counts.bytes() / totals.storedBytes(),
            services.archive().encrypted(),
            coverage(),
            Stream.concat(
                    services.catalog().heads().stream().map(HeadView::of),
                    services.ownJournal().newest().stream().map(HeadView::ofArchive))
                .toList()));
  }

  private CoverageView coverage() {
    return CoverageView.of(services.indexer().coverage());
  }

  private static byte[] resource(String name) {
    try (InputStream in = ApplianceResource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
