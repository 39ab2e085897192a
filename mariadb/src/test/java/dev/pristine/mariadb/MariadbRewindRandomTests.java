package dev.pristine.mariadb;

import dev.pristine.TestDatabase;
import dev.pristine.enginetests.RandomRewindContract;
import dev.pristine.enginetests.Workload;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class MariadbRewindRandomTests extends RandomRewindContract {

  private RewindStage stage;

  @BeforeEach
  void openStage(@TempDir Path folder) {
    stage = RewindStage.open(TestServer.shared(), folder, Stables.here(), Map.of());
  }

  @AfterEach
  void closeStage() throws SQLException {
    stage.close();
  }

  @Override
  protected Workload random(Random random) {
    return RandomWorkloads.steps().next(random);
  }

  @Override
  protected Workload.Runner runner() {
    return new RandomWorkloads();
  }

  @Override
  protected TestDatabase acquire(String holder) {
    return stage.acquire(holder);
  }

  @Override
  protected List<String> differences(TestDatabase database) throws Exception {
    return stage.differences(database);
  }

  @Override
  protected void startAfresh() {
    stage.startAfresh();
  }
}
