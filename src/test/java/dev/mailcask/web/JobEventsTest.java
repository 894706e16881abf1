package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.verify.Verify;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The stream of events. The time limits are there so that a stream that stays silent fails a test
/// and does not hang it.
@Timeout(30)
class JobEventsTest extends ApiTest {

  /// An open stream, read line by line.
  private final class Stream implements AutoCloseable {
    final HttpResponse<InputStream> http;
    final BufferedReader lines;

    Stream(ApiClient client) throws Exception {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://localhost:" + client.port + "/api/v1/jobs/events"))
              .header("Cookie", "mailcask=" + client.cookie)
              .header("Last-Event-ID", "4711")
              .header("Accept-Encoding", "gzip")
              .build();
      http = ApiClient.HTTP.send(request, BodyHandlers.ofInputStream());
      lines = new BufferedReader(new InputStreamReader(http.body(), StandardCharsets.UTF_8));
    }

    /// The next job, held against the document; comments are passed over.
    JsonNode job() throws IOException {
      String event = "";
      while (true) {
        String line = lines.readLine();
        assertThat(line).as("the stream goes on").isNotNull();
        if (line.startsWith("event: ")) {
          event = line.substring(7);
        }
        if (line.startsWith("data: ")) {
          assertThat(event).isEqualTo("job");
          JsonNode job = JsonMapper.shared().readTree(line.substring(6));
          appliance.document.check(
              job, appliance.document.root().at("/components/schemas/Job"), "event");
          return job;
        }
      }
    }

    @Override
    public void close() throws IOException {
      http.body().close();
    }
  }

  @Test
  void changesComeAsTheyHappen() throws Exception {
    Job before = appliance.jobs.submit(new Work.VerifyArchive(Verify.Request.ALL));
    Job done = appliance.jobs.submit(new Work.Rebuild(true, true));
    appliance.jobs.update(done.id(), j -> FakeJobs.ended(j, Status.DONE, null, null));
    try (Stream stream = new Stream(client)) {
      assertThat(stream.http.statusCode()).isEqualTo(200);
      assertThat(stream.http.headers().firstValue("Content-Type").orElse(""))
          .isEqualTo("text/event-stream;charset=utf-8");
      assertThat(stream.http.headers().firstValue("Content-Encoding")).isEmpty();
      assertThat(stream.job().get("id").asString())
          .as("what runs already comes first, what has ended does not come")
          .isEqualTo(before.id());
      appliance.jobs.update(before.id(), j -> FakeJobs.running(j, 42));
      JsonNode running = stream.job();
      assertThat(running.get("status").asString()).isEqualTo("running");
      assertThat(running.at("/step/done").asInt()).isEqualTo(42);
      appliance.jobs.update(before.id(), j -> FakeJobs.ended(j, Status.DONE, null, null));
      assertThat(stream.job().get("status").asString()).isEqualTo("done");
    }
  }

  @Test
  void theLastStateIsNeverMissedHoweverManyCome() throws Exception {
    Job job = appliance.jobs.submit(new Work.VerifyArchive(Verify.Request.ALL));
    try (Stream stream = new Stream(client)) {
      stream.job();
      for (int i = 0; i < 20_000; i++) {
        long done = i;
        appliance.jobs.update(job.id(), j -> FakeJobs.running(j, done));
      }
      appliance.jobs.update(job.id(), j -> FakeJobs.ended(j, Status.DONE, null, null));
      List<String> seen = new ArrayList<>();
      do {
        seen.add(stream.job().get("status").asString());
      } while (!seen.getLast().equals("done"));
      assertThat(seen).last().isEqualTo("done");
    }
  }

  @Test
  void commentsKeepTheConnectionOpen() throws Exception {
    try (Stream stream = new Stream(client)) {
      int comments = 0;
      while (comments < 2) {
        String line = stream.lines.readLine();
        assertThat(line).isNotNull();
        comments += line.startsWith(": ") ? 1 : 0;
      }
    }
  }

  @Test
  void aClientThatGoesAwayIsForgotten() throws Exception {
    try (Stream stream = new Stream(client)) {
      assertThat(stream.lines.readLine()).startsWith("retry:");
      assertThat(appliance.jobs.watchers()).isPositive();
    }
    while (appliance.jobs.watchers() > 0) { // the next comment finds out
      Thread.sleep(20);
    }
  }

  @Test
  void signingOutEndsTheStream() throws Exception {
    ApiClient leaving = appliance.user();
    try (Stream stream = new Stream(leaving)) {
      assertThat(stream.lines.readLine()).startsWith("retry:");
      leaving.delete("/api/v1/session").is(204);
      while (stream.lines.readLine() != null) {
        // comments until the session is looked at again
      }
    }
  }

  @Test
  void stoppingTheServerEndsTheStreams(@TempDir Path directory) throws Exception {
    TestAppliance other = new TestAppliance(directory);
    try (Stream stream = new Stream(other.user())) {
      assertThat(stream.lines.readLine()).startsWith("retry:");
      other.close();
      while (stream.lines.readLine() != null) {
        // until the end
      }
    }
    assertThat(other.jobs.watchers()).isZero();
  }

  @Test
  void oneStreamTooManyEndsTheOldest() throws Exception {
    List<Stream> streams = new ArrayList<>();
    try {
      for (int i = 0; i <= JobEvents.MOST; i++) {
        Stream stream = new Stream(client);
        streams.add(stream);
        assertThat(stream.lines.readLine()).startsWith("retry:");
      }
      while (streams.getFirst().lines.readLine() != null) {
        // until the end
      }
      Job job = appliance.jobs.submit(new Work.VerifyArchive(Verify.Request.ALL));
      assertThat(streams.get(1).job().get("id").asString()).isEqualTo(job.id());
      assertThat(streams.getLast().job().get("id").asString()).isEqualTo(job.id());
    } finally {
      for (Stream stream : streams) {
        stream.close();
      }
    }
  }

  @Test
  void strangersHearNothing() {
    appliance.stranger().get("/api/v1/jobs/events").isProblem(401);
  }
}
