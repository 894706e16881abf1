package dev.mailcask.web;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A test of resources: one appliance and one signed-in client for the class; accounts and jobs are
/// as they were at the beginning of each test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApiTest {

  TestAppliance appliance;
  ApiClient client;

  @BeforeAll
  void start(@TempDir Path directory) {
    appliance = new TestAppliance(directory);
    client = appliance.user();
  }

  @AfterAll
  void stop() {
    appliance.close();
  }

  @BeforeEach
  void reset() {
    appliance.accounts.kept.clear();
    appliance.accounts.passwords.clear();
    appliance.addWork();
    appliance.jobs.clear();
  }
}
